"""A planted bug counts as caught by a test that fails with it and passes without it."""

import subprocess
import threading
from pathlib import Path

import pytest

from tests.proof import planting
from tests.proof.outcomes import Caught, Missed, Outcome, Unsound
from tests.proof.planted import Planted

RIGHT = "answer = 42\n"


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Two copies of a project of one line."""
    found = [tmp_path / "one", tmp_path / "two"]
    for folder in found:
        folder.mkdir()
        (folder / "ours.py").write_text(RIGHT)
    return found


def asked(folder: Path, *tests: str, workers: str) -> subprocess.CompletedProcess[str]:  # noqa: ARG001 - a port
    """Answers as pytest does of one test, that the answer is right; or of one that fails whatever stands there."""
    said: dict[str, int] = {}
    try:
        exec((folder / "ours.py").read_text(), said)  # noqa: S102 - it stands above
    except SyntaxError:
        return subprocess.CompletedProcess(tests, 2, stdout="ERROR tests/unit/test_ours.py\n")
    failed = said["answer"] != 42 or "fails" in tests[0]
    lines = "FAILED tests/unit/test_ours.py::test_right[one] - assert 41 == 42\n" if failed else "1 passed\n"
    return subprocess.CompletedProcess(tests, int(failed), stdout=lines)


@pytest.mark.parametrize("level", ["unit", "integration"])
def test_only_a_test_that_passes_without_the_bug_has_caught_it(folders: list[Path], level: str) -> None:
    bugs: dict[Planted, Outcome] = {
        Planted("wrong", "ours.py", "42", "41", f"tests/{level}"): Caught("test_right"),
        Planted("the same", "ours.py", "42", "6 * 7", f"tests/{level}"): Missed(),
        Planted("broken", "ours.py", "42", "(", f"tests/{level}"): Missed(),
        Planted("flaky", "ours.py", "42", "41", f"tests/{level}/fails"): Unsound(),
    }

    assert dict(planting.planted(list(bugs), folders, ask=asked)) == bugs
    assert [(folder / "ours.py").read_text() for folder in folders] == [RIGHT, RIGHT]


def test_a_bug_that_no_longer_fits_ends_the_run(folders: list[Path]) -> None:
    gone = Planted("gone", "ours.py", "answer = 43", "answer = 41", "tests/unit")
    with pytest.raises(SystemExit, match=r"ours\.py no longer says: answer = 43"):
        list(planting.planted([gone], folders, ask=asked))


def test_a_run_that_is_broken_off_plants_nothing_more(folders: list[Path]) -> None:
    bugs = [Planted(f"bug {number}", "ours.py", "42", "41", f"tests/unit/{number}") for number in range(40)]
    runs: list[str] = []

    def counted(folder: Path, *tests: str, workers: str) -> subprocess.CompletedProcess[str]:
        runs.append(tests[0])
        if len(runs) > 3:
            going_on.wait(10)
        return asked(folder, *tests, workers=workers)

    going_on = threading.Event()
    found = planting.planted(bugs, folders, ask=counted)
    next(found)
    threading.Timer(0.2, going_on.set).start()
    found.close()  # type: ignore[attr-defined] # a generator, as an iterator

    assert len(runs) < 10
    assert [(folder / "ours.py").read_text() for folder in folders] == [RIGHT, RIGHT]
