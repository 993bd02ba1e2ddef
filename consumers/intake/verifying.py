"""Who checks records: the event loop itself, or threads beside it."""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final, Protocol

from schemas.directory.directory import Directory
from services.admission.checking import Checked, Checking
from services.ledger.records import Arrival

SLICE: Final = 25
"""So many records are checked before others get their turn."""


class Verifying(Protocol):
    """Checks what was read, by one state of the directory."""

    async def checked(self, arrivals: Sequence[Arrival], directory: Directory) -> Sequence[Checked]:
        """Each of them, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Inline:
    """One after the other, where it is asked."""

    checking: Checking

    async def checked(self, arrivals: Sequence[Arrival], directory: Directory) -> Sequence[Checked]:
        found: list[Checked] = []
        for some in _slices(arrivals):
            found += self.checking.checked(some, directory)
            await asyncio.sleep(0)
        return found


@dataclass(frozen=True, slots=True)
class Threaded:
    """Beside the event loop: a signature is verified without Python's lock, so threads are worth their number."""

    checking: Checking
    executor: Executor
    threads: int = 2

    async def checked(self, arrivals: Sequence[Arrival], directory: Directory) -> Sequence[Checked]:
        """Only so many slices wait at a time as there are threads: another reader's stand not behind all of a large batch."""
        loop = asyncio.get_running_loop()
        found: list[Checked] = []
        begun: deque[asyncio.Future[list[Checked]]] = deque()
        for some in _slices(arrivals):
            if len(begun) == self.threads:
                found += await begun.popleft()
            begun.append(loop.run_in_executor(self.executor, self.checking.checked, some, directory))
        while begun:
            found += await begun.popleft()
        return found


def _slices(arrivals: Sequence[Arrival]) -> Iterator[Sequence[Arrival]]:
    return (arrivals[start : start + SLICE] for start in range(0, len(arrivals), SLICE))
