"""The fakes are honest: on them run the scripts that a real broker runs in tests/integration."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from random import Random

import pytest

from services.ledger.records import Partition
from tests.simulation import loop as loops
from tests.simulation import scripts
from tests.simulation.chance import Faults
from tests.simulation.cluster import Cluster, Group
from tests.simulation.loop import Host, SimulatedLoop
from tests.simulation.producing import InboxProducing
from tests.simulation.scripts import Broker
from tests.simulation.trace import Trace
from tests.simulation.wire import GroupWire
from tests.unit.intake import conformance
from tests.unit.intake.conformance import Stage

ONE, OTHER = Partition("outbox.agency-a", 0), Partition("outbox.agency-b", 0)


def cluster() -> tuple[SimulatedLoop, Cluster]:
    chance, trace = Random(1), Trace()  # noqa: S311 - one seed is one run
    loop = loops.made(chance, trace)
    made = Cluster(loop.time, chance, Faults(chance, frozenset()), trace)
    for partition in (ONE, OTHER):
        made.create(partition.topic)
    return loop, made


@dataclass
class Staged:
    """A member of a group that has both partitions."""

    wire: GroupWire
    cluster: Cluster
    partitions: tuple[Partition, Partition] = (ONE, OTHER)

    async def write(self, partition: Partition, values: Sequence[bytes]) -> None:
        for value in values:
            self.cluster.append(partition, None, value, ())

    async def delete(self, partition: Partition, before: int) -> None:
        self.cluster.delete(partition, before)


@pytest.mark.parametrize("script", conformance.SCRIPTS, ids=lambda one: one.__name__)
def test_the_simulated_wire_reads_as_kafkas(script: Callable[[Stage], Awaitable[None]]) -> None:
    loop, made = cluster()

    async def played() -> None:
        group = Group("outbox", made)
        coordinating = asyncio.create_task(group.coordinate())
        wire = GroupWire(group, "one")
        await wire.join()
        while len(wire.assigned) < 2:  # noqa: ASYNC110 - as a member asks again
            await asyncio.sleep(0.5)
        await script(Staged(wire, made))
        await wire.leave()
        coordinating.cancel()

    loop.run(played())


@dataclass
class Simulated:
    """Inboxes in memory."""

    loop: SimulatedLoop
    cluster: Cluster

    async def create(self, topic: str, partitions: int) -> None:
        self.cluster.create(topic, partitions)

    def producing(self) -> InboxProducing:
        return InboxProducing(self.cluster, self.loop, Host("one"))

    async def records(self, topic: str) -> list[list[tuple[bytes | None, bytes | None]]]:
        logs = [log for partition, log in sorted(self.cluster.logs.items()) if partition.topic == topic]
        return [[(one.key, one.value) for one in log.records] for log in logs]


@pytest.mark.parametrize("script", scripts.SCRIPTS, ids=lambda one: one.__name__)
def test_the_simulated_inboxes_are_written_as_kafkas(script: Callable[[Broker], Awaitable[None]]) -> None:
    loop, made = cluster()
    loop.run(_played(script, Simulated(loop, made)))


async def _played(script: Callable[[Broker], Awaitable[None]], broker: Broker) -> None:
    await script(broker)
