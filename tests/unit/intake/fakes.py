"""A wire in memory, a reference log that a test turns, ledgers that fail when they are told to, and a clock that nobody waits for."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from consumers.intake.wire import Bounds
from schemas.directory.directory import Directory
from schemas.errors.tree import Finding, LedgerError, LogError
from schemas.fields import Disposition
from schemas.messages.bus import ReferenceEntry
from services.directory_log.state import LogState
from services.ledger.entries import Entry, Judged, KeptOccasion, Looked, OccasionName, Position, Read
from services.ledger.errors import BatchRefusedError
from services.ledger.port import Deciding, Fenced, IntakesLedger, Recorded
from services.ledger.records import Arrival, Partition
from services.obligations.records import MessageName


@dataclass
class Clock:
    """Seconds that pass when somebody waits."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass
class FakeWire:
    """Gives what lies from a partition's position on, once it was told where to begin."""

    clock: Clock = field(default_factory=Clock)
    log: dict[Partition, list[Arrival]] = field(default_factory=dict)
    starts: dict[Partition, int] = field(default_factory=dict)
    """Where the log begins of which the first records are gone."""
    assigned: AbstractSet[Partition] = frozenset()
    fresh: AbstractSet[Partition] = frozenset()
    begun: dict[Partition, int] = field(default_factory=dict)
    generations: dict[Partition, int] = field(default_factory=dict)
    hidden: set[Partition] = field(default_factory=set)
    """Those whose leader is away: where they begin and end is not known."""
    turn: int = 0

    def put(self, *arrivals: Arrival) -> None:
        for arrival in arrivals:
            self.log.setdefault(arrival.partition, []).append(arrival)

    def delete(self, partition: Partition, before: int) -> None:
        """As retention does."""
        self.starts[partition] = before
        self.log[partition] = [one for one in self.log[partition] if one.place.offset >= before]

    def assign(self, *partitions: Partition) -> None:
        """As a rebalance does: all are new, and none gives anything yet."""
        self.assigned = self.fresh = frozenset(partitions)
        self.begun = {}

    def freshly_assigned(self) -> AbstractSet[Partition]:
        fresh, self.fresh = self.fresh, frozenset()
        return fresh

    async def bounds(self, partitions: AbstractSet[Partition]) -> Mapping[Partition, Bounds]:
        await asyncio.sleep(0)
        return {one: self._bounds(one) for one in partitions - self.hidden}

    def _bounds(self, partition: Partition) -> Bounds:
        start, log = self.starts.get(partition, 0), self.log.get(partition, [])
        return Bounds(start, log[-1].place.offset + 1 if log else start)

    def begin(self, positions: Sequence[Position]) -> None:
        for position in positions:
            if position.partition in self.assigned:
                self.begun[position.partition] = position.begins_at
                self.generations[position.partition] = position.wire_generation

    def hold(self, partitions: AbstractSet[Partition]) -> None:
        for partition in partitions:
            self.begun.pop(partition, None)

    async def fetch(
        self, *, seconds: float, limit: int, share: Callable[[Partition], int]
    ) -> Mapping[Partition, Sequence[Arrival]]:
        await asyncio.sleep(0)
        found: dict[Partition, Sequence[Arrival]] = {}
        for partition in self._in_turn():
            most = min(share(partition), limit - sum(map(len, found.values())))
            if most > 0 and (there := self._from(partition, most)):
                found[partition] = there
                self.begun[partition] = there[-1].place.offset + 1
        if not found:
            self.clock.now += seconds
        return found

    def _from(self, partition: Partition, most: int) -> list[Arrival]:
        """A broker that does not have what it is asked for begins with what it has."""
        first, end = self._bounds(partition)
        at = self.begun[partition] if first <= self.begun[partition] <= end else first
        placed = [one for one in self.log.get(partition, []) if one.place.offset >= at]
        generation = self.generations[partition]
        return [replace(one, place=one.place._replace(wire_generation=generation)) for one in placed[:most]]

    def _in_turn(self) -> list[Partition]:
        begun = list(self.begun)
        self.turn += 1
        first = self.turn % len(begun) if begun else 0
        return begun[first:] + begun[:first]


@dataclass
class FakeReference:
    """What is known now, and what the log held at its end."""

    directory: Directory
    at_the_end: Directory | None = None
    published: Mapping[str, tuple[ReferenceEntry, ...]] = field(default_factory=dict)
    away: bool = False
    asked: int = 0

    async def caught_up(self) -> LogState:
        self.asked += 1
        await asyncio.sleep(0)
        if self.away:
            raise LogError(Finding("HB-8211", "", {"seconds": 30, "sequence": 1}))
        self.directory = self.at_the_end or self.directory
        return LogState(directory=self.directory, published=self.published)


