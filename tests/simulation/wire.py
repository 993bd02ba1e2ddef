"""The port of intake on the cluster in memory: reading in a group."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from consumers.intake.terms import Run, Terms
from consumers.intake.wire import Bounds
from services.ledger.entries import Position
from services.ledger.records import Arrival, Partition, Place
from tests.simulation.cluster import Group, Log, Member, Stored

HEARTBEAT_S: Final = 1.0


class GroupWire:
    """What `consumers.intake.kafka.KafkaWire` is on a real cluster."""

    def __init__(self, group: Group, name: str) -> None:
        self._group, self._cluster = group, group.cluster
        self._member = Member(name)
        self._begun: dict[Partition, int] = {}
        self._generations: dict[Partition, int] = {}
        self._terms = Terms()

    async def join(self) -> None:
        self._group.join(self._member)
        self._beating = asyncio.create_task(self._beat())

    async def leave(self) -> None:
        self._beating.cancel()
        self._group.leave(self._member.name)

    async def _beat(self) -> None:
        while True:
            before = self._member.generation, self._member.assigned
            self._group.heartbeat(self._member)
            if before != (self._member.generation, self._member.assigned):
                self._begun.clear()
            await asyncio.sleep(HEARTBEAT_S * self._cluster.chance.uniform(0.5, 1.0))

    @property
    def assigned(self) -> AbstractSet[Partition]:
        return self._member.assigned

    def freshly_assigned(self) -> AbstractSet[Partition]:
        fresh, self._member.fresh = self._member.fresh, frozenset()
        return fresh & self._member.assigned

    def begin(self, positions: Sequence[Position]) -> None:
        for position in positions:
            if position.partition in self._member.assigned:
                self._begun[position.partition] = position.begins_at
                self._terms.forget(position.partition)
                self._generations[position.partition] = position.wire_generation

    def hold(self, partitions: AbstractSet[Partition]) -> None:
        for partition in partitions:
            self._begun.pop(partition, None)

    async def bounds(self, partitions: AbstractSet[Partition]) -> Mapping[Partition, Bounds]:
        await asyncio.sleep(self._cluster.chance.uniform(0.001, 0.02))
        found = {}
        for partition in sorted(partitions):
            if self._cluster.faults.strikes("wire: bounds not known"):
                self._cluster.faults.happened("wire: bounds not known")
                continue
            log = self._cluster.logs[partition]
            found[partition] = Bounds(log.start, log.end)
        return found

    async def fetch(
        self, *, seconds: float, limit: int, share: Callable[[Partition], int]
    ) -> Mapping[Partition, Sequence[Arrival]]:
        chance, faults = self._cluster.chance, self._cluster.faults
        await asyncio.sleep(chance.uniform(0.001, 0.02))
        found = self._found(limit, share)
        if not found:
            await asyncio.sleep(seconds)
            found = self._found(limit, share)
        if found and faults.strikes("wire: fetch cut off"):
            faults.happened("wire: fetch cut off")
            return {}
        for partition, records in found.items():
            self._begun[partition] = records[-1].offset + 1
        return {partition: [self._arrival(partition, one) for one in found[partition]] for partition in found}

    def _found(self, limit: int, share: Callable[[Partition], int]) -> dict[Partition, Sequence[Stored]]:
        """Where a record cannot be decoded, that partition alone is read, by other means."""
        found: dict[Partition, Sequence[Stored]] = {}
        turns = sorted(self._begun)
        self._cluster.chance.shuffle(turns)
        for partition in turns:
            log = self._cluster.logs[partition]
            offset = self._offset(partition, log)
            if offset == log.end:
                continue
            left = min(share(partition), limit - sum(map(len, found.values())))
            records = self._cut(log.since(offset, max(left, 0)))
            if any(one.undecodable for one in records):
                self._cluster.faults.happened("wire: record that the library cannot decode")
                return {partition: records} if self._goes_on(partition, offset, records) else {}
            if records and self._goes_on(partition, offset, records):
                found[partition] = records
        return found

    def _goes_on(self, partition: Partition, offset: int, records: Sequence[Stored]) -> bool:
        """Where the leader changed between two fetches it is as if the partition were assigned anew."""
        if self._terms.follows(partition, offset, [Run(one.offset, one.offset + 1, one.term) for one in records]):
            return True
        self._cluster.faults.happened("wire: another term between two fetches")
        self.hold({partition})
        self._member.fresh |= {partition}
        return False

    def _offset(self, partition: Partition, log: Log) -> int:
        """A broker that does not have what it is asked for begins with what it has."""
        log.looked_at.add(self._member.name)
        if not log.start <= self._begun[partition] <= log.end:
            self._cluster.faults.happened("wire: read from where nothing is")
            self._begun[partition] = log.start
        return self._begun[partition]

    def _cut(self, records: Sequence[Stored]) -> Sequence[Stored]:
        faults = self._cluster.faults
        if len(records) > 1 and faults.strikes("wire: fetch that brings only part"):
            faults.happened("wire: fetch that brings only part")
            return records[: self._cluster.chance.randrange(1, len(records))]
        return records

    def _arrival(self, partition: Partition, one: Stored) -> Arrival:
        place = Place(*partition, self._generations[partition], one.offset)
        return Arrival(place, one.received_at, one.key, one.value, one.headers)
