"""Kafka's inboxes play the scripts that the simulation's play: what a fake promises, a broker does."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import pytest

from producers.profile import ClientProfile
from producers.relay.packing import Packed
from producers.relay.wire import KafkaProducing, Producing
from tests.integration.relay.conftest import Inboxes
from tests.simulation import scripts
from tests.simulation.scripts import Broker, Pairs


@dataclass
class Prefixed:
    """A producer to which topics are named without the prefix of the test."""

    real: KafkaProducing
    prefix: str

    async def start(self) -> None:
        await self.real.start()

    async def write(self, topic: str, records: Sequence[Packed]) -> None:
        await self.real.write(f"{self.prefix}{topic}", records)

    async def close(self) -> None:
        await self.real.close()


@dataclass
class OnKafka:
    """The run's broker, for one test."""

    inboxes: Inboxes
    profile: ClientProfile
    partitions: dict[str, int] = field(default_factory=dict)

    async def create(self, topic: str, partitions: int) -> None:
        self.partitions[topic] = partitions
        await self.inboxes.make(f"{self.inboxes.prefix}{topic}", partitions=partitions)

    def producing(self) -> Producing:
        return Prefixed(KafkaProducing(self.profile), self.inboxes.prefix)

    async def records(self, topic: str) -> Pairs:
        found = await self.inboxes.lie(f"{self.inboxes.prefix}{topic}", self.partitions[topic])
        return [[*found[number]] for number in sorted(found)]


@pytest.mark.parametrize("script", scripts.SCRIPTS, ids=lambda one: one.__name__)
async def test_inboxes_on_kafka(
    script: Callable[[Broker], Awaitable[None]], inboxes: Inboxes, profile: ClientProfile
) -> None:
    await script(OnKafka(inboxes, profile))
