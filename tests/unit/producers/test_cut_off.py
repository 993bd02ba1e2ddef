"""Who was cancelled stays so; who only lost a connection hears of it as an error."""

import asyncio

import pytest

from producers import cut_off
from producers.cut_off import CutOffError


async def test_a_future_that_the_library_gave_up_is_a_lost_connection() -> None:
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    future.cancel()
    with pytest.raises(CutOffError), cut_off.translated():
        await future


async def test_a_task_that_is_cancelled_stays_cancelled() -> None:
    began = asyncio.Event()

    async def waiting() -> None:
        with cut_off.translated():
            began.set()
            await asyncio.get_running_loop().create_future()

    task = asyncio.create_task(waiting())
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert task.cancelled()


async def test_a_deadline_is_still_a_deadline() -> None:
    with pytest.raises(TimeoutError), cut_off.translated():
        async with asyncio.timeout(0):
            await asyncio.get_running_loop().create_future()
