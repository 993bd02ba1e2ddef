"""A reader of intake in its process: it says what it lacks, stores what it has when told to stop, and ends when it is of no use."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import get_args

import pytest

from consumers.intake.watchdog import Trouble
from habarshy.running import shared
from habarshy.running.errors import RunningError
from habarshy.running.intake import Reader
from habarshy.running.shared import Shared
from tests.unit.intake.rig import Rig, became, memory, notices, wire_with

Watch = Callable[[], Coroutine[None, None, None]]


async def never() -> None:
    await asyncio.Event().wait()


async def failing() -> None:
    raise ZeroDivisionError


def reader(rig: Rig, watch: Watch = never) -> Reader:
    among = shared.begun(monotonic=rig.clock, clock=lambda: datetime.now(UTC))
    among.health.ill("intake", "starting")
    trouble: asyncio.Future[Trouble] = asyncio.get_running_loop().create_future()
    return Reader(rig.intake, watch, "intake", among, trouble)


async def until(wanted: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not wanted():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0)


def causes(among: Shared) -> list[str]:
    return [reason.cause for reason in among.health.reasons]


async def test_told_to_stop_it_stores_what_it_has_read() -> None:
    ledger = memory()
    one = reader(Rig(wire_with(*notices(5)), ledger))
    reading = asyncio.create_task(one.read())
    await until(lambda: len(ledger.store.entries) > 0 or bool(one.intake._next.checked))
    one.shared.told.set()
    async with asyncio.timeout(20):
        await reading
    assert [offset for offset, _ in became(ledger)] == list(range(5))
    assert causes(one.shared) == []


async def test_it_says_what_it_lacks_until_it_has_it() -> None:
    rig = Rig(wire_with(*notices(2)), memory())
    rig.reference.away = True
    one = reader(rig)
    reading = asyncio.create_task(one.read())
    await until(lambda: causes(one.shared) == ["reference-away"])
    rig.reference.away = False
    await until(lambda: causes(one.shared) == [])
    one.shared.told.set()
    await reading


@pytest.mark.parametrize("trouble", get_args(Trouble))
async def test_a_trouble_that_no_waiting_mends_ends_it(trouble: Trouble) -> None:
    found: list[Reader] = []

    async def watch() -> None:
        found[0].trouble.set_result(trouble)

    found.append(reader(Rig(wire_with(), memory()), watch))
    with pytest.raises(RunningError) as ended:
        await found[0].read()
    assert ended.value.findings[0].code in ("HB-8522", "HB-8523")


async def test_a_watch_that_dies_does_not_leave_it_unwatched() -> None:
    with pytest.raises(ZeroDivisionError):
        await reader(Rig(wire_with(), memory()), failing).read()
