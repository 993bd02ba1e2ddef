"""Intake's client gives nothing of a partition that was just assigned until the ledger said where to begin."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Final

from aiokafka import ConsumerRecord, TopicPartition

from consumers.intake.kafka import KafkaWire
from services.ledger.entries import Position
from services.ledger.records import Partition
from tests.unit.intake.test_terms import batch

A: Final = TopicPartition("outbox.agency-a", 0)
B: Final = TopicPartition("outbox.agency-b", 0)


@dataclass
class Client:
    """As aiokafka: what is assigned gives records from the log's beginning on, unless it is paused or was sought elsewhere."""

    assigned: set[TopicPartition] = field(default_factory=set)
    paused: set[TopicPartition] = field(default_factory=set)
    positions: dict[TopicPartition, int] = field(default_factory=dict)
    hears: Callable[[], None] = lambda: None
    """Called while it is waited for records."""

    @property
    def _fetcher(self) -> SimpleNamespace:
        return SimpleNamespace(_records=dict.fromkeys(sorted(self.assigned - self.paused)))

    async def assign(self, wire: KafkaWire, partitions: Iterable[TopicPartition]) -> None:
        self.assigned, self.paused, self.positions = set(partitions), set(), {}
        await wire.on_partitions_assigned(self.assigned)

    def pause(self, *partitions: TopicPartition) -> None:
        self.paused |= set(partitions)

    def resume(self, *partitions: TopicPartition) -> None:
        self.paused -= set(partitions)

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self.positions[partition] = offset

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int, max_records: int
    ) -> dict[TopicPartition, list[ConsumerRecord]]:
        """All of the first that has something, as the library gives it."""
        if timeout_ms:
            self.hears()
        for one in sorted((self.assigned - self.paused) & set(partitions)):
            first = self.positions.get(one, 0)
            self.positions[one] = first + max_records
            return {one: [self._record(one, first + number) for number in range(max_records)]}
        return {}

    def _record(self, partition: TopicPartition, offset: int) -> ConsumerRecord:
        return ConsumerRecord(*partition, offset, 1_772_770_000_000, 1, b"", b"", None, 0, 0, ())


async def _offsets(wire: KafkaWire) -> dict[str, int]:
    found = await wire.fetch(seconds=0.1, limit=500, share=lambda _: 10)
    return {partition.topic: records[0].place.offset for partition, records in found.items()}


async def _reading(client: Client, *partitions: TopicPartition) -> KafkaWire:
    wire = KafkaWire(client)
    await client.assign(wire, partitions)
    wire.begin([Position(Partition(*one), 1, 1, 0) for one in partitions])
    return wire


async def test_what_was_just_assigned_gives_nothing_until_it_is_told_where_to_begin() -> None:
    client = Client()
    wire = KafkaWire(client)
    await client.assign(wire, [A, B])
    assert client.paused == {A, B}, "the library would look by itself for where to begin"
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


async def test_of_each_partition_comes_no_more_than_its_share() -> None:
    wire = await _reading(Client(), A, B)

    found = await wire.fetch(seconds=0.1, limit=500, share={Partition(*A): 3, Partition(*B): 40}.__getitem__)

    assert {one.topic: len(records) for one, records in found.items()} == {A.topic: 3, B.topic: 40}


async def test_whose_share_is_nothing_waits_and_loses_nothing() -> None:
    wire = await _reading(Client(), A, B)

    found = await wire.fetch(seconds=0.1, limit=500, share={Partition(*A): 0, Partition(*B): 1}.__getitem__)
    assert set(found) == {Partition(*B)}
    assert await _offsets(wire) == {A.topic: 0, B.topic: 1}


async def test_where_there_is_not_room_for_all_each_comes_first_in_its_turn() -> None:
    wire = await _reading(Client(), A, B)
    most: Counter[str] = Counter()

    for _ in range(10):
        found = await wire.fetch(seconds=0.1, limit=20, share=lambda _: 19)
        assert sum(map(len, found.values())) == 20
        most[max(found, key=lambda one: len(found[one])).topic] += 1

    assert min(most[A.topic], most[B.topic]) >= 3


async def test_what_was_held_while_it_was_fetched_is_not_given() -> None:
    client = Client()
    wire = await _reading(client, A, B)
    client.hears = lambda: wire.hold({Partition(*A)})

    assert set(await wire.fetch(seconds=0.1, limit=500, share=lambda _: 10)) == {Partition(*B)}


async def test_a_partition_that_was_gone_for_a_moment_is_begun_anew() -> None:
    client = Client()
    wire = await _reading(client, A, B)
    wire.freshly_assigned()

    wire.fetched(A, 0, None)
    wire.fetched(B, 0, b"")
    assert wire.freshly_assigned() == {Partition(*A)}
    assert set(await _offsets(wire)) == {B.topic}


async def test_after_a_change_of_leader_it_is_as_if_the_partition_were_assigned_anew() -> None:
    client = Client()
    wire = await _reading(client, A, B)
    wire.freshly_assigned()

    def hears() -> None:
        wire.fetched(A, 0, batch(0, 10, 3))
        wire.fetched(B, 0, batch(0, 10, 3))
        wire.fetched(A, 10, batch(10, 10, 4))
        wire.fetched(B, 10, batch(10, 10, 3))

    client.hears = hears
    assert set(await wire.fetch(seconds=0.1, limit=500, share=lambda _: 10)) == {Partition(*B)}
    assert wire.freshly_assigned() == {Partition(*A)}
    assert client.paused == {A}

    wire.begin([Position(Partition(*A), 1, 1, 10)])
    client.hears = lambda: wire.fetched(A, 10, batch(10, 10, 4))
    assert (await _offsets(wire))[A.topic] == 10
    assert wire.freshly_assigned() == frozenset()
