"""Two topics of a test's own on the run's broker, and intakes that read them in a group of their own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic, RecordsToDelete

from consumers.intake import kafka
from consumers.intake.kafka import KafkaWire, Subscription
from habarshy.stack.addresses import KafkaAddress
from producers import connection
from producers.profile import ClientProfile
from schemas.topics import Topic
from services.ledger.records import Partition
from tests import letterbox

PATIENCE_S: Final = 40.0
CONFIGS: Final = {"message.timestamp.type": "LogAppendTime"}


@dataclass
class OnKafka:
    """Topics that begin with the test's prefix."""

    profile: ClientProfile
    prefix: str
    partitions: tuple[Partition, Partition]

    @asynccontextmanager
    async def admin(self) -> AsyncIterator[AIOKafkaAdminClient]:
        admin = AIOKafkaAdminClient(**connection.settings(self.profile, client_id="test"))
        await admin.start()
        try:
            yield admin
        finally:
            await admin.close()

    async def make(self, *partitions: Partition) -> None:
        topics = [NewTopic(one.topic, 1, 1, topic_configs=CONFIGS) for one in partitions]
        async with self.admin() as admin:
            await admin.create_topics(topics)

    async def unmake(self, partition: Partition) -> None:
        async with self.admin() as admin:
            await admin.delete_topics([partition.topic])

    async def write(self, partition: Partition, values: Sequence[bytes]) -> None:
        settings = connection.settings(self.profile, client_id="test")
        async with AIOKafkaProducer(**settings, acks="all", enable_idempotence=True) as producer:
            sent = [await producer.send(partition.topic, value, partition=0) for value in values]
            for one in sent:
                await one

    async def delete(self, partition: Partition, before: int) -> None:
        async with self.admin() as admin:
            await admin.delete_records({TopicPartition(*partition): RecordsToDelete(before_offset=before)})

    @asynccontextmanager
    async def read(self) -> AsyncIterator[KafkaWire]:
        """A member of the group."""
        topic = Topic(f"{self.prefix}outbox", per_agency=True, carries=frozenset())
        subscription = Subscription(topic, f"{self.prefix}intake")
        async with kafka.subscribed(self.profile, subscription, client_id="test") as wire:
            yield wire


@pytest.fixture
async def on_kafka(kafka: KafkaAddress, prefix: str, tmp_path: Path) -> OnKafka:
    one, other = (Partition(f"{prefix}outbox.{agency}", 0) for agency in ("agency-a", "agency-b"))
    made = OnKafka(letterbox.profile(kafka, "super-user", tmp_path), prefix, (one, other))
    await made.make(one, other)
    return made
