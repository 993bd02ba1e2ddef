"""Writing to inboxes by Kafka. A producer that failed once is not used again: what it still holds may be stored or not."""

import asyncio
from collections.abc import Callable
from typing import Final, Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from producers import connection, cut_off
from producers.profile import ClientProfile
from producers.relay.packing import Packed
from schemas.codec.record import RECORD_LIMIT

ROOM: Final = 65_536
"""For a record's key, its headers, and what Kafka adds."""
_LEAVING_S: Final = 2.0


class Producing(Protocol):
    """A connection that writes records in order, until it fails for the first time."""

    async def start(self) -> None: ...

    async def send(self, record: Packed) -> "asyncio.Future[object]":
        """Answers once the record is on its way in its order; what it answers is done when all replicas have it."""
        ...

    async def close(self) -> None: ...


Making = Callable[[], Producing]
FAILED: Final = (KafkaError, TimeoutError, OSError)
"""What makes an outcome unknown. A timeout does not mean that the record is not stored."""


class KafkaProducing:
    """One idempotent producer."""

    def __init__(self, profile: ClientProfile) -> None:
        self._producer = made(profile)

    async def start(self) -> None:
        with cut_off.translated():
            await self._producer.start()

    async def send(self, record: Packed) -> "asyncio.Future[object]":
        sent: asyncio.Future[object] = await self._producer.send(
            record.topic, record.value, record.key, partition=0, headers=list(record.headers)
        )
        return sent

    async def close(self) -> None:
        """Its own stop waits for what it never gives up; the table still has all of it."""
        try:
            with cut_off.translated():
                async with asyncio.timeout(_LEAVING_S):
                    await self._producer.stop()
        except FAILED:
            await self._producer.client.close()


def made(profile: ClientProfile) -> AIOKafkaProducer:
    """Every setting that matters is said. What is sealed does not compress, and a canary must be searchable."""
    return AIOKafkaProducer(
        **connection.settings(profile, client_id="relay"),
        acks="all",
        enable_idempotence=True,
        compression_type=None,
        linger_ms=2,
        max_request_size=RECORD_LIMIT + ROOM,
    )
