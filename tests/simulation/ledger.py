"""The ledger as a process of the bus has it: one way to a database that is slow, away, or does not say what it did.

What was asked for is done beside whoever asked: who dies or freezes meanwhile does not hear of it, and it may be done all the same.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from schemas.errors.tree import Finding, LedgerError
from services.ledger.entries import Position, Read, Waiting
from services.ledger.memory import MemoryLedger
from services.ledger.port import Deciding, Fenced, Recorded
from services.ledger.records import Partition
from tests.simulation.chance import Faults
from tests.simulation.loop import SimulatedLoop

_SLOW_S: Final = 3.0
_SENDS_S: Final = 0.004
_Answer = TypeVar("_Answer")


@dataclass
class Database:
    """What all processes reach, each by its own way."""

    loop: SimulatedLoop
    faults: Faults
    away: bool = False


@dataclass
class FarLedger:
    """A connection of one process. In the middle of a batch something may happen to the process itself."""

    ledger: MemoryLedger
    database: Database
    freeze: Callable[[], None]
    kill: Callable[[], None]
    ended: bool = False

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        return await self._ask(lambda: self.ledger.claim(partitions))

    async def begin_generation(self, position: Position) -> Position:
        return await self._ask(lambda: self.ledger.begin_generation(position))

    async def record(self, reads: Sequence[Read], deciding: Deciding) -> Recorded | Fenced:
        faults = self.database.faults
        if faults.strikes("process: frozen in the middle of a batch"):
            faults.happened("process: frozen in the middle of a batch")
            self.freeze()
        if faults.strikes("process: killed in the middle of a batch"):
            faults.happened("process: killed in the middle of a batch")
            self.kill()
        return await self._ask(lambda: self._recorded(reads, deciding))

    async def _recorded(self, reads: Sequence[Read], deciding: Deciding) -> Recorded | Fenced:
        recorded = await self.ledger.record(reads, deciding)
        if self.database.faults.strikes("process: killed after its commit"):
            self.database.faults.happened("process: killed after its commit")
            self.kill()
        return recorded

    async def share(self) -> frozenset[int]:
        return await self._ask(self.ledger.share)

    async def waiting(self, limit: int, *, besides: frozenset[str]) -> Sequence[Waiting]:
        return await self._ask(lambda: self.ledger.waiting(limit, besides=besides))

    async def mark_sent(self, sequences: Sequence[int]) -> None:
        await self._ask(lambda: self.ledger.mark_sent(sequences))

    async def woken(self, seconds: float) -> None:
        await self.ledger.woken(seconds)

    async def close(self) -> None:
        """The process is no more: nothing that it asked for and that was not begun is done, and what it had locked is free."""
        self.ended = True
        await self.ledger.close()

    async def _ask(self, call: Callable[[], Awaitable[_Answer]]) -> _Answer:
        loop, faults = self.database.loop, self.database.faults
        await asyncio.sleep(faults.chance.uniform(0.0002, _SENDS_S))
        if self.database.away:
            faults.happened("ledger: away for a while")
            raise away()
        if faults.strikes("ledger: away before it stored"):
            faults.happened("ledger: away before it stored")
            raise away()
        answer: asyncio.Future[_Answer] = loop.create_future()
        loop.spawn(loop.outside, self._do(call, answer))
        return await answer

    async def _do(self, call: Callable[[], Awaitable[_Answer]], answer: "asyncio.Future[_Answer]") -> None:
        faults = self.database.faults
        if faults.strikes("ledger: slow"):
            faults.happened("ledger: slow")
            await asyncio.sleep(faults.chance.uniform(1.0, _SLOW_S))
        await asyncio.sleep(faults.chance.uniform(0.0002, _SENDS_S))
        if self.ended:
            return
        try:
            done = await call()
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            _say(answer, error)
            return
        await asyncio.sleep(faults.chance.uniform(0.0002, _SENDS_S))
        if faults.strikes("ledger: stored, answer lost"):
            faults.happened("ledger: stored, answer lost")
            _say(answer, away())
        elif not answer.done():
            answer.set_result(done)


def away() -> LedgerError:
    return LedgerError(Finding("HB-8501", "", {"address": "nowhere", "what": "planted"}))


def _say(answer: "asyncio.Future[_Answer]", error: Exception) -> None:
    if not answer.done():
        answer.set_exception(error)
        answer.exception()
