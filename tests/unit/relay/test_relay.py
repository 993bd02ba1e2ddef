"""The relay over a wire in memory: everything arrives, in order, and one bad inbox stops no other."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Final
from uuid import UUID

import pytest
from aiokafka.errors import KafkaConnectionError, UnknownTopicOrPartitionError

from producers.profile import Anchor, ClientProfile
from producers.relay import packing
from producers.relay.packing import Packed
from producers.relay.relay import REST_S, Relay
from producers.relay.wire import KafkaProducing, made
from schemas.codec import delivery
from services.admission import admitting
from services.admission.dispositions import Decision
from services.keys import batches
from services.keys.keyring import Keyring
from services.keys.signing import Signer
from services.ledger.entries import Entry, Leaf, Outgoing, Read, Waiting, message_name
from services.ledger.memory import MemoryLedger
from services.ledger.records import Partition
from tests.unit.admission import world
from tests.unit.admission.world import Wire

BUS: Final = Keyring("sandbox", "bus").with_new("relay", "2026-01")
AT: Final = datetime(2026, 3, 6, tzinfo=UTC)


def signer() -> Signer:
    return BUS.newest_signer("relay")


async def ledger_with(*topics: str) -> MemoryLedger:
    """One record for each of these topics, in this order."""
    made = MemoryLedger(clock=lambda: AT)
    partition = Partition("outbox.agency-a", 0)
    (position,) = await made.claim([partition])
    arrival = Wire().arrival(b"k", b"v", (), topic=partition.topic)
    outgoing = tuple(
        Outgoing(topic, message_name("bus", UUID(int=number)), key=b"k", value=f"{number}".encode())
        for number, topic in enumerate(topics)
    )
    entry = Entry(arrival, Decision("ROUTED"), Leaf(b"", "00" * 32), AT, outgoing=outgoing)
    await made.record([Read(position, 1)], frozenset(), lambda _looked: [entry])
    return made


@dataclass
class Broker:
    """What lies in the inboxes; a topic may be missing, a producer may fail, with or without having written."""

    inboxes: dict[str, list[bytes]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    failing: int = 0
    writes_before_it_fails: bool = False
    silent: bool = False
    made: int = 0
    closed: int = 0

    def making(self) -> "FakeProducing":
        self.made += 1
        return FakeProducing(self)


@dataclass
class FakeProducing:
    broker: Broker

    async def start(self) -> None:
        return

    async def send(self, record: Packed) -> "asyncio.Future[object]":
        sent: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        if record.topic in self.broker.missing:
            raise UnknownTopicOrPartitionError
        if self.broker.silent:
            return sent
        if not self.broker.failing or self.broker.writes_before_it_fails:
            self.broker.inboxes.setdefault(record.topic, []).append(record.value)
        if self.broker.failing:
            self.broker.failing -= 1
            sent.set_exception(KafkaConnectionError())
        else:
            sent.set_result(None)
        return sent

    async def close(self) -> None:
        self.broker.closed += 1


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def relay(ledger: MemoryLedger, broker: Broker, clock: Clock | None = None, *, deadline_s: float = 5.0) -> Relay:
    return Relay(ledger, broker.making, "sandbox", signer(), clock or Clock(), deadline_s=deadline_s)


async def test_what_waits_is_written_once_in_its_order() -> None:
    ledger, broker = await ledger_with("inbox.a", "inbox.b", "inbox.a"), Broker()
    writer = relay(ledger, broker)

    assert [await writer.step(), await writer.step()] == [3, 0]
    assert broker.inboxes == {"inbox.a": [b"0", b"2"], "inbox.b": [b"1"]}


async def test_an_inbox_that_is_missing_keeps_its_records_and_stops_no_other() -> None:
    ledger, broker, clock = await ledger_with("inbox.a", "inbox.b"), Broker(missing={"inbox.a"}), Clock()
    writer = relay(ledger, broker, clock)

    assert await writer.step() == 1
    assert broker.inboxes == {"inbox.b": [b"1"]}
    assert broker.closed == 0
    broker.missing.clear()
    assert await writer.step() == 0
    clock.now = REST_S
    assert await writer.step() == 1
    assert broker.inboxes["inbox.a"] == [b"0"]


@pytest.mark.parametrize("written", [True, False])
async def test_what_is_not_known_to_be_written_is_written_again_by_a_new_producer(written: bool) -> None:  # noqa: FBT001 - a row of the table
    broker, clock = Broker(failing=1, writes_before_it_fails=written), Clock()
    writer = relay(await ledger_with("inbox.a"), broker, clock)

    assert await writer.step() == 0
    clock.now = REST_S
    assert await writer.step() == 1
    assert broker.inboxes["inbox.a"] == ([b"0", b"0"] if written else [b"0"])
    assert (broker.made, broker.closed) == (2, 1)


async def test_a_send_that_never_ends_has_a_deadline() -> None:
    broker = Broker(silent=True)
    writer = relay(await ledger_with("inbox.a"), broker, deadline_s=0.05)

    assert await writer.step() == 0
    assert broker.closed == 1


async def test_a_slow_inbox_does_not_keep_the_others_waiting() -> None:
    ledger, broker = await ledger_with("inbox.a"), Broker(silent=True)
    writer = relay(ledger, broker)
    assert await writer.step(patience_s=0.01) == 0

    broker.silent = False
    more = await ledger_with("inbox.a", "inbox.b")
    ledger.rows |= {key: row for key, row in more.rows.items() if key[0] == "inbox.b"}
    assert await writer.step(patience_s=0.01) == 1
    assert broker.inboxes == {"inbox.b": [b"1"]}
    for task in writer._busy.values():
        task.cancel()


async def test_what_was_written_and_not_marked_is_written_again_by_the_next_relay() -> None:
    ledger, broker = await ledger_with("inbox.a"), Broker()
    with pytest.raises(ConnectionError):
        await Relay(_Unmarking(ledger), broker.making, "sandbox", signer(), Clock()).step()

    assert await relay(ledger, broker).step() == 1
    assert broker.inboxes["inbox.a"] == [b"0", b"0"]


async def test_every_record_of_a_batch_proves_itself_alone() -> None:
    ledger = await ledger_with(*("inbox.a",) * 5)
    packed = packing.pack(await ledger.waiting(10, besides=frozenset()), network="sandbox", signer=signer())

    for record in packed:
        headers = delivery.read_headers(record.headers)
        parts = delivery.leaf_parts(topic=record.topic, key=record.key, value=record.value, headers=headers)
        assert batches.verifies(headers.batch, batches.leaf(parts), network="sandbox", public=signer().public)
        moved = delivery.leaf_parts(topic="inbox.b", key=record.key, value=record.value, headers=headers)
        assert not batches.verifies(headers.batch, batches.leaf(moved), network="sandbox", public=signer().public)


async def test_a_message_of_an_agency_keeps_its_signature_and_tells_where_it_lay() -> None:
    ledger = MemoryLedger(clock=lambda: world.RECEIVED_AT + timedelta(seconds=1))
    arrival = Wire().notice()
    (position,) = await ledger.claim([arrival.partition])
    batch = world.checked(arrival)
    await ledger.record(
        [Read(position, 1)],
        admitting.names(batch),
        lambda looked: admitting.admit(batch, looked, network=world.NETWORK),
    )
    waiting = await ledger.waiting(10, besides=frozenset())
    headers = delivery.read_headers(packing.pack(waiting, network=world.NETWORK, signer=signer())[0].headers)

    assert headers.signature is not None
    assert headers.delivered is not None
    assert headers.signature.signature.encode() == dict(arrival.headers)["habarshy-signature"]
    assert headers.delivered.record == arrival.place.ref
    assert headers.delivered.received_at == arrival.received_at
    assert headers.delivered.leaf == waiting[0].leaf


def test_the_settings_of_the_producer_are_those_that_lose_nothing() -> None:
    profile = ClientProfile(
        network="sandbox",
        agency="bus",
        bootstrap=("localhost:1",),
        security="plaintext",
        trust=(Anchor(id="bus/directory-2026-01", public="A" * 43 + "="),),
    )

    async def settings() -> tuple[object, ...]:
        producer = made(profile)
        said = (producer._sender._acks, producer._txn_manager is not None, producer._compression_type)
        await producer.stop()
        return said

    assert asyncio.run(settings()) == (-1, True, None)


@dataclass
class _Unmarking:
    """The process dies between the wire's word and the ledger's."""

    ledger: MemoryLedger

    async def waiting(self, limit: int, *, besides: frozenset[str]) -> Sequence[Waiting]:
        return await self.ledger.waiting(limit, besides=besides)

    async def mark_sent(self, sequences: Sequence[int]) -> None:
        del sequences
        raise ConnectionError


async def test_a_connection_lost_while_the_relay_closes_a_producer_ends_nothing() -> None:
    """The library cancels its futures then; nobody has cancelled the relay."""
    closed: list[str] = []

    async def lost() -> None:
        raise asyncio.CancelledError

    async def close() -> None:
        closed.append("connections")

    producing = KafkaProducing.__new__(KafkaProducing)
    producing._producer = SimpleNamespace(stop=lost, client=SimpleNamespace(close=close))

    await producing.close()
    assert closed == ["connections"]
