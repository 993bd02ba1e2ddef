"""What docs/proof.md says after a run that planted all of the bugs, and after one that planted some."""

from typing import Final

from tests.proof import page
from tests.proof.outcomes import Caught, Missed, Unsound
from tests.proof.planted import Planted

FIRST: Final = Planted("the first is wrong", "schemas/first.py", "right", "wrong", "tests/unit/first")
SECOND: Final = Planted("the second is wrong", "schemas/second.py", "right", "wrong", "tests/unit/second")
THIRD: Final = Planted("the third is wrong", "schemas/third.py", "right", "wrong", "tests/unit/third")
ENDED: Final = page.lasting(fuzzing=True, endurance=True, minutes=29.7, cores=2)


def whole() -> str:
    outcomes = {FIRST: Caught("test_one"), SECOND: Caught("test_two")}
    return page.written([FIRST, SECOND], outcomes, before="", lasting=ENDED)


def test_a_whole_run_says_all_of_itself() -> None:
    said = whole()
    assert "Planted bugs: 2 of 2 caught. All of them were planted in one run" in said
    assert ENDED in said.splitlines()
    assert "| the first is wrong | `schemas/first.py` | `test_one` |\n| the second is wrong |" in said


def test_what_a_run_did_not_plant_stands_as_it_did_and_the_page_says_so() -> None:
    said = page.written([FIRST, SECOND], {SECOND: Caught("test_else")}, before=whole(), lasting=None)
    assert "2 of 2 caught. The run that wrote this planted 1 of them; of the others" in said
    assert ENDED in said.splitlines()
    assert "| `schemas/first.py` | `test_one` |" in said
    assert "| `schemas/second.py` | `test_else` |" in said


def test_a_bug_that_was_never_planted_has_no_row_and_is_not_counted_as_caught() -> None:
    said = page.written([FIRST, SECOND, THIRD], {SECOND: Caught("test_two")}, before=whole(), lasting=None)
    assert "2 of 3 caught" in said
    assert "third" not in said


def test_a_bug_that_is_no_longer_planted_leaves_the_page() -> None:
    said = page.written([SECOND], {SECOND: Caught("test_two")}, before=whole(), lasting=None)
    assert "1 of 1 caught" in said
    assert "first" not in said


def test_tests_that_fail_without_the_bug_have_not_caught_it() -> None:
    said = page.written([FIRST, SECOND], {FIRST: Unsound(), SECOND: Missed()}, before=whole(), lasting=None)
    assert "0 of 2 caught" in said
    assert "| `schemas/first.py` | **missed**: its tests fail without it too |" in said


def test_before_the_first_whole_run_the_page_does_not_claim_one() -> None:
    assert "not run yet" in page.written([FIRST], {FIRST: Caught("test_one")}, before="", lasting=None)
