"""The wire in memory is as Kafka's: it plays what tests/integration/intake plays on a broker."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from services.ledger.records import Arrival, Partition, Place
from tests.unit.admission.world import RECEIVED_AT
from tests.unit.intake import conformance
from tests.unit.intake.conformance import Stage
from tests.unit.intake.fakes import FakeWire
from tests.unit.intake.rig import OTHER, OUTBOX


@dataclass
class InMemory:
    """A wire in memory as a stage."""

    wire: FakeWire = field(default_factory=FakeWire)
    partitions: tuple[Partition, Partition] = (OUTBOX, OTHER)

    async def write(self, partition: Partition, values: Sequence[bytes]) -> None:
        first = (await self.wire.bounds(frozenset({partition})))[partition].end
        for offset, value in enumerate(values, start=first):
            came = RECEIVED_AT + timedelta(milliseconds=offset)
            self.wire.put(Arrival(Place(*partition, 1, offset), came, None, value, ()))

    async def delete(self, partition: Partition, before: int) -> None:
        self.wire.delete(partition, before)


@pytest.mark.parametrize("script", conformance.SCRIPTS, ids=lambda one: one.__name__)
async def test_the_wire_in_memory(script: Callable[[Stage], Awaitable[None]]) -> None:
    stage = InMemory()
    stage.wire.assign(*stage.partitions)
    await script(stage)
