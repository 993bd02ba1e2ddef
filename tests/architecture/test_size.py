"""A file has one subject and a function fits a screen; what is larger has a reason, or is made smaller."""

from pathlib import Path

import pytest

from tests.architecture import source

FILE_LIMIT = 300
FUNCTION_LIMIT = 40
# Files that may be longer, and why.
LONGER: dict[str, str] = {}


@pytest.mark.parametrize("path", source.files(*source.EVERYWHERE), ids=source.module)
def test_a_file_has_one_subject(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= FILE_LIMIT or source.module(path) in LONGER


@pytest.mark.parametrize("path", source.files(*source.EVERYWHERE), ids=source.module)
def test_a_function_fits_a_screen(path: Path) -> None:
    long = {f.name: (f.end_lineno or 0) - f.lineno + 1 for f in source.functions(path)}
    assert {name: lines for name, lines in long.items() if lines > FUNCTION_LIMIT} == {}


def test_no_exception_outlives_its_reason() -> None:
    present = {source.module(path) for path in source.files(*source.EVERYWHERE)}
    assert set(LONGER) <= present
