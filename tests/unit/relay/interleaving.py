"""A table, its writers and one relay's queues, step by step in any order: what a process does between awaits, without the process."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from producers.relay.queue import Room
from producers.relay.queues import HELD_BYTES, Queues
from producers.relay.unbroken import SETTLED_S, Unbroken
from services.ledger import shares
from services.ledger.entries import Waiting, message_name
from services.ledger.records import Arrival, Place

TOPICS: Final = ("inbox.a", "inbox.b", "inbox.c", "obligations")
OCCASIONS: Final = 4
AT: Final = datetime(2026, 3, 6, tzinfo=UTC)


@dataclass
class Transaction:
    """Its rows have their numbers, and nobody sees them before it ends. It holds the locks of its occasions."""

    rows: list[Waiting]
    unused: list[int]
    began: float
    is_ours: bool


@dataclass
class World:
    """One chance decides everything."""

    chance: random.Random
    per_topic: int = 3
    failures: float = 0.1
    foreign: float = 0.2
    unoffered: float = 0.05
    lost_shares: bool = True
    now: float = 0.0
    last: int = 0
    open: list[Transaction] = field(default_factory=list)
    committed: dict[int, Waiting] = field(default_factory=dict)
    sent: set[int] = field(default_factory=set)
    offers: list[tuple[list[Waiting], list[int]]] = field(default_factory=list)
    log: dict[str, list[Waiting]] = field(default_factory=lambda: defaultdict(list))
    writing: dict[str, list[Waiting]] = field(default_factory=dict)
    unmarked: dict[str, list[int]] = field(default_factory=dict)
    marking: dict[str, list[int]] | None = None
    snapshot: list[Waiting] | None = None
    owned: frozenset[int] = frozenset()
    unbroken: Unbroken = field(default_factory=Unbroken)
    queues: Queues = field(init=False)
    happened: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        most = self.chance.choice([8, 16, 400])
        self.queues = Queues(self.per_topic, held=Room(most, HELD_BYTES), aside=Room(most // 4, HELD_BYTES))
        assert self.queues.per_topic <= shares.PER_TOPIC
        self.own(shares.ALL)

    # Writers

    def begin(self) -> None:
        locked = {one.key for transaction in self.open for one in transaction.rows}
        free = [key for key in (f"bus/{n}".encode() for n in range(OCCASIONS)) if key not in locked]
        rows = [self._row(key) for key in free for _ in range(self.chance.randint(0, 2)) if self.chance.random() < 0.4]
        unused = list(range(self.last + 1, self.last + 1 + self.chance.choice([0, 0, 3])))
        self.last += len(unused)
        self.open.append(Transaction(rows, unused, self.now, self.chance.random() >= self.foreign))

    def end(self) -> None:
        if not self.open:
            return
        transaction = self.open.pop(self.chance.randrange(len(self.open)))
        if transaction.is_ours or self.chance.random() < 0.8:
            self.committed |= {one.sequence: one for one in transaction.rows}
            if transaction.is_ours and self.chance.random() >= self.unoffered:
                self.offers.append((transaction.rows, transaction.unused))
            else:
                self.happened.add("entered and not offered")
                self.queues.look()
        else:
            self.happened.add("rolled back")

    def offer(self) -> None:
        if not self.offers:
            return
        rows, unused = self.offers.pop(self.chance.randrange(len(self.offers)))
        joined = self.unbroken.offered(rows, unused, self.now)
        self.queues.believe(self.unbroken.believed(self.now))
        if self.queues.believes:
            self.happened.add("believed")
        self.queues.offer(joined)

    def _row(self, key: bytes) -> Waiting:
        self.last += 1
        topic = self.chance.choice(TOPICS)
        arrival = Arrival(Place("outbox.a", 0, 1, self.last), AT, key, b"v", ())
        name, is_urgent = message_name("a", UUID(int=self.last)), self.chance.random() < 0.2
        return Waiting(self.last, topic, name, key, b"v", arrival, urgent=is_urgent)

    # The relay

    def give_up(self) -> None:
        given_up = self.unbroken.broken(self.now)
        self.queues.believe(self.unbroken.believed(self.now))
        self.queues.leave(given_up)

    def read(self) -> None:
        """Begins a reading, or ends the one that is under way: what it saw is as old as its begin."""
        if self.snapshot is not None:
            if self.chance.random() < 0.1:
                self.queues.fail_reading()
            else:
                self.queues.end_reading(self.snapshot)
            self.snapshot = None
        elif self.queues.wants_reading(frozenset()):
            limit = self.chance.choice([2, 5, 50])
            besides = self.queues.begin_reading(limit, frozenset())
            self.snapshot = self._waiting(limit, besides)

    def _waiting(self, limit: int, besides: frozenset[str]) -> list[Waiting]:
        found: list[tuple[bool, int, Waiting]] = []
        for topic in TOPICS:
            if topic in besides or shares.of(topic) not in self.owned:
                continue
            rows = [one for n, one in self.committed.items() if n not in self.sent and one.topic == topic]
            rows.sort(key=lambda one: (not urgent(one), one.sequence))
            found += [(not urgent(one), turn, one) for turn, one in enumerate(rows[: self.per_topic])]
        found.sort(key=lambda one: (one[0], one[1], one[2].sequence))
        return [one for _, _, one in found[:limit]]

    def take(self) -> None:
        for records in self.queues.take(self.chance.choice([1, 20]), frozenset()):
            assert records[0].topic not in self.writing
            self.writing[records[0].topic] = records

    def written(self) -> None:
        if not self.writing:
            return
        topic = self.chance.choice(sorted(self.writing))
        records = self.writing.pop(topic)
        if self.chance.random() < self.failures:
            self.log[topic] += records[: self.chance.randint(0, len(records))]
            self.queues.failed(topic)
        else:
            self.log[topic] += records
            self.unmarked.setdefault(topic, []).extend(self.queues.written(topic))

    def mark(self) -> None:
        if self.marking is None:
            self.marking, self.unmarked = self.unmarked, {}
            # The database has it at some instant in between.
            self.sent |= {n for numbers in self.marking.values() for n in numbers}
        else:
            self.queues.marked(self.marking)
            self.marking = None

    def pass_time(self) -> None:
        self.now += self.chance.choice([0.01, 0.1, 1.0, 20.0])
        for transaction in list(self.open):
            if self.now - transaction.began >= SETTLED_S / 2:
                # The database ends what idles for too long.
                self.open.remove(transaction)
        if self.chance.random() < 0.2:
            self.queues.look()

    def share(self) -> None:
        if self.lost_shares and self.chance.random() < 0.3:
            self.happened.add("shares lost")
            self.own(frozenset(share for share in shares.ALL if self.chance.random() < 0.6))

    def own(self, owned: frozenset[int]) -> None:
        self.owned = owned
        self.queues.own(owned)

    # Until nothing is left

    def settle(self) -> None:
        """All that is open ends well, and the relay has time."""
        self.failures, self.lost_shares = 0.0, False
        self.own(shares.ALL)
        while self.open:
            self.end()
        while self.offers:
            self.offer()
        for _ in range(4_000):
            self.now += 0.1
            for step in (self.give_up, self.read, self.take, self.written, self.mark):
                step()
            if self.committed.keys() <= self.sent and not self.writing:
                return
            self.queues.look()

    @property
    def doubled(self) -> int:
        return sum(len(records) - len({one.sequence for one in records}) for records in self.log.values())


def urgent(one: Waiting) -> bool:
    return one.urgent


def first_seen(records: list[Waiting]) -> list[Waiting]:
    """As a recipient takes them: each once."""
    seen: dict[int, Waiting] = {}
    for one in records:
        seen.setdefault(one.sequence, one)
    return list(seen.values())
