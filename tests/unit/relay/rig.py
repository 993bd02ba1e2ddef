"""Relays on a wire in memory, and what they are to write."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from aiokafka.errors import KafkaConnectionError

from producers.relay.packing import Packed
from producers.relay.relay import Relay
from producers.relay.wire import NotWrittenError
from services.admission.dispositions import Decision
from services.keys.keyring import Keyring
from services.keys.signing import Signer
from services.ledger.entries import (
    Entry,
    Judged,
    KeptOccasion,
    Leaf,
    Looked,
    OccasionName,
    Outgoing,
    Position,
    Read,
    Waiting,
    message_name,
)
from services.ledger.port import IntakesLedger, Recorded, RelaysLedger
from services.ledger.records import Arrival, Partition, Place
from services.obligations.records import MessageName

AT: Final = datetime(2026, 3, 6, tzinfo=UTC)
SIGNER: Final[Signer] = Keyring("sandbox", "bus").with_new("relay", "2026-01").newest_signer("relay")
OUTBOX: Final = Partition("outbox.agency-a", 0)
SOON_S: Final = 20.0


@dataclass
class Sending:
    """A decision from which nothing follows but what goes out."""

    arrival: Arrival
    outgoing: tuple[Outgoing, ...]
    names: frozenset[MessageName] = frozenset()

    def entries(self, looked: Looked) -> Sequence[Entry]:
        leaf = Leaf(b"{}", f"{self.arrival.place.offset:064x}")
        return [Entry(self.arrival, Decision("DUPLICATE"), leaf, looked.at, looked.at, outgoing=self.outgoing)]

    def judged(
        self, entries: Sequence[Entry], kept: Mapping[OccasionName, KeptOccasion], looked: Looked
    ) -> Sequence[Judged]:
        del entries, kept, looked
        return ()


@dataclass
class Bus:
    """Enters records that the bus makes itself, numbered as they go out."""

    ledger: IntakesLedger
    partition: Partition = OUTBOX
    position: Position | None = None
    entered: dict[str, list[bytes]] = field(default_factory=dict)
    number: int = 0

    async def enters(self, *topics: str) -> Sequence[Waiting]:
        """One record for each of these topics, in this order; answers what may be offered."""
        if self.position is None:
            (self.position,) = await self.ledger.claim([self.partition])
        at = self.position
        arrival = Arrival(Place(*self.partition, at.wire_generation, at.next_offset), AT, b"k", b"v", ())
        outgoing = tuple(self._outgoing(topic) for topic in topics)
        recorded = await self.ledger.record([Read(at, at.next_offset + 1, AT)], Sending(arrival, outgoing))
        assert isinstance(recorded, Recorded)
        self.position = Position(at.partition, at.wire_generation, at.epoch, at.next_offset + 1, AT)
        return recorded.waiting

    def _outgoing(self, topic: str) -> Outgoing:
        self.number += 1
        value = b"%s/%d" % (self.partition.topic.encode(), self.number)
        self.entered.setdefault(topic, []).append(value)
        name = message_name("bus", UUID(bytes=(self.partition.topic.encode() + value)[-16:].rjust(16, b"\0")))
        return Outgoing(topic, name, key=b"occasion/1", value=value)


@dataclass
class Broker:
    """What lies in the inboxes. A topic may be missing, or forbidden, or never answer; a producer may fail, with or without having written."""

    inboxes: dict[str, list[bytes]] = field(default_factory=dict)
    records: list[Packed] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    forbidden: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    failing: int = 0
    writes_before_it_fails: bool = False
    away: bool = False
    made: int = 0
    closed: int = 0
    tries: list[str] = field(default_factory=list)
    written: asyncio.Condition = field(default_factory=asyncio.Condition)

    def making(self) -> "FakeProducing":
        self.made += 1
        return FakeProducing(self)

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(SOON_S), self.written:
            await self.written.wait_for(holds)


@dataclass
class FakeProducing:
    broker: Broker

    async def start(self) -> None:
        if self.broker.away:
            raise KafkaConnectionError

    async def write(self, topic: str, records: Sequence[Packed]) -> None:
        broker = self.broker
        async with broker.written:
            broker.tries.append(topic)
            broker.written.notify_all()
        if topic in broker.missing:
            raise NotWrittenError("UnknownTopicOrPartitionError")
        if topic in broker.forbidden:
            raise NotWrittenError("TopicAuthorizationFailedError", is_of_rights=True)
        if topic in broker.silent:
            await asyncio.get_running_loop().create_future()
        fails = broker.failing > 0
        broker.failing -= fails
        if not fails or broker.writes_before_it_fails:
            broker.records += records
            broker.inboxes.setdefault(topic, []).extend(record.value for record in records)
        if fails:
            raise KafkaConnectionError
        async with broker.written:
            broker.written.notify_all()

    async def close(self) -> None:
        self.broker.closed += 1


@dataclass
class Counted:
    """Counts."""

    numbers: dict[str, float] = field(default_factory=dict)

    def sent(self, records: int) -> None:
        self._add("sent", records)

    def unknown(self, records: int) -> None:
        self._add("unknown", records)

    def refused(self, records: int) -> None:
        self._add("refused", records)

    def waits(self, state: str, number: int) -> None:
        self.numbers[state] = number

    def oldest(self, seconds: float) -> None:
        self.numbers["oldest"] = seconds

    def _add(self, what: str, records: int) -> None:
        self.numbers[what] = self.numbers.get(what, 0) + records


def relay(ledger: RelaysLedger, broker: Broker, **changes: object) -> Relay:
    said: dict[str, object] = {"deadline_s": 5.0, "settled_s": 0.0, **changes}
    seconds = asyncio.get_running_loop().time
    return Relay(ledger, broker.making, "sandbox", SIGNER, seconds, **said)  # type: ignore[arg-type] # a test says fields by name


async def until(holds: Callable[[], bool]) -> None:
    """Looks whenever the loop has come round, up to a deadline."""
    async with asyncio.timeout(SOON_S):
        while not holds():  # noqa: ASYNC110 - what it looks at belongs to others, who set no event for it
            await asyncio.sleep(0.001)


@asynccontextmanager
async def running(*relays: Relay) -> AsyncIterator[asyncio.Event]:
    """At work, until the test is over or the event is set; an error of theirs is the test's."""
    told = asyncio.Event()
    tasks = [asyncio.create_task(one.run(told)) for one in relays]
    try:
        yield told
    finally:
        told.set()
        await asyncio.gather(*tasks)


def clock() -> Callable[[], datetime]:
    """A millisecond passes each time it is asked."""
    count = iter(range(10**9))
    return lambda: AT + timedelta(milliseconds=next(count))
