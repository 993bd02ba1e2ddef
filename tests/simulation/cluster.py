"""A Kafka cluster that is only memory: logs, the clocks of its brokers, and groups that share partitions out."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from schemas.codec.record import RawHeaders
from services.ledger.records import Partition
from tests.simulation.chance import Faults
from tests.simulation.trace import Trace

EPOCH: Final = datetime(2026, 3, 6, 4, 0, tzinfo=UTC)
SESSION_S: Final = 6.0
"""Whoever says nothing for so long is out of its group."""
_TICK_S: Final = 0.5
_BROKERS: Final = 3
_SKEW: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Stored:
    """A record in a log."""

    offset: int
    received_at: datetime
    key: bytes | None
    value: bytes | None
    headers: RawHeaders
    term: int = 0
    """Of the leader that wrote it."""

    @property
    def undecodable(self) -> bool:
        return any(isinstance(name, bytes) for name, _ in self.headers)


@dataclass
class Log:
    """One partition. What was ever stored at an offset is remembered, for whoever checks the run."""

    broker: int
    term: int = 0
    records: list[Stored] = field(default_factory=list)
    start: int = 0
    ever: dict[int, list[Stored]] = field(default_factory=dict)
    halted: bool = False
    """It lost its end and has no new leader yet: whoever writes waits."""
    looked_at: set[str] = field(default_factory=set)
    """Whose readers have seen it since it lost its end."""

    @property
    def end(self) -> int:
        return self.start + len(self.records)

    def since(self, offset: int, limit: int) -> Sequence[Stored]:
        return self.records[offset - self.start : offset - self.start + limit]


@dataclass
class Cluster:
    """All logs, and who reads them together."""

    now: Callable[[], float]
    chance: Random
    faults: Faults
    trace: Trace
    logs: dict[Partition, Log] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    """Topics that nobody may write at present."""
    skews: list[timedelta] = field(default_factory=list)

    def __post_init__(self) -> None:
        skewed = "wire: clock of a broker steps" in self.faults.enabled
        self.skews = [self._skew() if skewed else timedelta() for _ in range(_BROKERS)]

    def instant(self) -> datetime:
        """The true time."""
        return EPOCH + timedelta(microseconds=round(self.now() * 1_000_000))

    def create(self, topic: str, partitions: int = 1) -> None:
        for number in range(partitions):
            self.logs.setdefault(Partition(topic, number), Log(self.chance.randrange(_BROKERS)))

    def partitions_of(self, topic: str) -> int:
        return sum(partition.topic == topic for partition in self.logs)

    def append(self, partition: Partition, key: bytes | None, value: bytes | None, headers: RawHeaders) -> Stored:
        """Stamped by the clock of whoever leads the partition, in whole milliseconds."""
        log = self.logs[partition]
        stamped = self.instant() + self.skews[log.broker]
        at = stamped.replace(microsecond=stamped.microsecond // 1000 * 1000)
        stored = Stored(log.end, at, key, value, tuple(headers), log.term)
        log.records.append(stored)
        log.ever.setdefault(stored.offset, []).append(stored)
        self.trace.note(f"{partition.topic}/{partition.number} has {stored.offset}")
        return stored

    def lose_end(self, partition: Partition, records: int) -> Sequence[Stored]:
        """The leader died and its heir had not all of it."""
        log = self.logs[partition]
        kept = max(0, len(log.records) - records)
        lost, log.records = log.records[kept:], log.records[:kept]
        log.broker, log.term = (log.broker + 1) % _BROKERS, log.term + 1
        log.looked_at = set()
        self.trace.note(f"{partition.topic} lost {len(lost)} from {log.end}")
        return lost

    def delete(self, partition: Partition, before: int) -> None:
        """As retention does."""
        log = self.logs[partition]
        log.records, log.start = log.records[before - log.start :], before

    def step_clock(self) -> None:
        broker = self.chance.randrange(_BROKERS)
        self.skews[broker] = self._skew()
        self.trace.note(f"the clock of broker {broker} stands at {self.skews[broker]}")

    def move_leader(self) -> None:
        sources = [*self.partitions("outbox"), *self.partitions("urgent")]
        log = self.logs[self.chance.choice([one for one in sources if self.logs[one].records] or sources)]
        log.broker, log.term = self.chance.randrange(_BROKERS), log.term + 1

    def _skew(self) -> timedelta:
        return timedelta(milliseconds=self.chance.randrange(int(_SKEW / timedelta(milliseconds=1))))

    def partitions(self, kind: str) -> list[Partition]:
        return sorted(partition for partition in self.logs if partition.topic.startswith(f"{kind}."))


@dataclass(eq=False)
class Member:
    """Who reads in a group: what the group last told it, which is not always what the group thinks by now."""

    name: str
    generation: int = 0
    assigned: AbstractSet[Partition] = frozenset()
    fresh: AbstractSet[Partition] = frozenset()
    heard_of: float = 0.0

    def revoke(self) -> None:
        self.assigned = frozenset()

    def assign(self, generation: int, partitions: AbstractSet[Partition]) -> None:
        self.generation = generation
        self.assigned = partitions
        self.fresh = self.fresh | partitions


@dataclass
class Group:
    """An eager group: to give anything to anybody, all first let go of everything."""

    kind: str
    cluster: Cluster
    members: dict[str, Member] = field(default_factory=dict)
    generation: int = 1
    shares: dict[str, AbstractSet[Partition]] = field(default_factory=dict)
    joined: set[str] | None = None
    """Who has let go; null while nothing is being shared out."""
    known: Sequence[Partition] = ()
    _looked_at: int = 0

    def join(self, member: Member) -> None:
        self.members[member.name] = member
        member.heard_of = self.cluster.now()
        self.rebalance()

    def leave(self, name: str) -> None:
        if self.members.pop(name, None) is not None:
            self.rebalance()

    def rebalance(self) -> None:
        if self.joined is None:
            self.generation += 1
            self.joined = set()

    def heartbeat(self, member: Member) -> None:
        """The member's own call: here it learns what happened meanwhile."""
        if self.members.get(member.name) is not member:
            member.revoke()
            self.join(member)
        member.heard_of = self.cluster.now()
        if self.joined is not None:
            if member.name not in self.joined:
                member.revoke()
                self.joined.add(member.name)
        elif member.generation != self.generation:
            member.assign(self.generation, self.shares.get(member.name, frozenset()))

    async def coordinate(self) -> None:
        """Runs beside all, for ever."""
        while True:
            await asyncio.sleep(_TICK_S)
            now = self.cluster.now()
            for name in [name for name, one in self.members.items() if now - one.heard_of > SESSION_S]:
                self.leave(name)
            if len(self.cluster.logs) != self._looked_at:
                self._look()
            if self.joined is not None and self.joined >= self.members.keys():
                self._share_out()

    def _look(self) -> None:
        """Whether there are new topics."""
        self._looked_at = len(self.cluster.logs)
        if self.cluster.partitions(self.kind) != self.known:
            self.known = self.cluster.partitions(self.kind)
            self.rebalance()

    def _share_out(self) -> None:
        names = sorted(self.members)
        if not names:
            return
        self.cluster.chance.shuffle(names)
        self.shares = {name: frozenset(self.known[number :: len(names)]) for number, name in enumerate(names)}
        self.joined = None
        self.cluster.trace.note(f"{self.kind} is shared by {', '.join(names)} in generation {self.generation}")


def with_undecodable(headers: Iterable[tuple[str | bytes, bytes | None]]) -> RawHeaders:
    """As a record has them whose header's name is no text."""
    return (*headers, (b"\xff\xfe", b"x"))


def stored_again(one: Stored, offset: int) -> Stored:
    return replace(one, offset=offset)
