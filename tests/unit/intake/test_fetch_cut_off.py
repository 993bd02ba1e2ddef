"""A fetch during which the connection is lost: what the library had moved past without giving it out is read again."""

import asyncio
from dataclasses import dataclass

from aiokafka import TopicPartition

from tests.unit.intake.test_rescue import A, B, JammedConsumer, _begun


@dataclass
class LostConsumer(JammedConsumer):
    """As aiokafka, when the connection is lost while records are fetched: it has moved on, and looks cancelled."""

    async def getmany(self, *_partitions: TopicPartition, **_asked: int) -> object:
        self.positions[A] = 3
        raise asyncio.CancelledError


async def test_a_fetch_that_is_cut_off_begins_again_where_it_began() -> None:
    consumer = LostConsumer({})
    wire = await _begun(consumer)

    assert await wire.fetch(seconds=0.1, limit=500, share=lambda _: 100) == {}
    assert consumer.positions == {A: 0, B: 0}
