"""A consumer is closed whatever became of its connection."""

import asyncio

from aiokafka import AIOKafkaConsumer, TopicPartition

from producers import closing, connection
from tests.integration.intake.conftest import OnKafka


async def test_a_connection_that_was_just_lost_does_not_stop_it_from_closing(on_kafka: OnKafka) -> None:
    """The library's fetch rests then, and is cancelled by the library itself."""
    settings = connection.settings(on_kafka.profile, client_id="test")
    consumer = AIOKafkaConsumer(**settings, group_id=None, enable_auto_commit=False)
    await consumer.start()
    consumer.assign([TopicPartition(*on_kafka.partitions[0])])
    await consumer.seek_to_beginning()
    reading = asyncio.create_task(consumer.getmany(timeout_ms=60_000))
    await asyncio.sleep(0)
    for one in list(consumer._client._conns.values()):
        one.close()

    async with asyncio.timeout(closing.CONSUMER_S + 5):
        await closing.consumer(consumer)
    await asyncio.wait([reading])
    assert [one for one in consumer._client._conns.values() if one.connected()] == []
