"""What intake would find on the wire."""

from aiokafka import AIOKafkaConsumer, TopicPartition

from producers import connection
from producers.profile import ClientProfile
from schemas.codec import record
from schemas.codec.record import Record


async def everything(profile: ClientProfile, topic: str) -> list[Record]:
    """Every record of a topic, in its order."""
    partition = TopicPartition(topic, 0)
    consumer = AIOKafkaConsumer(
        **connection.settings(profile, client_id="test"), auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    try:
        consumer.assign([partition])
        end = (await consumer.end_offsets([partition]))[partition]
        found: list[Record] = []
        while await consumer.position(partition) < end:
            got = await consumer.getone(partition)
            found.append(record.decode(key=got.key, value=got.value, headers=got.headers))
        return found
    finally:
        await consumer.stop()


def ids(records: list[Record]) -> list[str]:
    return [str(record.envelope.id) for record in records]
