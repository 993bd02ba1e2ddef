"""Three brokers under a load: who leads what, who dies, who is started anew, and what must hold afterwards."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

import orjson
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from aiokafka.errors import KafkaError
from aiokafka.protocol.admin import AlterPartitionReassignmentsRequest
from confluent_kafka import ElectionType
from confluent_kafka import TopicPartition as Place
from confluent_kafka.admin import AdminClient

from habarshy.stack import stack as stacks
from habarshy.stack.settings import Settings
from tests import letterbox
from tests import whole as wholes
from tests.chaos import whole_load
from tests.chaos.whole_load import Load

BROKERS: Final = (1, 2, 3)
GROUPS: Final = ("intake", "intake.urgent")
OFFSETS: Final = "__consumer_offsets"
PATIENCE_S: Final = 60.0
ASK_S: Final = 5.0
_NO_TAGS: Final[dict[int, bytes]] = {}


@dataclass(frozen=True)
class Cluster:
    """The brokers, and what is asked of them."""

    load: Load
    admin: AdminClient

    @property
    def outbox(self) -> str:
        return f"outbox.{self.load.whole.sender.agency}"

    @property
    def inbox(self) -> str:
        return f"inbox.{self.load.whole.recipient.agency}"

    async def leaders(self, topic: str) -> dict[int, int]:
        """Of each partition; -1 where nobody leads."""
        return {number: found.leader for number, found in (await self._partitions(topic)).items()}

    async def leader(self, topic: str) -> int:
        return (await self.leaders(topic))[0]

    async def coordinator(self, group: str) -> int:
        async with self._asked() as admin:
            return int(await admin.find_coordinator(group))

    async def _partitions(self, topic: str) -> dict[int, Any]:
        found = await asyncio.to_thread(self.admin.list_topics, topic, PATIENCE_S)
        return dict(found.topics[topic].partitions)

    async def end(self, broker: int, number: signal.Signals) -> None:
        """By this signal, and until its process is gone."""
        name = f"kafka-{broker}"
        process = self.load.whole.part(name).number
        assert process is not None
        os.kill(process, number)
        await letterbox.until(lambda: self.load.whole.part(name).condition == "stopped", seconds=PATIENCE_S)
        self.load.faults[number.name] += 1

    async def up(self) -> None:
        await asyncio.to_thread(stacks.up, self.load.whole.settings, datetime.now(UTC))

    async def another_leads(self, topic: str, than: int) -> None:
        async def led() -> bool:
            return await self.leader(topic) not in {than, -1}

        await letterbox.until(led, seconds=PATIENCE_S)

    async def move_leaders(self, topics: Iterable[str]) -> None:
        """Each partition goes to the next of those that have a copy. Counts those that have really moved."""
        for topic in topics:
            found = await self._partitions(topic)
            await self._reassign(topic, {number: [*one.replicas[1:], one.replicas[0]] for number, one in found.items()})
            elected = self.admin.elect_leaders(ElectionType.PREFERRED, [Place(topic, number) for number in found])
            await asyncio.to_thread(elected.result, PATIENCE_S)
            leads = await self.leaders(topic)
            self.load.faults["moved"] += sum(one.leader != leads[number] for number, one in found.items())

    async def _reassign(self, topic: str, copies: dict[int, list[int]]) -> None:
        """The same brokers in another order: the first is whom an election prefers."""
        wanted = [(number, brokers, _NO_TAGS) for number, brokers in copies.items()]
        request = AlterPartitionReassignmentsRequest(10_000, [(topic, wanted, _NO_TAGS)], _NO_TAGS)
        async with AIOKafkaProducer(**self.load.whole.there.kafka.aiokafka()) as producer:
            answer: Any = await producer.client.send(producer.client.get_random_node(), request)
        assert answer.error_code == 0
        assert {code for _, partitions, _ in answer.responses for _, code, *_ in partitions} == {0}

    async def nobody_is_without_partitions(self) -> None:
        """At most half a minute after the last fault."""
        seen: list[str] = []

        async def looked() -> bool:
            seen[:] = await self._without_partitions()
            return not seen

        try:
            await letterbox.until(looked, seconds=30)
        except TimeoutError:
            pytest.fail(f"without partitions: {seen}")

    async def _without_partitions(self) -> list[str]:
        """Groups that have nobody or are being parted, members that have nothing, and why it cannot be looked."""
        try:
            async with asyncio.timeout(ASK_S), self._asked() as admin:
                # One at a time: of two in one answer aiokafka can read none.
                answers = [(await admin.describe_consumer_groups([group]))[0] for group in GROUPS]
        except (KafkaError, OSError, TimeoutError) as error:
            return [repr(error)]
        found = [group for answer in answers for group in answer.groups]
        unsteady = [f"{group[1]}: {group[2]}" for group in found if group[2] != "Stable" or not group[5]]
        return [*unsteady, *(member[0] for group in found for member in group[5] if not _partitions_of(member))]

    @contextlib.asynccontextmanager
    async def _asked(self) -> AsyncIterator[AIOKafkaAdminClient]:
        """Each time anew: brokers go and come."""
        admin = AIOKafkaAdminClient(**self.load.whole.there.kafka.aiokafka())
        await admin.start()
        try:
            yield admin
        finally:
            await admin.close()

    async def check(self) -> None:
        """Each message had its effect once, the wire has what the ledger has, and nobody but brokers was started again."""
        load = self.load
        await self.nobody_is_without_partitions()
        await load.drained()
        load.check()
        await load.check_ledger()
        delivered, routed = await self.delivered(), load.sender.spooled()
        assert (routed - delivered, delivered - routed) == (set(), set())
        assert (load.sender.lives, load.recipient.lives, load.whole.started) == (1, 1, 1)
        assert load.whole.process is not None
        assert load.whole.process.returncode is None

    async def delivered(self) -> set[str]:
        """Who reads the recipient's inbox from its begin to its end finds these messages of the sender."""
        envelopes = [orjson.loads((value or b"").partition(b"\n")[0]) for value in await read(self.load, self.inbox)]
        return {str(one["id"]) for one in envelopes if one["sender"] == self.load.whole.sender.agency}


def _partitions_of(member: Any) -> list[TopicPartition]:  # noqa: ANN401 - the library has no types
    return list(ConsumerProtocolMemberAssignment.decode(member[4]).partitions()) if member[4] else []


async def read(load: Load, topic: str) -> list[bytes | None]:
    """A partition as it is now, whole."""
    place, found = TopicPartition(topic, 0), list[bytes | None]()
    settings = load.whole.there.kafka.aiokafka()
    async with AIOKafkaConsumer(**settings, auto_offset_reset="earliest", enable_auto_commit=False) as consumer:
        end = (await consumer.end_offsets([place]))[place]
        consumer.assign([place])
        while await consumer.position(place) < end:
            found += [one.value for one in (await consumer.getmany(timeout_ms=1_000)).get(place, [])]
    return found


@contextlib.asynccontextmanager
async def of(settings: Settings, folder: Path, *, brokers: Literal[1, 3]) -> AsyncIterator[Cluster]:
    some = replace(settings, brokers=brokers)
    async with wholes.running(some, folder / "bus") as whole, whole_load.running(whole, folder) as load:
        yield Cluster(load, AdminClient(whole.there.kafka.confluent()))


@pytest.fixture
async def cluster(new_stack: Settings, tmp_path: Path) -> AsyncIterator[Cluster]:
    async with of(new_stack, tmp_path, brokers=3) as three:
        yield three
