"""The parts of one process end together, and whatever ended the first of them is said."""

import asyncio

import pytest

from habarshy.running import together
from producers.cut_off import CutOffError


async def test_a_part_that_dies_of_a_lost_connection_does_not_end_in_silence() -> None:
    """The library cancels its futures then; nobody has cancelled the part."""
    others: list[str] = []
    told = asyncio.Event()

    async def lost() -> None:
        raise asyncio.CancelledError

    async def other() -> None:
        await told.wait()
        others.append("ended in order")

    async with asyncio.timeout(5):
        with pytest.raises(CutOffError):
            await together.run(lost(), other(), told=told)
    assert others == ["ended in order"]


async def test_what_was_wrong_first_is_said_though_the_others_must_be_broken_off() -> None:
    told = asyncio.Event()

    async def failing() -> None:
        raise ZeroDivisionError

    async def stubborn() -> None:
        await asyncio.Event().wait()

    async def within() -> None:
        await together.run(failing(), stubborn(), told=told)

    running = asyncio.create_task(together.run(within(), stubborn(), told=told))
    await told.wait()
    running.cancel()
    with pytest.raises(ZeroDivisionError):
        await running
