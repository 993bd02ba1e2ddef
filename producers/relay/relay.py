"""The relay: what waits is taken from memory or from the table, signed, written, and marked once the wire has acknowledged it.

Whatever it did not hear the end of is still in the ledger and is written again: recipients know a message by its sender and id. What
keeps the order, and what keeps a record from being written twice, stands in `queues`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from producers.relay.counting import Counting, Uncounted
from producers.relay.marks import Marks
from producers.relay.queues import Queues
from producers.relay.unbroken import SETTLED_S, Unbroken
from producers.relay.wire import Making
from producers.relay.writing import Writing
from schemas.errors.tree import LedgerError
from services.keys.signing import Signer
from services.ledger.entries import Waiting
from services.ledger.port import RelaysLedger

READ: Final = 1_000
READ_BYTES: Final = 32 << 20
"""So many records are read from the table at a time at most, or so few that they are about so long."""
DEADLINE_S: Final = 15.0
LOOK_S: Final = 1.0
"""So often the table is looked at by itself, and the shares are asked for."""
RETRY_S: Final = 1.0
PAUSE_S: Final = 0.01
_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Relay:
    """One writer of inboxes beside others. `run` is its life; `offer` may be called meanwhile."""

    ledger: RelaysLedger
    making: Making
    network: str
    signer: Signer
    seconds: Callable[[], float]
    """A clock that never goes back."""
    counting: Counting = field(default_factory=Uncounted)
    deadline_s: float = DEADLINE_S
    settled_s: float = SETTLED_S
    _queues: Queues = field(default_factory=Queues)
    _marks: Marks = field(default_factory=Marks)
    _unbroken: Unbroken = field(init=False)
    _writing: Writing = field(init=False)
    _limit: int = 100
    _offered_at: float = 0.0
    _shared_at: float = float("-inf")
    _standing: dict[tuple[str, int], float] = field(default_factory=dict)
    """Since when each topic waits for its next write, seen each time that is looked."""
    _to_read: asyncio.Event = field(default_factory=asyncio.Event)
    _to_write: asyncio.Event = field(default_factory=asyncio.Event)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    """A connection to a database is asked one thing at a time."""

    def __post_init__(self) -> None:
        self._unbroken = Unbroken(self.settled_s)
        self._writing = Writing(
            making=self.making,
            network=self.network,
            signer=self.signer,
            seconds=self.seconds,
            counting=self.counting,
            deadline_s=self.deadline_s,
            queues=self._queues,
            marks=self._marks,
            stir=self._stir,
        )

    def offer(self, waiting: Sequence[Waiting], unused: Sequence[int] = ()) -> None:
        """What a commit of this process lets go out, right after it, and the sequence numbers that it took and did not need.

        It never waits: what finds no room is read from the table.
        """
        self._offered_at = now = self.seconds()
        joined = self._unbroken.offered(waiting, unused, now)
        self._queues.believe(self._unbroken.believed(now))
        self._queues.offer(joined)
        if self._unbroken.holds_back:
            asyncio.get_running_loop().call_later(self._unbroken.patience_s, self._give_up)
        self._stir()

    async def run(self, told: asyncio.Event) -> None:
        """Until it is told to stop: what is under way is heard then, and marked. It ends by itself, with an error, where only that helps."""
        turns = (self._listen, self._read, self._write, self._mark, self._look_after)
        try:
            async with asyncio.TaskGroup() as tasks:
                for turn in turns:
                    tasks.create_task(self._repeat(turn, told))
            await self._writing.heard()
            with suppress(LedgerError):
                await self._mark_all()
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None
        finally:
            await self._writing.close()

    async def _repeat(self, turn: Callable[[], Awaitable[None]], told: asyncio.Event) -> None:
        self._writing.watch.turned(turn.__name__, self.seconds())
        while not told.is_set():
            try:
                await turn()
            except LedgerError as error:
                _log.error("the ledger cannot be used: %s", error, extra={"action": "relay.ledger-away"})
                await asyncio.sleep(RETRY_S)
            self._writing.watch.turned(turn.__name__, self.seconds())
            await asyncio.sleep(0)

    async def _listen(self) -> None:
        """Its part of the inboxes, and whether something was entered: both are asked by one connection, and the locks end with it."""
        began = self.seconds()
        try:
            if began - self._shared_at >= LOOK_S:
                self._queues.own(await self.ledger.share())
                self._shared_at = began
                self._stir()
            await self.ledger.woken(LOOK_S)
        except LedgerError:
            self._queues.own(frozenset())
            self._shared_at = float("-inf")
            raise
        if self._queues.believes and self.seconds() - began < LOOK_S:
            # Most likely by a commit whose records are being offered.
            await asyncio.sleep(PAUSE_S)
            if self._offered_at >= began:
                return
        self._queues.look()
        self._stir()

    async def _read(self) -> None:
        resting = self._writing.resting.topics(self.seconds())
        if not self._queues.wants_reading(resting):
            await _stirred(self._to_read, self._patience)
            return
        besides = self._queues.begin_reading(self._limit, resting)
        try:
            async with self._asking:
                waiting = await self.ledger.waiting(self._limit, besides=besides)
        except LedgerError:
            self._queues.fail_reading()
            raise
        self._queues.end_reading(waiting)
        self._fit_to(waiting)
        self._stir()

    async def _write(self) -> None:
        if not self._writing.is_ready:
            await _stirred(self._to_write, self._patience)
        elif not await self._writing.begin():
            await asyncio.sleep(RETRY_S)

    async def _mark(self) -> None:
        await _stirred(self._marks.some, LOOK_S)
        await self._mark_all()
        if self._queues.believes:
            # Nothing waits for it: more come together.
            await asyncio.sleep(PAUSE_S)

    async def _mark_all(self) -> None:
        numbers = self._marks.begin()
        if not numbers:
            return
        try:
            async with self._asking:
                await self.ledger.mark_sent(numbers)
        except LedgerError:
            self._marks.some.set()
            raise
        self._queues.marked(self._marks.end())
        self._stir()

    async def _look_after(self) -> None:
        """Is it alive, and what waits?"""
        await asyncio.sleep(LOOK_S)
        now, writing = self.seconds(), self._writing
        writing.watch.look(now)
        self.counting.waits("queued", self._queues.queued)
        self.counting.waits("under-way", writing.under_way)
        self.counting.waits("unmarked", self._marks.number)
        self.counting.waits("resting", len(writing.resting))
        self._standing = {one: self._standing.get(one, now) for one in self._queues.standing}
        longest = now - min(self._standing.values(), default=now)
        self.counting.oldest(max(longest, writing.resting.longest(now)))

    def _give_up(self) -> None:
        """A number is missing for too long."""
        now = self.seconds()
        given_up = self._unbroken.broken(now)
        self._queues.believe(self._unbroken.believed(now))
        self._queues.leave(given_up)
        self._stir()

    def _stir(self) -> None:
        self._to_read.set()
        self._to_write.set()

    def _fit_to(self, waiting: Sequence[Waiting]) -> None:
        """What waits may be short or long: a reading shall not fill the memory."""
        if waiting:
            each = sum(len(one.value) for one in waiting) // len(waiting) + 1
            self._limit = max(min(READ, READ_BYTES // each), 1)

    @property
    def _patience(self) -> float:
        """Until an inbox that was left alone is to be looked at again."""
        ends = self._writing.resting.next_end(self.seconds())
        return LOOK_S if ends is None else min(max(ends, PAUSE_S), LOOK_S)


async def _stirred(event: asyncio.Event, seconds: float) -> None:
    """Once the event came, or after so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    event.clear()
