"""A client of the wire that stands where it is told to, and the connections that it has."""

from dataclasses import dataclass, field

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.client import ConnectionGroup


@dataclass
class Connections:
    """To the one broker that there is; each new one has the next number."""

    number: int = 0

    @property
    def cluster(self) -> "Connections":
        return self

    def leader_for_partition(self, _: TopicPartition) -> int:
        return 1

    @property
    def _conns(self) -> dict[tuple[int, ConnectionGroup], int]:
        return {(1, ConnectionGroup.DEFAULT): self.number}


@dataclass
class Client:
    """Does what it is told, and says from where on it would give records; null where it would give none."""

    end: int
    at: int = 0
    paused: bool = False
    fetched: list[ConsumerRecord[bytes, bytes]] = field(default_factory=list)
    """What it has at hand beside the record that it gives."""
    _client: Connections = field(default_factory=Connections)

    def reconnected(self) -> None:
        self._client.number += 1

    @property
    def gives_from(self) -> int | None:
        return None if self.paused else self.at

    def pause(self, *_partitions: TopicPartition) -> None:
        self.paused = True

    def resume(self, *_partitions: TopicPartition) -> None:
        self.paused = False

    def seek(self, _partition: TopicPartition, offset: int) -> None:
        self.at = offset

    async def getmany(
        self, partition: TopicPartition, *, timeout_ms: int, max_records: int
    ) -> dict[TopicPartition, list[ConsumerRecord[bytes, bytes]]]:
        assert timeout_ms == 0, "nobody waits"
        given, self.fetched = self.fetched[:max_records], self.fetched[max_records:]
        return {partition: given} if given else {}

    async def beginning_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, 0)

    async def end_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, self.end)
