"""A proof that was broken off goes on from what it has found, for the very same bytes."""

from pathlib import Path

from tests.proof.kept import Kept
from tests.proof.outcomes import Caught, Missed


def test_what_was_caught_and_what_ended_well_is_kept_and_the_rest_is_tried_again(tmp_path: Path) -> None:
    ticks = iter((0.0, 40.0, 60.0, 70.0, 75.0))
    kept = Kept(tmp_path / "kept.json", "these bytes", clock=lambda: next(ticks))
    kept.note("the first is wrong", Caught("test_one"))
    kept.note("the second is wrong", Missed())
    kept.note_end("fuzzing", well=True)
    kept.note_end("endurance", well=False)

    again = Kept.of(tmp_path / "kept.json", "these bytes")
    assert (again.caught, again.ended_well, again.seconds) == ({"the first is wrong": "test_one"}, ["fuzzing"], 75.0)


def test_of_other_bytes_nothing_is_known(tmp_path: Path) -> None:
    Kept(tmp_path / "kept.json", "these bytes").note("the first is wrong", Caught("test_one"))

    assert Kept.of(tmp_path / "kept.json", "other bytes").caught == {}


def test_a_run_that_came_to_its_end_leaves_nothing(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept.json", "these bytes")
    kept.note("the first is wrong", Caught("test_one"))
    kept.forget()
    kept.forget()

    assert Kept.of(tmp_path / "kept.json", "these bytes").caught == {}
