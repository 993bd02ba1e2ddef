"""A process of the bus with one part that behaves as it is told: `python -m tests.unit.running.running_child HOW`."""

import asyncio
import gc
import sys
import time
import weakref
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from habarshy.running import logs, processes, shared
from habarshy.running.errors import broken
from habarshy.running.processes import Patience
from habarshy.running.shared import Shared

MOST_LITTER: Final = 200_000
SHORT: Final = Patience(stop_s=0.3, leave_s=0.3, blocked_s=1.0)


async def orderly(among: Shared) -> None:
    await among.told.wait()
    sys.stdout.write("in order\n")


async def stubborn(_: Shared) -> None:
    """Does not listen, and can be broken off."""
    await asyncio.Event().wait()


async def undying(_: Shared) -> None:
    """Does not even listen then."""
    while True:
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()


async def blocking(_: Shared) -> None:
    time.sleep(600)  # noqa: ASYNC251 - the loop is to be blocked


class Litter:
    """Refers to itself: only whoever looks for garbage finds it."""

    def __init__(self) -> None:
        self.itself = self


async def littering(among: Shared) -> None:
    """Until its first litter is gone."""
    first, made = weakref.ref(Litter()), 0
    while first() is not None and made < MOST_LITTER:
        Litter()
        made += 1
    sys.stdout.write("all kept\n" if first() is not None else "collected\n")
    await among.told.wait()


async def failing(_: Shared) -> None:
    raise broken("HB-8522", part="intake")


HOW: Final[Mapping[str, Callable[[Shared], Awaitable[None]]]] = {
    part.__name__: part for part in (orderly, stubborn, undying, blocking, littering, failing)
}


async def main(how: str) -> None:
    among = shared.begun(monotonic=time.monotonic, clock=lambda: datetime.now(UTC))
    await processes.until_stopped(among, HOW[how], patience=SHORT)


if __name__ == "__main__":
    logs.begin("json")
    gc.disable()  # as the command does, which mostly ends at once
    asyncio.run(main(sys.argv[1]))
