"""Intake on a real broker, with a ledger in memory: each offset once, whoever joins and leaves, and whatever becomes of a topic."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import Final

from aiokafka.errors import KafkaError

from consumers.intake.batching import Limits
from consumers.intake.budget import Allowance, Amount, Budget
from consumers.intake.intake import Around, Intake
from consumers.intake.verifying import Inline
from schemas import versions
from services.ledger.memory import MemoryLedger
from services.ledger.records import Partition
from tests import letterbox
from tests.integration.intake.conftest import PATIENCE_S, OnKafka
from tests.unit.admission import world
from tests.unit.intake import rig
from tests.unit.intake.conformance import numbered
from tests.unit.intake.fakes import FakeCounting, FakeReference

GENEROUS: Final = Allowance(Amount(10**6, 10**9), Amount(10**6, 10**9))


def ledger_of(other: MemoryLedger | None = None) -> MemoryLedger:
    """Two of one store are as two processes on one database."""
    made = MemoryLedger(lambda: datetime.now(UTC))
    return MemoryLedger(made.clock, other.store) if other else made


@asynccontextmanager
async def running(on_kafka: OnKafka, ledger: MemoryLedger) -> AsyncIterator[FakeCounting]:
    """An intake at work in the test's process, and ended in order."""
    counting, over = FakeCounting(), asyncio.Event()
    reference, checking = FakeReference(world.directory()), Inline(world.checking())
    around = Around(reference, checking, rig.deciding, versions.shipped(), counting, monotonic, lambda _: None)

    async def work() -> None:
        async with on_kafka.read() as wire:
            intake = Intake(wire, ledger, around=around, limits=Limits(), budget=Budget(GENEROUS))
            while not over.is_set():
                await intake.step()
            await intake.finish()

    working = asyncio.create_task(work())
    try:
        yield counting
    finally:
        over.set()
        await working


def offsets(ledger: MemoryLedger, partition: Partition, *, wire_generation: int = 1) -> Sequence[int]:
    places = (place for place in ledger.store.entries if place.wire_generation == wire_generation)
    return sorted(place.offset for place in places if place.topic == partition.topic)


async def test_members_that_join_and_leave_store_each_offset_once(on_kafka: OnKafka) -> None:
    one, other = on_kafka.partitions
    first = ledger_of()
    chance = random.Random(7)  # noqa: S311 - a seed that can be given again

    async with running(on_kafka, first):
        writing = asyncio.create_task(_trickle(on_kafka, (one, other), 300))
        while not writing.done():
            async with running(on_kafka, ledger_of(first)):
                await _stored(first, min(600, len(first.store.entries) + chance.randrange(1, 60)))
        await writing
        await _stored(first, 600)

    assert offsets(first, one) == offsets(first, other) == list(range(300))


async def _stored(ledger: MemoryLedger, number: int) -> None:
    await letterbox.until(lambda: len(ledger.store.entries) >= number, seconds=PATIENCE_S)


async def _trickle(on_kafka: OnKafka, partitions: Sequence[Partition], number: int) -> None:
    for first in range(0, number, 10):
        for partition in partitions:
            await on_kafka.write(partition, numbered(10, first=first))


async def test_a_topic_that_was_made_anew_while_it_was_read_goes_on_in_the_next_generation(on_kafka: OnKafka) -> None:
    one, other = on_kafka.partitions
    ledger = ledger_of()

    async with running(on_kafka, ledger) as counting:
        await on_kafka.write(one, numbered(5))
        await letterbox.until(lambda: offsets(ledger, one) == [0, 1, 2, 3, 4], seconds=PATIENCE_S)
        await on_kafka.unmake(one)
        await letterbox.until(lambda: _made(on_kafka, one), seconds=PATIENCE_S)
        await on_kafka.write(one, numbered(2))
        await on_kafka.write(other, numbered(2))

        await letterbox.until(lambda: offsets(ledger, one, wire_generation=2) == [0, 1], seconds=PATIENCE_S)
        await letterbox.until(lambda: offsets(ledger, other) == [0, 1], seconds=PATIENCE_S)

    assert counting.happened[f"lost end of {one.topic}"] == 1


async def _made(on_kafka: OnKafka, partition: Partition) -> bool:
    """A broker takes some time to forget a topic."""
    try:
        await on_kafka.make(partition)
    except KafkaError:
        return False
    return True


async def test_what_was_deleted_before_it_was_read_is_named_by_its_range(on_kafka: OnKafka) -> None:
    one, _ = on_kafka.partitions
    ledger = ledger_of()
    async with running(on_kafka, ledger):
        await on_kafka.write(one, numbered(3))
        await letterbox.until(lambda: offsets(ledger, one) == [0, 1, 2], seconds=PATIENCE_S)
    await on_kafka.write(one, numbered(5))
    await on_kafka.delete(one, before=6)

    async with running(on_kafka, ledger) as counting:
        await letterbox.until(lambda: offsets(ledger, one) == [0, 1, 2, 6, 7], seconds=PATIENCE_S)
    assert counting.happened[f"missing of {one.topic}"] == 3
