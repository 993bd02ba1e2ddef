"""Intake's wire on a real broker plays the scripts that the wire in memory plays."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import pytest

from consumers.intake.kafka import KafkaWire
from services.ledger.records import Partition
from tests import letterbox
from tests.integration.intake.conftest import PATIENCE_S, OnKafka
from tests.unit.intake import conformance
from tests.unit.intake.conformance import Stage


@dataclass
class Staged:
    wire: KafkaWire
    on: OnKafka

    @property
    def partitions(self) -> tuple[Partition, Partition]:
        return self.on.partitions

    async def write(self, partition: Partition, values: Sequence[bytes]) -> None:
        await self.on.write(partition, values)

    async def delete(self, partition: Partition, before: int) -> None:
        await self.on.delete(partition, before)


@pytest.mark.parametrize("script", conformance.SCRIPTS, ids=lambda one: one.__name__)
async def test_the_wire_of_kafka(script: Callable[[Stage], Awaitable[None]], on_kafka: OnKafka) -> None:
    async with on_kafka.read() as wire:
        await letterbox.until(lambda: wire.assigned >= set(on_kafka.partitions), seconds=PATIENCE_S)
        await script(Staged(wire, on_kafka))
