"""`make proof`: plants every bug in a copy of the project and asks the tests for it, then fuzzes for long, and lets a whole bus endure. Writes docs/proof.md.

A run that was broken off is gone on with, as long as nothing of the project has changed. `make proof ONLY=word` plants anew
those bugs alone whose wording or file has the word.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.proof import copies, page, planting
from tests.proof.kept import Kept
from tests.proof.outcomes import Caught, Outcome, in_words
from tests.proof.planted import PLANTED, Planted

PAGE: Final = copies.ROOT / "docs" / "proof.md"


@dataclass(frozen=True)
class Lasting:
    """Tests that are asked for longer than where every change is tested, or more often."""

    tests: str
    told: tuple[tuple[str, str], ...] = ()


FUZZING: Final = Lasting(
    "tests/unit/codec/test_fuzz.py tests/unit/law/test_against_the_oracle.py --hypothesis-profile=proof"
)
ENDURANCE: Final = (
    Lasting("tests/integration tests/chaos -m proof"),
    Lasting(
        "tests/chaos/test_whole_bus.py", (("HABARSHY_TEST_WHOLE_OUTAGE_SECONDS", "20"), ("HABARSHY_TEST_KILLS", "5"))
    ),
    Lasting("tests/chaos/test_whole_bus.py -k broker", (("HABARSHY_TEST_WHOLE_OUTAGE_SECONDS", "60"),)),
    Lasting("tests/security/test_bit_flips.py", (("HABARSHY_TEST_FLIPPED_BYTES", "40"),)),
    # What is not named test_ is asked for here alone: it takes minutes.
    Lasting("tests/chaos/wire_cut_off.py tests/chaos/ledger_cut_off.py", (("HABARSHY_TEST_CUT_SECONDS", "20"),)),
    Lasting("tests/chaos/test_claims.py -k thaws", (("HABARSHY_TEST_FROZEN_SECONDS", "20"),)),
    # Three brokers are enough for a machine at a time.
    Lasting("tests/chaos/three_brokers.py -n 0", (("HABARSHY_TEST_LEADERS_MOVED_SECONDS", "60"),)),
    Lasting("tests/chaos/power_lost.py -n 0"),
    Lasting("tests/chaos/many_ids.py", (("HABARSHY_TEST_IDS", "100000"),)),
    Lasting("tests/chaos/poison_bound.py"),
)


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.proof")
    asked.add_argument("--only", metavar="WORD")
    only = asked.parse_args(arguments).only
    return some(only) if only else whole()


def some(word: str) -> int:
    """Plants some of the bugs, whatever an earlier run has found of them."""
    bugs = [bug for bug in PLANTED if word.casefold() in f"{bug.what}\n{bug.file}".casefold()]
    if not bugs:
        sys.stderr.write(f"No planted bug has {word!r} in its wording or its file.\n")
        return 1
    outcomes = dict(told(planting.planted(bugs, copies.made(lanes()))))
    write(outcomes, lasting=None)
    return 0 if all_caught(outcomes.values()) else 1


def whole() -> int:
    folders = copies.made(lanes())
    kept = Kept.of(copies.PLACE / "kept.json", copies.digest(folders[0]))
    outcomes: dict[Planted, Outcome] = {
        bug: Caught(kept.caught[bug.what]) for bug in PLANTED if bug.what in kept.caught
    }
    left = [bug for bug in PLANTED if bug not in outcomes]
    sys.stdout.write(f"{len(left)} of {len(PLANTED)} bugs are to be planted.\n")
    for bug, outcome in told(planting.planted(left, folders)):
        kept.note(bug.what, outcome)
        outcomes[bug] = outcome
    fuzzing = ended_well(FUZZING, folders[0], kept=kept)
    endured = [ended_well(one, folders[0], kept=kept) for one in ENDURANCE]
    endurance, minutes = all(endured), kept.seconds / 60
    lasting = page.lasting(fuzzing=fuzzing, endurance=endurance, minutes=minutes, cores=os.cpu_count() or 1)
    write(outcomes, lasting=lasting)
    if well := all_caught(outcomes.values()) and fuzzing and endurance:
        kept.forget()
    return 0 if well else 1


def lanes() -> int:
    """How many copies are planted in at a time."""
    return os.cpu_count() or 1 if copies.WORKERS == "auto" else int(copies.WORKERS)


def told(found: Iterable[planting.Found]) -> Iterator[planting.Found]:
    for bug, outcome in found:
        sys.stdout.write(f"{in_words(outcome)}: {bug.what}\n")
        sys.stdout.flush()
        yield bug, outcome


def ended_well(lasting: Lasting, folder: Path, *, kept: Kept) -> bool:
    """Whether it did, now or in the run that is gone on with; what did not says why."""
    name = " ".join((*map("=".join, lasting.told), lasting.tests))
    if name in kept.ended_well:
        return True
    answer = copies.answered(folder, *lasting.tests.split(), told=dict(lasting.told))
    well = answer.returncode == 0
    sys.stdout.write(f"{name}\n{answer.stdout[-200:] if well else answer.stdout}")
    kept.note_end(name, well=well)
    return well


def all_caught(outcomes: Iterable[Outcome]) -> bool:
    return all(isinstance(outcome, Caught) for outcome in outcomes)


def write(outcomes: dict[Planted, Outcome], *, lasting: str | None) -> None:
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text(page.written(PLANTED, outcomes, before=before, lasting=lasting), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
