"""Whatever happens between two awaits: nothing is lost, nothing is written twice without need, and nothing overtakes what is older."""

import random
from itertools import groupby
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.relay.interleaving import World, first_seen, urgent

CALM: Final = {"foreign": 0.0, "unoffered": 0.003, "failures": 0.02}
STEPS: Final = 250
KINDS: Final = (
    "begin",
    "end",
    "offer",
    "offer",
    "read",
    "read",
    "take",
    "written",
    "written",
    "mark",
    "give_up",
    "pass_time",
    "share",
)


def played(seed: int, **options: object) -> World:
    chance = random.Random(seed)  # noqa: S311 - a seed that can be given again
    world = World(chance, **options)  # type: ignore[arg-type] # as the rows of the table say
    for _ in range(STEPS):
        getattr(world, chance.choice(KINDS))()
    world.settle()
    return world


def out_of_order(world: World) -> list[tuple[str, bytes, list[int]]]:
    """Of a topic, an occasion, and what is immediate or not: numbers that do not rise."""
    wrong = []
    for topic, records in world.log.items():
        ordered = sorted(first_seen(records), key=lambda one: (one.key, urgent(one)))
        for (key, _), some in groupby(ordered, key=lambda one: (one.key, urgent(one))):
            numbers = [one.sequence for one in some]
            if numbers != sorted(numbers):
                wrong.append((topic, key, numbers))
    return wrong


@given(seed=st.integers(0, 2**32), regime=st.sampled_from([{}, CALM, {**CALM, "lost_shares": False}]))
@example(seed=449861, regime=CALM).via(
    "a share that was lost while its topic was written, and came back after a reading"
)
def test_in_any_order_of_events_all_is_written_and_nothing_overtakes_what_is_older(
    seed: int, regime: dict[str, object]
) -> None:
    world = played(seed, **regime)

    assert {one.sequence for records in world.log.values() for one in records} == set(world.committed)
    assert world.sent >= set(world.committed)
    assert out_of_order(world) == []


@given(seed=st.integers(0, 2**32), regime=st.sampled_from([{}, CALM]))
def test_where_nothing_fails_each_record_is_written_once(seed: int, regime: dict[str, object]) -> None:
    world = played(seed, **{**regime, "failures": 0.0, "lost_shares": False})

    assert world.doubled == 0
    assert {one.sequence for records in world.log.values() for one in records} == set(world.committed)


@pytest.mark.parametrize("foreign", [0.0, 0.2])
def test_every_situation_that_matters_really_happens(foreign: float) -> None:
    happened: set[str] = set()
    for seed in range(60):
        happened |= played(seed, foreign=foreign).happened

    wanted = {"believed", "shares lost", "entered and not offered"}
    assert happened >= (wanted | {"rolled back"} if foreign else wanted)
