"""docs/proof.md: what the last whole run found, and since then whoever planted some of the bugs again."""

from collections.abc import Mapping, Sequence
from typing import Final

from tests.proof.outcomes import Outcome, in_words
from tests.proof.planted import Planted

_LASTING: Final = "Fuzzing of "
"""How the paragraph begins about what lasts longer."""
_NOT_YET: Final = f"{_LASTING}what is drawn at random, and endurance: not run yet."


def written(bugs: Sequence[Planted], outcomes: Mapping[Planted, Outcome], *, before: str, lasting: str | None) -> str:
    """The page. What was not planted, or not run, in this run stands as it did before; a bug that never was is not shown."""
    found = {_row_begins(bug): bug for bug in bugs}
    old = {begins: line for line in before.splitlines() for begins in found if line.startswith(begins)}
    new = {begins: f"{begins}{in_words(outcomes[bug])} |" for begins, bug in found.items() if bug in outcomes}
    rows = [row for begins in found if (row := new.get(begins) or old.get(begins))]
    caught = sum("**missed**" not in row for row in rows)
    lines = [
        "# Proof",
        "",
        "<!-- Written by `make proof`. -->",
        "",
        f"Planted bugs: {caught} of {len(bugs)} caught. {_of_this_run(len(outcomes), len(bugs))}",
        "",
        lasting or _lasting_in(before),
        "",
        "| Planted bug | In | Caught by |",
        "|---|---|---|",
        *rows,
        "",
    ]
    return "\n".join(lines)


def lasting(*, fuzzing: bool, endurance: bool, minutes: float, cores: int) -> str:
    """What a whole run says of itself beside the bugs."""
    return (
        f"{_LASTING}the decoder, and deadlines against stepping, 20,000 examples for each property: {_said(fuzzing)}. "
        f"A broker that was away for 20 s and for 60 s under load, bus and agencies killed five times each, the network to broker and ledger cut and deaf for 20 s and slow and broken, of three brokers one and two killed and each started anew, leaders moved for a minute, all brokers without power and an outbox without its end, 100,000 ids said again, poison against its 2 s, more bits flipped: {_said(endurance)}. "
        f"The whole took {minutes:.0f} minutes on {cores} cores."
    )


def _of_this_run(planted: int, all_of_them: int) -> str:
    if planted == all_of_them:
        return "All of them were planted in one run, each after its tests had passed without it."
    return f"The run that wrote this planted {planted} of them; of the others the page says what an earlier run found."


def _row_begins(bug: Planted) -> str:
    return f"| {bug.what} | `{bug.file}` | "


def _lasting_in(before: str) -> str:
    return next((line for line in before.splitlines() if line.startswith(_LASTING)), _NOT_YET)


def _said(well: bool) -> str:  # noqa: FBT001 - the one thing that is said
    return "no failure" if well else "FAILED"
