"""Writes entries of the reference log. One operator writes at a time; what it did not hear the end of it writes again, the same bytes."""

import asyncio
from collections.abc import Sequence
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from producers import closing, connection
from producers.profile import ClientProfile
from schemas import topics
from schemas.codec.record import RECORD_LIMIT, Record
from schemas.errors.tree import Finding, LogError

DEADLINE_S: Final = 30.0
"""An idempotent send would wait for ever for brokers that do not answer."""

_ROOM: Final = 65_536
"""For what Kafka itself adds to a record."""


async def write(profile: ClientProfile, records: Sequence[Record], *, seconds: float = DEADLINE_S) -> None:
    """All of them in their order, each acknowledged by every replica in sync; LogError where that is not known."""
    producer = AIOKafkaProducer(
        **connection.settings(profile, client_id=f"{profile.user or profile.agency}-reference"),
        acks="all",
        enable_idempotence=True,
        compression_type=None,
        max_request_size=RECORD_LIMIT + _ROOM,
    )
    try:
        async with asyncio.timeout(seconds):
            await producer.start()
            sent = [
                await producer.send(topics.REFERENCE.name, r.value, r.key, partition=0, headers=r.headers)
                for r in records
            ]
            await asyncio.gather(*sent)
    except (TimeoutError, KafkaError, OSError) as error:
        raise LogError(Finding("HB-8214", "", {"what": type(error).__name__})) from error
    finally:
        await closing.producer(producer)
