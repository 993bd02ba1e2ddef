"""Whoever checks, and on however many threads: the same is found, in the same order."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from consumers.intake import verifying
from consumers.intake.verifying import Inline, Threaded
from tests.unit.admission import world
from tests.unit.admission.world import Wire
from tests.unit.intake.rig import garbage, notices

NUMBER = verifying.SLICE * 3 + 1


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


async def test_threads_find_what_the_loop_finds(executor: ThreadPoolExecutor) -> None:
    arrivals = [*notices(NUMBER), *garbage(3, first=NUMBER), Wire().notice(1, signed_by=world.STRANGER)]

    alone = await Inline(world.checking()).checked(arrivals, world.directory())
    beside = await Threaded(world.checking(), executor).checked(arrivals, world.directory())

    assert [one.arrival.place.offset for one in beside] == [one.place.offset for one in arrivals]
    assert [one.verified for one in beside] == [one.verified for one in alone] == [True] * NUMBER + [False] * 4
    assert list(beside) == list(alone)


async def test_nothing_to_check_is_nothing_found(executor: ThreadPoolExecutor) -> None:
    assert await Threaded(world.checking(), executor).checked([], world.directory()) == []
