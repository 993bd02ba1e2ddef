"""What the fixtures give: a broker that knows its users, a database, and names of one's own."""

import psycopg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError
from confluent_kafka.admin import AdminClient, NewTopic

from habarshy.stack.addresses import Addresses, KafkaAddress, PostgresAddress


async def test_the_super_user_writes_and_reads(kafka: KafkaAddress, prefix: str) -> None:
    topic = f"{prefix}notices"
    admin = AdminClient(kafka.confluent())
    admin.create_topics([NewTopic(topic, 1, 1)])[topic].result(10)

    async with AIOKafkaProducer(**kafka.aiokafka(), acks="all") as producer:
        written = await producer.send_and_wait(topic, b"said")
    async with AIOKafkaConsumer(topic, **kafka.aiokafka(), auto_offset_reset="earliest") as consumer:
        read = await consumer.getone()

    assert (read.value, read.offset) == (b"said", written.offset)


async def test_a_wrong_password_is_refused(kafka: KafkaAddress) -> None:
    producer = AIOKafkaProducer(**kafka.as_user("admin", "guessed").aiokafka())

    with pytest.raises(KafkaConnectionError):
        await producer.start()
    await producer.stop()


def test_a_schema_is_one_tests_own(stack: Addresses, schema: PostgresAddress) -> None:
    with psycopg.connect(schema.conninfo) as mine:
        mine.execute("create table kept (n int)")
        mine.execute("insert into kept values (7)")
        mine.commit()
        assert mine.execute("select n from kept").fetchall() == [(7,)]
    with psycopg.connect(stack.postgres.conninfo) as shared:
        assert shared.execute("select to_regclass('kept')").fetchone() == (None,)


def test_a_database_is_one_tests_own(database: PostgresAddress) -> None:
    with psycopg.connect(database.conninfo) as mine:
        (version,) = mine.execute("select current_setting('server_version_num')::int").fetchone() or (0,)
        assert version // 10000 == 18
