"""A producer that is used until its first error, and then thrown away."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from producers import connection, cut_off
from producers.outbox.kept import Kept
from producers.profile import ClientProfile
from schemas.codec.record import KEY_HEADER, RECORD_LIMIT, SIGNATURE_HEADER

# A record's envelope of Kafka's own: lengths, timestamps, headers.
REQUEST_LIMIT: Final = RECORD_LIMIT + 65_536
CLOSING_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Ack:
    """Where the wire has put the record, and when, by its own clock."""

    partition: int
    offset: int
    received_at: datetime


class Wire(Protocol):
    """What the Outbox needs of a producer."""

    async def start(self) -> None: ...

    async def send(self, message: Kept) -> Ack:
        """The wire's word that it has the record. Any error leaves open whether it has."""
        ...

    async def close(self) -> None:
        """Ends it at once, whatever is under way."""
        ...


OpenWire = Callable[[], Wire]


def settings() -> dict[str, Any]:
    """How every producer of ours is made: what the library would set otherwise may lose or reorder a notice."""
    return {
        "acks": "all",
        "enable_idempotence": True,
        "max_request_size": REQUEST_LIMIT,
        "compression_type": None,
        "linger_ms": 0,
        "metadata_max_age_ms": 60_000,
    }


class KafkaWire:
    """An idempotent producer of aiokafka."""

    def __init__(self, profile: ClientProfile, *, client_id: str) -> None:
        self._producer = AIOKafkaProducer(**connection.settings(profile, client_id=client_id), **settings())

    async def start(self) -> None:
        with cut_off.translated():
            await self._producer.start()

    async def send(self, message: Kept) -> Ack:
        signature = message.signature
        headers = [(SIGNATURE_HEADER, signature.signature.encode()), (KEY_HEADER, signature.key.encode())]
        with cut_off.translated():
            put = await self._producer.send_and_wait(message.topic, message.value, message.key, headers=headers)
        return Ack(put.partition, put.offset, datetime.fromtimestamp(put.timestamp / 1000, UTC))

    async def close(self) -> None:
        """The library's own stop waits for records that an idempotent producer never gives up; these are sent again from the spool."""
        producer = self._producer
        producer._closed = True  # noqa: SLF001 - or it complains that nobody stopped it
        with contextlib.suppress(TimeoutError, KafkaError, OSError):
            async with asyncio.timeout(CLOSING_SECONDS):
                # Without its connections the sender cannot wait for an answer any more.
                await _whole(producer.client.close())
                await _whole(producer._sender.close())  # noqa: SLF001 - only stop() would, after waiting
        await _whole(producer.client.close())


async def _whole(closing: Awaitable[None]) -> None:
    """One part that does not close well keeps no other open."""
    with contextlib.suppress(KafkaError, OSError), cut_off.translated():
        await closing