@dataclass
class CutOffReference(FakeReference):
    """Its library gives up a future of its own, the first time it is asked."""

    async def caught_up(self) -> LogState:
        known = await FakeReference.caught_up(self)
        if self.asked == 1:
            given_up: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            given_up.cancel()
            await given_up
        return known


@dataclass
class FailingLedger:
    """Fails the next times it is asked: before it stored anything, or after, when nobody hears that it did."""

    ledger: IntakesLedger
    before: int = 0
    after: int = 0
    claims: int = 0

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        self.claims += 1
        return await self.ledger.claim(partitions)

    async def begin_generation(self, position: Position) -> Position:
        return await self.ledger.begin_generation(position)

    async def record(self, reads: Sequence[Read], deciding: Deciding) -> Recorded | Fenced:
        if self.before:
            self.before -= 1
            raise _away()
        outcome = await self.ledger.record(reads, deciding)
        if self.after:
            self.after -= 1
            raise _away()
        return outcome


@dataclass
class SlowLedger:
    """Each commit waits until it is let through."""

    ledger: IntakesLedger
    through: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        return await self.ledger.claim(partitions)

    async def begin_generation(self, position: Position) -> Position:
        return await self.ledger.begin_generation(position)

    async def record(self, reads: Sequence[Read], deciding: Deciding) -> Recorded | Fenced:
        self.asked.set()
        await self.through.wait()
        return await self.ledger.record(reads, deciding)


@dataclass
class RefusingLedger:
    """Refuses every batch with this offset in it, as a constraint of a database would, unless it is quarantined."""

    ledger: IntakesLedger
    offset: int

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        return await self.ledger.claim(partitions)

    async def begin_generation(self, position: Position) -> Position:
        return await self.ledger.begin_generation(position)

    async def record(self, reads: Sequence[Read], deciding: Deciding) -> Recorded | Fenced:
        return await self.ledger.record(reads, _Refusing(deciding, self.offset))


@dataclass
class _Refusing:
    deciding: Deciding
    offset: int

    @property
    def names(self) -> frozenset[MessageName]:
        return self.deciding.names

    def entries(self, looked: Looked) -> Sequence[Entry]:
        entries = self.deciding.entries(looked)
        bad = [entry for entry in entries if entry.arrival.place.offset == self.offset]
        if any(entry.decision.disposition != "QUARANTINED" for entry in bad):
            raise BatchRefusedError("planted")
        return entries

    def judged(
        self, entries: Sequence[Entry], kept: Mapping[OccasionName, KeptOccasion], looked: Looked
    ) -> Sequence[Judged]:
        return self.deciding.judged(entries, kept, looked)


@dataclass
class FakeCounting:
    """What happened, and how often."""

    happened: Counter[str] = field(default_factory=Counter)
    became: Counter[Disposition] = field(default_factory=Counter)
    batches: list[int] = field(default_factory=list)

    def fetched(self, records: int) -> None:
        self.happened["fetched"] += records

    def recorded(self, became: Mapping[Disposition, int], *, seconds: float) -> None:
        del seconds
        self.became.update(became)
        self.batches.append(sum(became.values()))

    def claimed(self, partitions: int) -> None:
        self.happened["claimed"] += partitions

    def fenced(self, partitions: int) -> None:
        self.happened["fenced"] += partitions

    def halved(self) -> None:
        self.happened["halved"] += 1

    def lost_end(self, partition: Partition) -> None:
        self.happened[f"lost end of {partition.topic}"] += 1

    def missing(self, partition: Partition, records: int) -> None:
        self.happened[f"missing of {partition.topic}"] += records

    def flooding(self, agency: str) -> None:
        self.happened[f"flooding {agency}"] += 1

    def denied(self, agency: str) -> None:
        self.happened[f"denied {agency}"] += 1

    def ledger_away(self) -> None:
        self.happened["ledger away"] += 1

    def reference_away(self) -> None:
        self.happened["reference away"] += 1

    def version_unknown(self) -> None:
        self.happened["version unknown"] += 1


def _away() -> LedgerError:
    return LedgerError(Finding("HB-8501", "", {"address": "nowhere", "what": "planted"}))


def moved(arrival: Arrival, offset: int) -> Arrival:
    """The same record at another offset."""
    return replace(arrival, place=arrival.place._replace(offset=offset))
