"""Intake's wire on a real broker plays the scripts that the wire in memory plays."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import pytest

from consumers.intake.kafka import KafkaWire
from services.ledger.records import Partition
from tests import letterbox
from tests.integration.intake.conftest import PATIENCE_S, OnKafka
from tests.unit.intake import conformance
from tests.unit.intake.conformance import Reading, Stage


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


async def test_it_hears_in_whose_term_each_record_was_written_and_begins_anew_after_a_change(on_kafka: OnKafka) -> None:
    one, other = on_kafka.partitions
    async with on_kafka.read() as wire:
        await letterbox.until(lambda: wire.assigned >= {one, other}, seconds=PATIENCE_S)
        stage = Staged(wire, on_kafka)
        wire.begin([conformance.at(one, 0), conformance.at(other, 0)])
        wire.freshly_assigned()
        await stage.write(one, conformance.numbered(3))
        assert conformance.offsets((await Reading(stage).until(3))[one]) == [0, 1, 2]
        (known,) = wire._terms._read[one]
        assert known[:2] == (0, 3)

        wire._terms._read[one] = [known._replace(term=known.term - 1)]
        await stage.write(one, conformance.numbered(2))
        await stage.write(other, conformance.numbered(1))
        assert set(await Reading(stage).until(1)) == {other}
        await letterbox.until(lambda: wire.freshly_assigned() == {one}, seconds=PATIENCE_S)

        wire.begin([conformance.at(one, 2)])
        assert conformance.offsets((await Reading(stage).until(3))[one]) == [2, 3, 4]
        assert wire.freshly_assigned() == frozenset()
