"""`make proof`: plants every bug in a copy of the project and asks the tests for it, then fuzzes for long, and lets a whole bus endure. Writes docs/proof.md."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from tests.proof.planted import PLANTED, Planted

ROOT = Path(__file__).resolve().parent.parent.parent
PLACE = ROOT / "build" / "proof"
PAGE = ROOT / "docs" / "proof.md"
# What is drawn at random, and many more times here than a test has time for.
FUZZED = ("tests/unit/codec/test_fuzz.py", "tests/unit/law/test_against_the_oracle.py")
# What lasts longer, or is done more often, than where every change is tested.
ENDURED = (
    ({"HABARSHY_TEST_WHOLE_OUTAGE_SECONDS": "20", "HABARSHY_TEST_KILLS": "5"}, "tests/chaos/test_whole_bus.py"),
    ({"HABARSHY_TEST_WHOLE_OUTAGE_SECONDS": "60"}, "tests/chaos/test_whole_bus.py -k broker"),
    ({"HABARSHY_TEST_FLIPPED_BYTES": "40"}, "tests/security/test_bit_flips.py"),
)
COPIED = ("schemas", "services", "producers", "consumers", "habarshy", "tests", "pyproject.toml")


def copy_of_the_project() -> Path:
    shutil.rmtree(PLACE, ignore_errors=True)
    for name in COPIED:
        source, target = ROOT / name, PLACE / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return PLACE


def answered(
    folder: Path, *arguments: str, told: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    """The answer of pytest in a copy, which stands before the checkout on the path."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-n",
        os.environ.get("WORKERS", "auto"),
        *arguments,
    ]
    environment = os.environ | {"PYTHONPATH": str(folder), **told}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def caught(folder: Path, bug: Planted) -> str | None:
    """The test that found the bug, or None."""
    file = folder / bug.file
    right = file.read_text(encoding="utf-8")
    if bug.right not in right:
        message = f"{bug.file} no longer says: {bug.right}"
        raise SystemExit(message)
    file.write_text(right.replace(bug.right, bug.wrong, 1), encoding="utf-8")
    try:
        answer = answered(folder, *bug.tests.split())
    finally:
        file.write_text(right, encoding="utf-8")
    # Only a test that failed counts: a bug that breaks the run itself proves nothing.
    found = [line for line in answer.stdout.splitlines() if line.startswith("FAILED ")]
    return found[0].split("::")[-1].split(" - ")[0].split("[")[0] if found else None


def main() -> int:
    folder, started = copy_of_the_project(), time.monotonic()
    sound = answered(folder, "tests/unit")
    if sound.returncode != 0:
        sys.stderr.write(sound.stdout)
        return 1
    rows, missed = [], 0
    for bug in PLANTED:
        test = caught(folder, bug)
        missed += test is None
        sys.stdout.write(f"{'MISSED' if test is None else 'caught'}  {bug.what}\n")
        rows.append(f"| {bug.what} | `{bug.file}` | {f'`{test}`' if test else '**missed**'} |")
    fuzzed = answered(folder, *FUZZED, "--hypothesis-profile=proof")
    sys.stdout.write(fuzzed.stdout[-200:])
    broken = not endured(folder)
    write_page(rows, fuzz=_said(fuzzed.returncode), endurance=_said(broken), minutes=(time.monotonic() - started) / 60)
    return 1 if missed or fuzzed.returncode or broken else 0


def endured(folder: Path) -> bool:
    """Whether everything that lasts longer ended well; what did not says why."""
    answers = [answered(folder, *tests.split(), told=told) for told, tests in ENDURED]
    for answer in answers:
        sys.stdout.write(answer.stdout if answer.returncode else answer.stdout[-200:])
    return not any(answer.returncode for answer in answers)


def _said(failed: int) -> str:
    return "FAILED" if failed else "no failure"


def write_page(rows: list[str], *, fuzz: str, endurance: str, minutes: float) -> None:
    caught_bugs = sum("**missed**" not in row for row in rows)
    lines = [
        "# Proof",
        "",
        "<!-- Written by `make proof`. -->",
        "",
        (
            f"Planted bugs: {caught_bugs} of {len(rows)} caught. Fuzzing of the decoder, and deadlines against stepping, 20,000 examples for each property: {fuzz}. "
            f"A broker that was away for 20 s and for 60 s under load, bus and agencies killed five times each, more bits flipped: {endurance}. "
            f"It took {minutes:.0f} minutes on two cores."
        ),
        "",
        "| Planted bug | In | Caught by |",
        "|---|---|---|",
        *rows,
        "",
    ]
    PAGE.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
