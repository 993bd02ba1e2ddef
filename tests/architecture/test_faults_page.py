"""What is said to be survived is shown by tests that are there; what no test shows yet says so."""

import ast
import re
from pathlib import Path
from typing import Final

import pytest

from tests.architecture import source

PAGE: Final = source.ROOT / "docs" / "explanation" / "faults.md"
FAULTS: Final = (*range(1, 4), *range(5, 8), *range(9, 13), *range(14, 25), 26, *range(28, 37))
CONTROLS: Final = (*range(2, 9), 22, 23)
_ROW: Final = re.compile(r"^\| ([FS]\d+) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
_TEST: Final = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
ROWS: Final = {name: shown for name, _, _, shown in _ROW.findall(PAGE.read_text(encoding="utf-8"))}


def test_every_fault_and_control_of_the_core_has_its_row() -> None:
    assert sorted(ROWS) == sorted([*(f"F{number}" for number in FAULTS), *(f"S{number}" for number in CONTROLS)])


@pytest.mark.parametrize("row", ROWS)
def test_a_row_names_tests_that_are_there_or_says_that_it_is_open(row: str) -> None:
    named = _TEST.findall(ROWS[row])
    assert named or "open" in ROWS[row]
    assert [f"{file}::{test}" for file, test in named if test not in _tests(source.ROOT / "tests" / file)] == []


def _tests(path: Path) -> frozenset[str]:
    """Of a file, by themselves or in a class."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
