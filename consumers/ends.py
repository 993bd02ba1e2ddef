"""Where the partitions of topics begin and end."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from consumers.intake import inner
from consumers.intake.wire import Bounds
from producers import closing, connection, cut_off
from producers.profile import ClientProfile
from schemas.topics import Topic
from services.ledger.records import Partition

_PATIENCE_S: Final = 30.0


async def of(profile: ClientProfile, topics: Sequence[Topic]) -> Mapping[Partition, Bounds]:
    """Of all topics of these kinds that this user may see, asked by a client that is no member of any group.

    KafkaError or OSError where it cannot be known.
    """
    consumer = AIOKafkaConsumer(**connection.settings(profile, client_id="ends"), group_id=None)
    try:
        async with asyncio.timeout(_PATIENCE_S):
            with cut_off.translated():
                await consumer.start()
                partitions = await _partitions(consumer, topics)
                await inner.know(consumer, partitions)
                return {Partition(*one): bounds for one, bounds in (await asked(consumer, partitions)).items()}
    finally:
        await closing.consumer(consumer)


async def _partitions(consumer: AIOKafkaConsumer, topics: Sequence[Topic]) -> Sequence[TopicPartition]:
    patterns = [re.compile(topic.pattern) for topic in topics]
    return sorted(one for one in await inner.there(consumer) if any(pattern.match(one.topic) for pattern in patterns))


async def asked(consumer: AIOKafkaConsumer, partitions: Sequence[TopicPartition]) -> Mapping[TopicPartition, Bounds]:
    begins = await consumer.beginning_offsets(partitions)
    ends = await consumer.end_offsets(partitions)
    return {one: Bounds(begins[one], ends[one]) for one in partitions}
