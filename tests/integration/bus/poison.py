"""Writes what no client of ours would: a header whose name is no UTF-8. The broker takes it, and aiokafka cannot read it."""

from typing import Any

from aiokafka import TopicPartition
from aiokafka.protocol.produce import ProduceRequest

from tests.integration.bus.speaking import Agency, Raw
from tests.unit.intake import batches


async def write(agency: Agency, *records: Raw, poisoned: int) -> int:
    """The offset of the first record."""
    topic = f"outbox.{agency.id}"
    content = batches.batch(*((one.key, one.value, one.headers) for one in records), poisoned=poisoned)
    async with agency.producer() as producer:
        await producer.partitions_for(topic)
        node = producer.client.cluster.leader_for_partition(TopicPartition(topic, 0))
        request = ProduceRequest(
            transactional_id=None, required_acks=-1, timeout=10_000, topics=[(topic, [(0, content)])]
        )
        answer: Any = await producer.client.send(node, request)
        ((_, ((_, error, offset, *_),)),) = answer.topics
        assert error == 0
        return int(offset)
