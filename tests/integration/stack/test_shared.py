"""What the fixtures give: a broker that knows its users, a database, and names of one's own."""

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient, NewTopic

from habarshy.stack.addresses import Addresses, KafkaAddress, PostgresAddress
from habarshy.stack.servers import Server
from habarshy.stack.state import State
from tests.stack import RUNS, end_those_that_were_killed


async def test_the_super_user_writes_and_reads(kafka: KafkaAddress, prefix: str) -> None:
    topic = f"{prefix}notices"
    admin = AdminClient(kafka.confluent())
    admin.create_topics([NewTopic(topic, 1, 1)])[topic].result(10)

    async with AIOKafkaProducer(**kafka.aiokafka(), acks="all") as producer:
        written = await producer.send_and_wait(topic, b"said")
    async with AIOKafkaConsumer(topic, **kafka.aiokafka(), auto_offset_reset="earliest") as consumer:
        read = await consumer.getone()

    assert (read.value, read.offset) == (b"said", written.offset)


def test_a_wrong_password_is_refused(kafka: KafkaAddress) -> None:
    said: list[str] = []

    def note(error: KafkaError) -> None:
        said.append(error.name())

    admin = AdminClient({**kafka.as_user("admin", "guessed").confluent(), "error_cb": note})  # type: ignore[dict-item] # its stubs know no callbacks
    with pytest.raises(KafkaException):
        admin.list_topics(timeout=3)
    admin.poll(0)
    assert "_AUTHENTICATION" in said


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


def test_what_a_killed_run_left_behind_is_ended_and_a_living_run_is_left_alone() -> None:
    killed, living = RUNS / f"killed-{secrets.token_hex(4)}", RUNS / f"living-{secrets.token_hex(4)}"
    with holding(living):
        left, kept = (left_running(run) for run in (killed, living))
        (killed / "alive").write_bytes(b"")
        end_those_that_were_killed()

        assert (left.runs(), killed.exists()) == (False, False)
        assert (kept.runs(), living.exists()) == (True, True)
    end_those_that_were_killed()
    assert not kept.runs()


@contextmanager
def holding(run: Path) -> Iterator[None]:
    """A run is alive while it holds its lock."""
    run.mkdir(exist_ok=True)
    with (run / "alive").open("ab") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        yield


def left_running(run: Path) -> Server:
    """Something that holds the lock of a broker."""
    home = run / "secured"
    State(
        profile="secured", brokers=1, source="packages", kafka_ports=(1,), controller_ports=(2,), postgres_port=3
    ).write(home / "state.json")
    server = Server("kafka-1", lock=home / "kafka" / "1" / "lock", output=home / "out")
    server.start(["/bin/sleep", "600"])
    return server
