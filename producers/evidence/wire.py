"""Writing heads of the evidence log by Kafka. A producer that failed once is not used again: what it still holds may be stored or not."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from producers import closing, connection, cut_off
from producers.profile import ClientProfile
from schemas import topics
from schemas.codec.record import RECORD_LIMIT, Record

DEADLINE_S: Final = 15.0
"""An idempotent send would wait for ever for brokers that do not answer."""
ROOM: Final = 4_096
"""For a record's key, its headers, and what Kafka adds: as much as the topic has."""
FAILED: Final = (KafkaError, TimeoutError, OSError)
"""What makes an outcome unknown. A timeout does not mean that the record is not stored."""


@dataclass(slots=True)
class KafkaPublishing:
    """Asked one record at a time; whoever has it closes it."""

    profile: ClientProfile
    deadline_s: float = DEADLINE_S
    _producer: AIOKafkaProducer | None = field(default=None, repr=False)

    async def write(self, record: Record) -> None:
        """Any of FAILED where it is not known what became of it."""
        try:
            with cut_off.translated():
                async with asyncio.timeout(self.deadline_s):
                    producer = await self._opened()
                    topic = topics.EVIDENCE.name
                    await producer.send_and_wait(topic, record.value, record.key, partition=0, headers=record.headers)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await closing.producer(producer)

    async def _opened(self) -> AIOKafkaProducer:
        if self._producer is None:
            self._producer = made(self.profile)
            await self._producer.start()
        return self._producer


def made(profile: ClientProfile) -> AIOKafkaProducer:
    """Every setting that matters is said."""
    return AIOKafkaProducer(
        **connection.settings(profile, client_id="sequencer"),
        acks="all",
        enable_idempotence=True,
        compression_type=None,
        linger_ms=0,
        max_request_size=RECORD_LIMIT + ROOM,
    )
