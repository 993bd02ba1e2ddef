"""What the library cannot read is read by us, byte for byte, and nothing that it had taken from others is lost."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Final

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import CorruptRecordException
from aiokafka.record.default_records import DefaultRecordBatch

from consumers.intake import rescue
from consumers.intake.kafka import KafkaWire, TimestampError
from services.ledger.entries import Position
from services.ledger.records import Partition
from tests.unit.intake import batches
from tests.unit.intake.batches import Said

PLAIN: Final[tuple[Said, ...]] = (
    (b"k", b"v", [("a", b"1"), ("b", None)]),
    (None, b"", []),
    (b"", None, [("long", b"x" * 300)]),
)
CODECS: Final = {"none": 0, "gzip": 1}


@pytest.mark.parametrize("codec", CODECS)
def test_our_reading_is_the_librarys(codec: str) -> None:
    content = batches.batch(*PLAIN, compression=CODECS[codec], first=7)

    ours = [(one.offset, one.timestamp_ms, one.key, one.value) for one in rescue.records(content)]
    assert ours == [(one.offset, one.timestamp, one.key, one.value) for one in DefaultRecordBatch(content)]
    assert next(rescue.records(content)).headers == ((b"a", b"1"), (b"b", None))


def test_a_name_that_is_no_text_is_given_as_its_bytes() -> None:
    content = batches.batch(*PLAIN, poisoned=1)

    with pytest.raises(UnicodeDecodeError):
        list(DefaultRecordBatch(content))
    found = list(rescue.records(content))
    assert [one.value for one in found] == [b"v", b"", None]
    assert found[1].headers == ((batches.NAME, b"x"),)


def test_a_batch_that_was_cut_off_waits_for_the_rest() -> None:
    whole, cut = batches.batch(*PLAIN), batches.batch(*PLAIN, first=3)[:-1]

    assert [one.offset for one in rescue.records(whole + cut)] == [0, 1, 2]


def test_bytes_that_changed_on_their_way_are_not_read() -> None:
    content = bytearray(batches.batch(*PLAIN))
    content[-1] ^= 1

    with pytest.raises(CorruptRecordException):
        list(rescue.records(bytes(content)))


A: Final = TopicPartition("outbox.agency-a", 0)
B: Final = TopicPartition("outbox.agency-b", 0)


@dataclass
class JammedConsumer:
    """As aiokafka: when one partition jams, what it took from the other has been moved past, and is gone."""

    logs: Mapping[TopicPartition, bytes]
    positions: dict[TopicPartition, int] = field(default_factory=dict)

    def pause(self, *_partitions: TopicPartition) -> None:
        return

    def resume(self, *_partitions: TopicPartition) -> None:
        return

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self.positions[partition] = offset

    async def getmany(self, *_partitions: TopicPartition, **_asked: int) -> object:
        self.positions[A] = 3
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "planted")

    async def end_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, 3)

    @property
    def _client(self) -> Any:  # noqa: ANN401 - aiokafka has no types
        cluster = SimpleNamespace(leader_for_partition=lambda _partition: 1)
        return SimpleNamespace(cluster=cluster, send=self._send)

    async def _send(self, _node: int, request: Any) -> object:  # noqa: ANN401 - likewise
        ((topic, ((number, _, _),)),) = request.topics
        content = self.logs[TopicPartition(topic, number)]
        return SimpleNamespace(topics=[(topic, [(number, 0, 3, 3, None, content)])])


async def _begun(consumer: JammedConsumer) -> KafkaWire:
    wire = KafkaWire(consumer)
    await wire.on_partitions_assigned([A, B])
    wire.begin([Position(Partition(*one), 1, 1, 0) for one in (A, B)])
    return wire


async def test_what_the_library_had_taken_from_others_is_read_again() -> None:
    stamped = {A: _appended(batches.batch(*PLAIN)), B: _appended(batches.batch(*PLAIN, poisoned=1))}
    consumer = JammedConsumer(stamped)
    wire = await _begun(consumer)

    found = await wire.fetch(seconds=0.1, limit=500, share=lambda _: 100)

    assert {partition.topic: [one.place.offset for one in records] for partition, records in found.items()} == {
        "outbox.agency-a": [0, 1, 2],
        "outbox.agency-b": [0, 1, 2],
    }
    assert consumer.positions == {A: 3, B: 3}


async def test_what_is_held_is_not_read_though_another_jams() -> None:
    consumer = JammedConsumer({B: _appended(batches.batch(*PLAIN, poisoned=1))})
    wire = await _begun(consumer)
    wire.hold({Partition(*A)})

    assert {one.topic for one in await wire.fetch(seconds=0.1, limit=500, share=lambda _: 100)} == {B.topic}


async def test_instants_that_clients_name_are_believed_by_nobody() -> None:
    wire = await _begun(JammedConsumer({A: batches.batch(*PLAIN), B: batches.batch(*PLAIN)}))

    with pytest.raises(TimestampError):
        await wire.fetch(seconds=0.1, limit=500, share=lambda _: 100)


def _appended(content: bytes) -> bytes:
    """As the broker keeps it: its own clock in the batch."""
    return batches.stamped(content, 1_772_770_012_000)


async def test_no_more_is_given_of_what_jams_than_its_share() -> None:
    consumer = JammedConsumer({B: _appended(batches.batch(*PLAIN, poisoned=1))})
    wire = await _begun(consumer)

    found = await wire.fetch(seconds=0.1, limit=500, share={Partition(*A): 0, Partition(*B): 2}.__getitem__)

    assert [one.place.offset for one in found[Partition(*B)]] == [0, 1]
    assert consumer.positions[B] == 2


@dataclass
class CutOffConsumer(JammedConsumer):
    """As aiokafka, when the connection is lost while the end is asked for: its own futures are cancelled."""

    async def end_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        raise asyncio.CancelledError(str(partitions))


async def test_a_connection_lost_in_the_middle_of_a_rescue_ends_nothing_and_loses_nothing() -> None:
    consumer = CutOffConsumer({})
    wire = await _begun(consumer)

    assert await wire.fetch(seconds=0.1, limit=500, share=lambda _: 100) == {}
    assert consumer.positions == {A: 0, B: 0}
