"""The parts of one process end together, and whatever ended the first of them is said."""

import asyncio

import pytest

from habarshy.running import processes
from habarshy.running.processes import Stopping
from producers.cut_off import CutOffError


async def test_a_part_that_dies_of_a_lost_connection_does_not_end_in_silence() -> None:
    """The library cancels its futures then; nobody has cancelled the part."""
    others: list[str] = []

    async def lost() -> None:
        raise asyncio.CancelledError

    async def other(stopping: Stopping) -> None:
        await stopping.told.wait()
        others.append("ended in order")

    stopping = Stopping()
    async with asyncio.timeout(5):
        with pytest.raises(CutOffError):
            await processes._together(lost(), other(stopping), stopping=stopping)
    assert others == ["ended in order"]
