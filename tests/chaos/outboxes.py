"""An Outbox on a cluster of a test's own, which may be frozen and killed; no directory is followed there, the sample is known."""

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from habarshy.stack import stack as stacks
from habarshy.stack.settings import Settings
from producers.outbox.outbox import Means, Outbox
from producers.outbox.sending import Pace
from producers.outbox.wire import KafkaWire
from producers.profile import Anchor, ClientProfile
from schemas.catalogue import loading
from schemas.fields import AgencyId
from tests.unit.outbox import world

TOPIC = f"outbox.{world.INVESTIGATOR}"


def plaintext(settings: Settings, brokers: Literal[1, 3] = 1) -> Settings:
    """What is shown has nothing to do with who may log in."""
    return replace(settings, profile="plaintext", brokers=brokers)


def profile_of(bootstrap: str) -> ClientProfile:
    anchor = Anchor(id="bus/directory-2026-01", public="A" * 43 + "=")
    return ClientProfile(
        network=world.NETWORK,
        agency=AgencyId(world.INVESTIGATOR),
        bootstrap=tuple(bootstrap.split(",")),
        security="plaintext",
        trust=(anchor,),
    )


def outbox(profile: ClientProfile, folder: Path, pace: Pace) -> Outbox:
    return Outbox(
        Means(
            speaker=world.speaker(),
            catalogue=loading.load(),
            directory=world.directory,
            folder=folder,
            wires=dict.fromkeys(("outbox", "urgent"), lambda: KafkaWire(profile, client_id="test")),
            law=world.law,
            clock=lambda: datetime.now(UTC),
            pause=asyncio.sleep,
            chance=random.SystemRandom().random,
            pace=pace,
        )
    )


async def make_topic(bootstrap: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(TOPIC, 1, 1)])
    finally:
        await admin.close()


async def values(bootstrap: str) -> list[bytes]:
    """Everything that lies in the topic, in its order."""
    partition = TopicPartition(TOPIC, 0)
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign([partition])
        end = (await consumer.end_offsets([partition]))[partition]
        found: list[bytes] = []
        while await consumer.position(partition) < end:
            found.append((await consumer.getone(partition)).value or b"")
        return found
    finally:
        await consumer.stop()


def process(settings: Settings, node: int) -> int:
    """The process of the broker that has this number in the cluster."""
    parts = {part.name: part.number for part in stacks.status(settings)}
    number = parts[f"kafka-{node}"]
    assert number is not None
    return number
