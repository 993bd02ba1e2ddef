"""Inboxes of a test's own on the run's shared broker, a ledger of its own, and relays as processes."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from habarshy.stack.addresses import KafkaAddress, PostgresAddress
from producers.profile import Anchor, ClientProfile
from services.ledger import postgres
from tests.unit.ledger.batches import NETWORK

PATIENCE_S = 90.0


@dataclass
class Inboxes:
    """Topics whose names begin with the test's prefix, and what lies in them."""

    kafka: KafkaAddress
    prefix: str
    made: list[str] = field(default_factory=list)

    def named(self, *agencies: str) -> list[str]:
        return [f"inbox.{self.prefix}{agency}" for agency in agencies]

    async def make(self, *topics: str, partitions: int = 1) -> None:
        admin = AdminClient(self.kafka.confluent())
        futures = admin.create_topics([NewTopic(topic, partitions, 1) for topic in topics])
        await asyncio.to_thread(lambda: [future.result(30) for future in futures.values()])
        self.made += topics

    async def lie(self, topic: str, partitions: int = 1) -> dict[int, list[tuple[bytes, bytes]]]:
        """Keys and values, by partition, from the first to the last that is there now."""
        consumer = AIOKafkaConsumer(group_id=None, auto_offset_reset="earliest", **self.kafka.aiokafka())
        await consumer.start()
        try:
            all_of_it = [TopicPartition(topic, number) for number in range(partitions)]
            consumer.assign(all_of_it)
            ends = await consumer.end_offsets(all_of_it)
            found: dict[int, list[tuple[bytes, bytes]]] = {partition.partition: [] for partition in all_of_it}
            for partition, end in ends.items():
                while len(found[partition.partition]) < end:
                    some = await consumer.getmany(partition, timeout_ms=1_000)
                    for record in some.get(partition, ()):
                        found[partition.partition].append((record.key, record.value))
            return found
        finally:
            await consumer.stop()


@pytest.fixture
def inboxes(kafka: KafkaAddress, prefix: str) -> Inboxes:
    return Inboxes(kafka, prefix)


@pytest.fixture
def profile(kafka: KafkaAddress) -> ClientProfile:
    """The super user's: what the relay may do is another test's."""
    assert kafka.ca is not None
    return ClientProfile(
        network=NETWORK,
        agency="bus",
        bootstrap=tuple(kafka.bootstrap.split(",")),
        user=kafka.user or "",
        password=kafka.password or "",
        ca=kafka.ca.read_text(encoding="utf-8"),
        trust=(Anchor(id="bus/directory-2026-01", public="A" * 43 + "="),),
    )


@pytest.fixture
async def address(schema: PostgresAddress) -> str:
    await postgres.migrated(schema.conninfo)
    return schema.conninfo


Starting = Callable[[], "asyncio.subprocess.Process"]


@pytest.fixture
async def relays(profile: ClientProfile, address: str, tmp_path: Path) -> AsyncIterator["Relays"]:
    path = tmp_path / "profile.json"
    path.touch(0o600)
    path.write_text(profile.model_dump_json(exclude={"keys", "home"}), encoding="utf-8")
    started = Relays([str(path), address, NETWORK])
    yield started
    await started.stop()


@dataclass
class Relays:
    """Processes; those that a test leaves are ended."""

    arguments: Sequence[str]
    running: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def start(self) -> asyncio.subprocess.Process:
        module = "tests.integration.relay.one"
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *self.arguments, env=os.environ.copy()
        )
        self.running.append(child)
        return child

    async def stop(self) -> None:
        for child in self.running:
            if child.returncode is None:
                child.terminate()
        for child in self.running:
            try:
                async with asyncio.timeout(30):
                    await child.wait()
            except TimeoutError:
                child.kill()
                await child.wait()


@asynccontextmanager
async def patience() -> AsyncIterator[None]:
    async with asyncio.timeout(PATIENCE_S):
        yield
