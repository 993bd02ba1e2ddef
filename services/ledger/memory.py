"""A ledger in memory: for tests and simulation. It refuses what PostgreSQL's constraints refuse."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.ledger.entries import Entry, Held, Looked, Outgoing, Parked, Position, Read, Waiting
from services.ledger.errors import BatchRefusedError
from services.ledger.port import Deciding, Fenced, Recorded
from services.ledger.records import Partition, Place
from services.obligations.records import MessageName


@dataclass(frozen=True, slots=True)
class _Row:
    """A record on its way out, when it was entered, and which request for sending again it answers."""

    waiting: Waiting
    entered_at: datetime
    asked_by: str = ""


@dataclass(slots=True)
class MemoryLedger:
    """Its clock and its epoch are given."""

    clock: Callable[[], datetime]
    epoch: int = 1
    positions: dict[Partition, Position] = field(default_factory=dict)
    entries: dict[Place, Entry] = field(default_factory=dict)
    held: dict[MessageName, Held] = field(default_factory=dict)
    parked: dict[MessageName, Parked] = field(default_factory=dict)
    rows: dict[tuple[str, MessageName, str], _Row] = field(default_factory=dict)
    told: dict[MessageName, set[str]] = field(default_factory=dict)
    sent: set[int] = field(default_factory=set)

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        for partition in partitions:
            before = self.positions.get(partition, Position(partition, 1, 0, 0))
            last = self.entries.get(Place(*partition, before.wire_generation, before.next_offset - 1))
            came = last.arrival.received_at if last is not None else None
            self.positions[partition] = replace(before, epoch=before.epoch + 1, last=came)
        return [self.positions[partition] for partition in partitions]

    async def record(
        self, reads: Sequence[Read], names: frozenset[MessageName], deciding: Deciding
    ) -> Recorded | Fenced:
        fenced = frozenset(
            read.position.partition for read in reads if self.positions.get(read.position.partition) != read.position
        )
        if fenced:
            return Fenced(fenced)
        entries = deciding(self._look(names))
        self._refuse(entries)
        for entry in entries:
            self._store(entry)
        for read in reads:
            self.positions[read.position.partition] = replace(read.position, next_offset=read.next_offset)
        return Recorded(entries)

    async def waiting(self, limit: int, *, besides: frozenset[str]) -> Sequence[Waiting]:
        rows = (row.waiting for row in self.rows.values())
        found = (row for row in rows if row.sequence not in self.sent and row.topic not in besides)
        return sorted(found, key=lambda row: row.sequence)[:limit]

    async def mark_sent(self, sequences: Sequence[int]) -> None:
        self.sent.update(sequences)

    def _refuse(self, entries: Sequence[Entry]) -> None:
        """One disposition for an offset, one message for a name."""
        names = [entry.name for entry in entries if entry.name is not None]
        places = [entry.arrival.place for entry in entries]
        if len(set(names)) < len(names) or any(name in self.held for name in names):
            raise BatchRefusedError("name")
        if len(set(places)) < len(places) or any(place in self.entries for place in places):
            raise BatchRefusedError("place")

    def _look(self, names: frozenset[MessageName]) -> Looked:
        parked = tuple(self._descendants(names))
        wanted = names | {message.name for message in parked}
        held = {
            name: replace(self.held[name], told=frozenset(self.told.get(name, ())))
            for name in wanted & self.held.keys()
        }
        return Looked(self.clock(), self.epoch, held, parked, Counter(name.sender for name in self.parked))

    def _descendants(self, names: frozenset[MessageName]) -> Iterator[Parked]:
        """What waits for these, and what waits for that."""
        waiting: dict[MessageName, list[Parked]] = {}
        for message in self.parked.values():
            waiting.setdefault(message.regards, []).append(message)
        here = sorted(names)
        for name in here:
            found = waiting.pop(name, [])
            yield from found
            here += [message.name for message in found]

    def _store(self, entry: Entry) -> None:
        arrival, disposition = entry.arrival, entry.decision.disposition
        self.entries[arrival.place] = entry
        if entry.name is not None:
            self.held[entry.name] = Held(entry.name, arrival.digest, disposition, arrival.place)
        if entry.name is not None and entry.regards is not None and disposition == "PARKED":
            self.parked[entry.name] = Parked(
                entry.name, entry.regards, arrival.place, arrival.received_at, arrival.value or b""
            )
        for outgoing in entry.outgoing:
            self._send(outgoing, entry)
        for release in entry.released:
            name = release.parked.name
            del self.parked[name]
            self.held[name] = replace(self.held[name], disposition=release.decision.disposition)
            for outgoing in release.outgoing:
                self._send(outgoing, entry)
        if entry.since is not None and entry.name is not None:
            self._send_again(entry, entry.name, entry.since)

    def _send(self, outgoing: Outgoing, entry: Entry) -> None:
        of = self.entries[outgoing.of] if outgoing.of is not None else None
        waiting = Waiting(
            len(self.rows) + 1,
            outgoing.topic,
            outgoing.name,
            key=(of.arrival.key or b"") if of else outgoing.key,
            value=(of.arrival.value or b"") if of else outgoing.value,
            arrival=of.arrival if of else None,
            recorded_at=of.recorded_at if of else None,
            leaf=of.leaf.hash if of else "",
        )
        self.rows.setdefault((outgoing.topic, outgoing.name, ""), _Row(waiting, entry.recorded_at))
        self.told.setdefault(outgoing.name, set()).add(outgoing.topic.partition(".")[2])

    def _send_again(self, entry: Entry, asked_by: MessageName, since: datetime) -> None:
        """Of what agencies said, and not while something that was asked for before still waits."""
        inbox = [row for row in self.rows.values() if row.waiting.topic == f"inbox.{asked_by.sender}"]
        if any(row.asked_by and row.waiting.sequence not in self.sent for row in inbox):
            return
        first = [
            row
            for row in inbox
            if not row.asked_by and row.waiting.name.sender != "bus" and since <= row.entered_at < entry.recorded_at
        ]
        for row in sorted(first, key=lambda row: row.waiting.sequence):
            again = replace(row.waiting, sequence=len(self.rows) + 1)
            self.rows[again.topic, again.name, asked_by.id] = _Row(again, entry.recorded_at, asked_by.id)
