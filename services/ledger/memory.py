"""A ledger in memory: for tests and simulation. Several that are given one store are as processes beside one database."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.ledger import effects, shares
from services.ledger.effects import Sending
from services.ledger.entries import Entry, Judged, Leaf, Position, Read, Waiting
from services.ledger.memory_store import Row, Store
from services.ledger.port import Deciding, Fenced, Recorded
from services.ledger.records import Partition
from services.ledger.reference import Applied
from services.ledger.reminding import Reminding


async def until(something: Awaitable[object], seconds: float) -> None:
    """Waits by the clock of the loop, whichever that is."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await something


@dataclass(slots=True)
class MemoryLedger:
    """Its clock is given, and how it waits."""

    clock: Callable[[], datetime]
    store: Store = field(default_factory=Store)
    waits: Callable[[Awaitable[object], float], Awaitable[None]] = until
    _relay: int = 0

    def __post_init__(self) -> None:
        self._relay = len(self.store.listening)
        self.store.listening.append(asyncio.Event())

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        for partition in partitions:
            before = self.store.positions.get(partition, Position(partition, 1, 0, 0))
            self.store.positions[partition] = replace(before, epoch=before.epoch + 1)
        return [self.store.positions[partition] for partition in partitions]

    async def begin_generation(self, position: Position) -> Position:
        if self.store.positions.get(position.partition) != position:
            return position
        begun = Position(position.partition, position.wire_generation + 1, position.epoch, 0)
        self.store.positions[position.partition] = begun
        return begun

    async def record(self, reads: Sequence[Read], deciding: Deciding) -> Recorded | Fenced:
        fenced = [read.position for read in reads if self.store.positions.get(read.position.partition) != read.position]
        if fenced:
            return Fenced(frozenset(position.partition for position in fenced))
        looked = self.store.look(deciding.names, reads, self.clock())
        entries = deciding.entries(looked)
        kept = {name: self.store.kept(name) for name in effects.touched(entries)}
        judged = deciding.judged(entries, kept, looked)
        sent = effects.sendings(entries, judged, looked)
        self.store.refuse(entries, judged, sent)
        rows = self._store(reads, entries, judged, sent)
        if rows:
            self._wake()
        return Recorded(entries, judged, [row.waiting for row in rows])

    async def share(self) -> frozenset[int]:
        relays = self.store.relays
        held = relays.setdefault(self._relay, frozenset())
        held -= shares.given_up(held, len(relays))
        taken = {share for other, theirs in relays.items() if other != self._relay for share in theirs}
        free = sorted(shares.ALL - taken - held)
        relays[self._relay] = held | frozenset(free[: shares.fair(len(relays)) - len(held)])
        return relays[self._relay]

    async def waiting(self, limit: int, *, besides: frozenset[str]) -> Sequence[Waiting]:
        held = self.store.relays.get(self._relay, frozenset())
        self._send_again(held)
        rows = [row for row in self.store.outgoing.values() if shares.of(row.waiting.topic) in held]
        queues: dict[str, list[Row]] = {}
        for row in sorted(rows, key=lambda row: (not row.waiting.urgent, row.waiting.sequence)):
            if row.waiting.topic not in besides:
                queues.setdefault(row.waiting.topic, []).append(row)
        room = shares.room(limit, len(queues))
        turns = [
            (not row.waiting.urgent, turn, row) for queue in queues.values() for turn, row in enumerate(queue[:room])
        ]
        turns.sort(key=lambda one: (one[0], one[1], one[2].waiting.sequence))
        return [row.waiting for _, _, row in turns[:limit]]

    async def mark_sent(self, sequences: Sequence[int]) -> None:
        for sequence in sequences:
            row = self.store.outgoing.pop(sequence, None)
            if row is not None:
                self.store.sent[sequence] = row

    async def woken(self, seconds: float) -> None:
        something = self.store.listening[self._relay]
        await self.waits(something.wait(), seconds)
        something.clear()

    async def number(self, limit: int) -> int:
        self.store.numbered = min(self.store.numbered + limit, len(self.store.leaves))
        return self.store.numbered

    async def leaves(self, first: int, end: int) -> Sequence[Leaf]:
        return self.store.leaves[first : min(end, self.store.numbered)]

    async def note_applied(self, entries: Sequence[Applied]) -> None:
        for entry in entries:
            self.store.applied.setdefault(entry.sequence, entry)

    async def applied(self, first: int, end: int) -> Sequence[Applied]:
        return [self.store.applied[number] for number in sorted(self.store.applied) if first <= number < end]

    async def remind(self, before: datetime, reminding: Reminding, *, limit: int) -> Sequence[Waiting]:
        overdue, at = self.store.overdue(before)[:limit], self.clock()
        sent = [Sending(one, at) for one in reminding(overdue, at=at, epoch=self.store.epoch)]
        self.store.reminded |= {one.parked.name for one in overdue}
        waiting = [self.store.send(one).waiting for one in sent]
        if waiting:
            self._wake()
        return waiting

    async def close(self) -> None:
        """Its shares are free again, as when its process ends."""
        self.store.relays.pop(self._relay, None)

    def _store(
        self, reads: Sequence[Read], entries: Sequence[Entry], judged: Sequence[Judged], sent: Sequence[Sending]
    ) -> list[Row]:
        for entry in entries:
            self.store.add_entry(entry)
        for read, last in zip(reads, effects.lasts(entries, reads), strict=True):
            partition = read.position.partition
            self.store.positions[partition] = replace(
                read.position,
                next_offset=read.next_offset,
                last=last.received_at if last is not None else None,
                last_digest=last.digest if last is not None else None,
            )
            self.store.latest[partition] = max(self.store.latest.get(partition, read.latest), read.latest)
        return self.store.conclude(entries, judged, sent)

    def _wake(self) -> None:
        for something in self.store.listening:
            something.set()

    def _send_again(self, held: frozenset[int]) -> None:
        """A part of each inbox that is to be written again, once the part before it was sent."""
        busy = {row.waiting.topic for row in self.store.outgoing.values() if row.asked_by}
        for topic, asked in list(self.store.requests.items()):
            if shares.of(topic) not in held or topic in busy:
                continue
            part = list(self._part(topic))[: shares.PART]
            for row in part:
                self.store.send_again(row, asked.asked_by, self.clock())
                asked.done_to = _order(row)
            if not part:
                self.store.tell_states(topic, asked.asked_by, self.clock())
                del self.store.requests[topic]

    def _part(self, topic: str) -> Iterator[Row]:
        """What agencies said into this inbox and was sent, in the order in which it was entered."""
        asked = self.store.requests[topic]
        for row in sorted(self.store.sent.values(), key=_order):
            said = row.waiting.topic == topic and not row.asked_by and row.waiting.name.sender != effects.BUS
            is_whole = row.waiting.arrival is None or row.waiting.arrival.place not in self.store.erasures
            within = is_whole and asked.since <= row.entered_at < asked.before
            if said and within and (asked.done_to is None or _order(row) > asked.done_to):
                yield row


def _order(row: Row) -> tuple[datetime, int]:
    return row.entered_at, row.waiting.sequence
