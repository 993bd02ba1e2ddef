"""The loop itself: time is a number, one seed is one order, and nothing of the true world comes in."""

import asyncio
import socket
import subprocess
import threading
import time
from random import Random

import pytest

from tests.simulation import loop as loops
from tests.simulation.loop import Host, NotSimulatedError, SimulatedLoop, StuckError
from tests.simulation.trace import Trace


def loop(seed: int = 1) -> SimulatedLoop:
    return loops.made(Random(seed), Trace())  # noqa: S311 - one seed is one run


def test_a_year_passes_at_once() -> None:
    made, began = loop(), time.monotonic()
    made.run(asyncio.sleep(365 * 24 * 3600))

    assert made.time() == 365 * 24 * 3600
    assert time.monotonic() - began < 1


def test_a_time_limit_holds() -> None:
    async def late() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(5):
                await asyncio.Event().wait()
        return asyncio.get_running_loop().time()

    assert loop().run(late()) == 5


def test_events_locks_and_groups_of_tasks_work_unchanged() -> None:
    async def work() -> list[int]:
        lock, done, seen = asyncio.Lock(), asyncio.Event(), list[int]()

        async def one(number: int) -> None:
            async with lock:
                await asyncio.sleep(number)
                seen.append(number)
            if len(seen) == 3:
                done.set()

        async with asyncio.TaskGroup() as tasks:
            for number in range(3):
                tasks.create_task(one(number))
            await done.wait()
        return sorted(seen)

    assert loop().run(work()) == [0, 1, 2]


def _order(seed: int) -> list[int]:
    seen: list[int] = []

    async def one(number: int) -> None:
        for _ in range(3):
            await asyncio.sleep(0)
            seen.append(number)

    async def work() -> None:
        await asyncio.gather(*(one(number) for number in range(5)))

    loop(seed).run(work())
    return seen


def test_a_seed_is_an_order_and_another_seed_another() -> None:
    assert _order(1) == _order(1)
    assert len({tuple(_order(seed)) for seed in range(20)}) > 10


def test_who_waits_for_what_never_comes_is_found() -> None:
    with pytest.raises(StuckError, match="no timer"):
        loop().run(asyncio.Event().wait())


def test_who_goes_round_in_circles_is_found() -> None:
    async def round_and_round() -> None:
        while True:  # noqa: ASYNC110 - it is found for this
            await asyncio.sleep(0)

    with pytest.raises(StuckError, match="in circles"):
        loop().run(round_and_round())


def test_a_host_that_is_killed_takes_no_further_step_and_tidies_nothing_up() -> None:
    made, host, seen = loop(), Host("h"), list[str]()

    async def work() -> None:
        try:
            await asyncio.create_task(asyncio.sleep(2))
            seen.append("went on")
        finally:
            seen.append("tidied up")

    async def main() -> None:
        made.spawn(host, work())
        await asyncio.sleep(1)
        host.killed = True
        await asyncio.sleep(100)

    made.run(main())
    assert seen == []
    made.bury([host])
    assert seen == ["tidied up"]


def test_a_host_that_was_frozen_goes_on_late() -> None:
    made, host, seen = loop(), Host("h"), list[float]()

    async def work() -> None:
        await asyncio.sleep(2)
        seen.append(made.time())

    async def main() -> None:
        made.spawn(host, work())
        await asyncio.sleep(1)
        host.frozen = True
        await asyncio.sleep(9)
        made.thaw(host)
        await asyncio.sleep(1)

    made.run(main())
    assert seen == [10]


async def _thread() -> None:
    threading.Thread(target=print).start()


async def _executor() -> None:
    await asyncio.to_thread(print)


async def _socket() -> None:
    with socket.socket() as made:
        made.connect(("127.0.0.1", 9))


async def _process() -> None:
    subprocess.run(["true"], check=False)  # noqa: ASYNC221, S607 - it is refused


async def _sleep() -> None:
    time.sleep(0.01)  # noqa: ASYNC251 - it is refused


@pytest.mark.parametrize("work", [_thread, _executor, _socket, _process, _sleep], ids=lambda work: work.__name__)
def test_the_true_world_is_refused_and_that_is_remembered(work) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - a coroutine function
    made = loop()
    with pytest.raises(NotSimulatedError):
        made.run(work())
    assert made.refused


def test_outside_a_simulation_nothing_is_refused() -> None:
    time.sleep(0.001)
