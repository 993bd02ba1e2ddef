"""How a loop rests between its turns, and ends at once when it is told to."""

import asyncio


async def told_within(told: asyncio.Event, seconds: float) -> bool:
    """Whether it was told to stop within so long."""
    try:
        async with asyncio.timeout(seconds):
            await told.wait()
    except TimeoutError:
        return False
    return True
