"""Where the partitions of topics begin and end, asked by a client that is no member of any group."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from consumers import closing
from consumers.intake import inner
from consumers.intake.wire import Bounds
from producers import connection, cut_off
from producers.profile import ClientProfile
from schemas.topics import Topic
from services.ledger.records import Partition

_PATIENCE_S: Final = 30.0


async def of(profile: ClientProfile, topics: Sequence[Topic]) -> Mapping[Partition, Bounds]:
    """Of all topics of these kinds that this user may see; KafkaError or OSError where it cannot be known."""
    consumer = AIOKafkaConsumer(**connection.settings(profile, client_id="ends"), group_id=None)
    try:
        async with asyncio.timeout(_PATIENCE_S):
            with cut_off.translated():
                await consumer.start()
                return await _bounds(consumer, await _partitions(consumer, topics))
    finally:
        await closing.closed(consumer)


async def _partitions(consumer: AIOKafkaConsumer, topics: Sequence[Topic]) -> Sequence[TopicPartition]:
    patterns = [re.compile(topic.pattern) for topic in topics]
    return sorted(one for one in await inner.there(consumer) if any(pattern.match(one.topic) for pattern in patterns))


async def _bounds(consumer: AIOKafkaConsumer, partitions: Sequence[TopicPartition]) -> Mapping[Partition, Bounds]:
    await inner.know(consumer, partitions)
    begins = await consumer.beginning_offsets(partitions)
    ends = await consumer.end_offsets(partitions)
    return {Partition(*one): Bounds(begins[one], ends[one]) for one in partitions}
