"""The port of the relay on the cluster in memory: writing into inboxes, with answers that are lost, late, or never come."""

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aiokafka.errors import KafkaConnectionError, OutOfOrderSequenceNumber, RequestTimedOutError

from producers.relay.packing import Packed
from producers.relay.wire import NotWrittenError
from services.ledger.records import Partition
from tests.simulation.cluster import Cluster
from tests.simulation.loop import Host, SimulatedLoop

_LATE_S: Final = 8.0
_NEVER_S: Final = 10_000.0
_FATES: Final = ("wire: write lost", "wire: write stored, answer lost", "wire: write that is never answered")
_ERRORS: Final = dict(zip(_FATES, (KafkaConnectionError, RequestTimedOutError, RequestTimedOutError), strict=True))
_EITHER: Final = 0.5


@dataclass(eq=False)
class InboxProducing:
    """What `producers.relay.wire.KafkaProducing` is on a real cluster: in order per partition, until it fails for the first time."""

    cluster: Cluster
    loop: SimulatedLoop
    mine: Host
    failed: bool = False
    closed: bool = False

    async def start(self) -> None:
        await asyncio.sleep(self.cluster.chance.uniform(0.01, 0.1))
        if self.cluster.faults.strikes("wire: producer that cannot start"):
            self.cluster.faults.happened("wire: producer that cannot start")
            raise KafkaConnectionError("unable to bootstrap")

    async def write(self, topic: str, records: Sequence[Packed]) -> None:
        """In batches; what has left this process may arrive though the process is no more."""
        if topic in self.cluster.refused or not self.cluster.partitions_of(topic):
            await asyncio.sleep(self.cluster.chance.uniform(0.1, 3.0))
            self.cluster.faults.happened("wire: inbox refused")
            raise NotWrittenError("UnknownTopicOrPartitionError")
        await asyncio.sleep(self.cluster.chance.uniform(0.0005, 0.005))
        answers = [
            self.loop.spawn(self.loop.outside, self._deliver(partition, batches))
            for partition, batches in self._parted(topic, records).items()
        ]
        for answer in answers:
            await asyncio.shield(answer)

    async def close(self) -> None:
        await asyncio.sleep(self.cluster.chance.uniform(0.001, 0.5))
        self.closed = True

    def _parted(self, topic: str, records: Sequence[Packed]) -> dict[Partition, list[Sequence[Packed]]]:
        """The batches of each partition, in their order."""
        count = self.cluster.partitions_of(topic)
        found: dict[Partition, list[Sequence[Packed]]] = {}
        for number in range(count):
            mine = [one for one in records if zlib.crc32(one.key) % count == number]
            cut = self.cluster.chance.randrange(len(mine) + 1)
            if mine:
                found[Partition(topic, number)] = [part for part in (mine[:cut], mine[cut:]) if part]
        return found

    async def _deliver(self, partition: Partition, batches: Sequence[Sequence[Packed]]) -> None:
        """One batch of a partition after the other."""
        for batch in batches:
            await self._travel()
            if (self.mine.killed or self.closed) and self.cluster.chance.random() < _EITHER:
                self.failed = True
            await self._arrive(partition, batch)

    async def _travel(self) -> None:
        faults = self.cluster.faults
        await asyncio.sleep(self.cluster.chance.uniform(0.001, 0.01))
        if faults.strikes("wire: write that comes late"):
            faults.happened("wire: write that comes late")
            await asyncio.sleep(self.cluster.chance.uniform(1.0, _LATE_S))

    async def _arrive(self, partition: Partition, batch: Sequence[Packed]) -> None:
        """Whatever follows a batch that failed has a number that the broker does not take."""
        faults = self.cluster.faults
        if self.failed:
            raise OutOfOrderSequenceNumber
        fate = next((one for one in _FATES if faults.strikes(one)), "")
        self.failed = bool(fate)
        if fate:
            faults.happened(fate)
        if not fate or fate == _FATES[1] or (fate == _FATES[2] and self.cluster.chance.random() < _EITHER):
            for record in batch:
                self.cluster.append(partition, record.key, record.value, tuple(record.headers))
        if fate == _FATES[2]:
            await asyncio.sleep(_NEVER_S)
        if fate:
            raise _ERRORS[fate]
