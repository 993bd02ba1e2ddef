"""FastStream as it comes, on the same topic: what our guards are measured against."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.security import SASLScram512

from producers import connection
from producers.profile import ClientProfile
from tests import letterbox as letterboxes
from tests.letterbox import Letterbox


@dataclass
class Plain:
    """A subscriber with the library's own parser, and what its handler saw."""

    broker: KafkaBroker
    subscriber: Any
    group: str
    seen: list[int] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def saw(self, number: int) -> None:
        await letterboxes.until(lambda: len(self.seen) >= number)


def broker(profile: ClientProfile) -> KafkaBroker:
    security = None
    if profile.user:
        context = connection.trusting(profile.ca)
        security = SASLScram512(profile.user, profile.password, ssl_context=context)
    return KafkaBroker(list(profile.bootstrap), security=security, logger=None)


@contextlib.asynccontextmanager
async def listening(
    letterbox: Letterbox,
    *,
    profile: ClientProfile | None = None,
    group: str = "plain",
    fails: Callable[[int], bool] = lambda _: False,
    listener: ConsumerRebalanceListener | None = None,
    **settings: Any,  # noqa: ANN401 - FastStream's own
) -> AsyncIterator[Plain]:
    """Reads from the beginning, and whatever else the library does by itself."""
    made = broker(profile or letterbox.profile)
    name = f"{letterbox.world.recipient}-{group}"
    settings = {"auto_offset_reset": "earliest"} | settings
    subscriber: Any = made.subscriber(letterbox.world.inbox, group_id=name, listener=listener, **settings)
    plain = Plain(made, subscriber, name)

    @subscriber  # type: ignore[untyped-decorator] # which of FastStream's subscribers it is depends on the arguments
    async def heard(body: Any, message: KafkaMessage) -> str:  # noqa: ANN401, ARG001 - so that the library decodes the body
        offset: int = message.raw_message.offset  # type: ignore[union-attr] # no batch
        plain.seen.append(offset)
        plain.came.set()
        if fails(offset):
            raise ValueError(offset)
        return "what the handler answers"

    await made.start()
    try:
        yield plain
    finally:
        await made.stop()


async def committed(letterbox: Letterbox, group: str) -> int | None:
    """Where a new member of the group would begin."""
    consumer = AIOKafkaConsumer(group_id=group, **letterboxes.settings(letterbox.kafka))
    await consumer.start()
    try:
        found = await consumer.committed(TopicPartition(letterbox.world.inbox, 0))
        return None if found is None else int(found)
    finally:
        await consumer.stop()


MANUAL = AckPolicy.MANUAL
