"""The planted bugs can still be planted: each names code that is there, and changes it."""

import ast

import pytest

from tests.architecture import source
from tests.proof.planted import PLANTED, Planted


@pytest.mark.parametrize("bug", PLANTED, ids=lambda bug: bug.what)
def test_a_planted_bug_fits_the_code(bug: Planted) -> None:
    text = (source.ROOT / bug.file).read_text(encoding="utf-8")
    planted = text.replace(bug.right, bug.wrong, 1)
    assert planted != text
    compile(planted, bug.file, "exec", ast.PyCF_ONLY_AST)
    assert all((source.ROOT / test).exists() for test in bug.tests.split())
