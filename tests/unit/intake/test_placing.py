"""Intake's client gives nothing of a partition that was just assigned until the ledger said where to begin."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from aiokafka import ConsumerRecord, TopicPartition

from consumers.intake.kafka import KafkaWire
from services.ledger.entries import Position
from services.ledger.records import Partition

A: Final = TopicPartition("outbox.agency-a", 0)
B: Final = TopicPartition("outbox.agency-b", 0)


@dataclass
class Client:
    """As aiokafka: what is assigned gives records from the log's beginning on, unless it is paused or was sought elsewhere."""

    assigned: set[TopicPartition] = field(default_factory=set)
    paused: set[TopicPartition] = field(default_factory=set)
    positions: dict[TopicPartition, int] = field(default_factory=dict)

    async def assign(self, wire: KafkaWire, partitions: Iterable[TopicPartition]) -> None:
        self.assigned, self.paused, self.positions = set(partitions), set(), {}
        await wire.on_partitions_assigned(self.assigned)

    def pause(self, *partitions: TopicPartition) -> None:
        self.paused |= set(partitions)

    def resume(self, *partitions: TopicPartition) -> None:
        self.paused -= set(partitions)

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self.positions[partition] = offset

    async def getmany(self, **_asked: int) -> dict[TopicPartition, list[ConsumerRecord]]:
        return {one: [self._record(one)] for one in self.assigned - self.paused}

    def _record(self, partition: TopicPartition) -> ConsumerRecord:
        return ConsumerRecord(
            *partition, self.positions.get(partition, 0), 1_772_770_000_000, 1, b"", b"", None, 0, 0, ()
        )


async def _offsets(wire: KafkaWire) -> dict[str, int]:
    found = await wire.fetch(seconds=0.1, limit=500)
    return {partition.topic: records[0].place.offset for partition, records in found.items()}


async def test_what_was_just_assigned_gives_nothing_until_it_is_told_where_to_begin() -> None:
    client = Client()
    wire = KafkaWire(client)
    await client.assign(wire, [A, B])
    assert await _offsets(wire) == {}

    wire.begin([Position(Partition(*B), 1, 1, 40)])
    assert await _offsets(wire) == {B.topic: 40}


async def test_after_a_rebalance_what_was_ours_before_is_new_too() -> None:
    client = Client()
    wire = KafkaWire(client)
    await client.assign(wire, [A])
    assert wire.freshly_assigned() == {Partition(*A)}
    wire.begin([Position(Partition(*A), 1, 1, 40)])

    await client.assign(wire, [A, B])
    assert await _offsets(wire) == {}
    assert wire.freshly_assigned() == {Partition(*A), Partition(*B)}


async def test_what_is_no_longer_ours_is_not_begun() -> None:
    client = Client()
    wire = KafkaWire(client)
    await client.assign(wire, [A])
    await wire.on_partitions_revoked([A])
    wire.begin([Position(Partition(*A), 1, 1, 40)])

    assert client.positions == {}
    assert wire.assigned == frozenset()
