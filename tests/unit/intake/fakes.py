"""A wire in memory, a reference log that a test turns, and a ledger that fails when it is told to."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from schemas.directory.directory import Directory
from schemas.errors.tree import Finding, LedgerError, LogError
from services.directory_log.state import LogState
from services.ledger.entries import Entry, Looked, Position, Read
from services.ledger.errors import BatchRefusedError
from services.ledger.port import Deciding, Fenced, IntakesLedger, Recorded
from services.ledger.records import Arrival, Partition
from services.obligations.records import MessageName


@dataclass
class FakeWire:
    """Gives what lies from a partition's position on, once it was told where to begin."""

    log: dict[Partition, list[Arrival]] = field(default_factory=dict)
    assigned: AbstractSet[Partition] = frozenset()
    fresh: AbstractSet[Partition] = frozenset()
    begun: dict[Partition, int] = field(default_factory=dict)
    reset_to: int | None = None
    """Where a broker begins that does not have what it was asked for."""

    def put(self, *arrivals: Arrival) -> None:
        for arrival in arrivals:
            self.log.setdefault(arrival.partition, []).append(arrival)

    def assign(self, *partitions: Partition) -> None:
        """As a rebalance does: all are new, and none gives anything yet."""
        self.assigned = self.fresh = frozenset(partitions)
        self.begun = {}

    def freshly_assigned(self) -> AbstractSet[Partition]:
        fresh, self.fresh = self.fresh, frozenset()
        return fresh

    def begin(self, positions: Sequence[Position]) -> None:
        for position in positions:
            self.begun[position.partition] = position.begins_at if self.reset_to is None else self.reset_to

    def hold(self, partitions: AbstractSet[Partition]) -> None:
        for partition in partitions:
            self.begun.pop(partition, None)

    async def fetch(self, *, seconds: float, limit: int) -> Mapping[Partition, Sequence[Arrival]]:
        del seconds
        found = {}
        for partition, position in list(self.begun.items()):
            there = [one for one in self.log.get(partition, ()) if one.place.offset >= position][:limit]
            if there:
                found[partition] = there
                self.begun[partition] = there[-1].place.offset + 1
        return found


@dataclass
class FakeReference:
    """What is known now, and what the log held at its end."""

    directory: Directory
    at_the_end: Directory | None = None
    away: bool = False
    asked: int = 0

    @property
    def state(self) -> LogState:
        return LogState(directory=self.directory)

    async def caught_up(self) -> LogState:
        self.asked += 1
        if self.away:
            raise LogError(Finding("HB-8211", "", {"seconds": 30, "sequence": 1}))
        self.directory = self.at_the_end or self.directory
        return self.state


@dataclass
class FailingLedger:
    """Fails the next times it is asked: before it stored anything, or after, when nobody hears that it did."""

    ledger: IntakesLedger
    before: int = 0
    after: int = 0

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        return await self.ledger.claim(partitions)

    async def record(
        self, reads: Sequence[Read], names: frozenset[MessageName], deciding: Deciding
    ) -> Recorded | Fenced:
        if self.before:
            self.before -= 1
            raise _away()
        outcome = await self.ledger.record(reads, names, deciding)
        if self.after:
            self.after -= 1
            raise _away()
        return outcome


@dataclass
class RefusingLedger:
    """Refuses every batch with this offset in it, as a constraint of a database would, unless it is quarantined."""

    ledger: IntakesLedger
    offset: int

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        return await self.ledger.claim(partitions)

    async def record(
        self, reads: Sequence[Read], names: frozenset[MessageName], deciding: Deciding
    ) -> Recorded | Fenced:
        def looking(looked: Looked) -> Sequence[Entry]:
            entries = deciding(looked)
            bad = [entry for entry in entries if entry.arrival.place.offset == self.offset]
            if any(entry.decision.disposition != "QUARANTINED" for entry in bad):
                raise BatchRefusedError("planted")
            return entries

        return await self.ledger.record(reads, names, looking)


def _away() -> LedgerError:
    return LedgerError(Finding("HB-8501", "", {"address": "nowhere", "what": "planted"}))


def moved(arrival: Arrival, offset: int) -> Arrival:
    """The same record at another offset."""
    return replace(arrival, place=arrival.place._replace(offset=offset))
