"""The topic `evidence`, read by offsets: no group, one partition, from the first record on or from where somebody stands."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import CorruptRecordException

from consumers import stamps, whole_log
from consumers.witness.published import Lying
from producers import closing, cut_off
from producers.profile import ClientProfile
from schemas import topics
from schemas.errors.tree import EvidenceError, Finding

PATIENCE_S: Final = 30.0
_PARTITION: Final = TopicPartition(topics.EVIDENCE.name, 0)


class Topic:
    """KafkaError or OSError where the brokers cannot be used."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer

    async def end(self) -> int:
        with cut_off.translated():
            async with asyncio.timeout(PATIENCE_S):
                return int((await self._consumer.end_offsets([_PARTITION]))[_PARTITION])

    async def read(self, first: int) -> AsyncIterator[Lying]:
        """All from this offset up to the end that the topic has when this is asked."""
        end = await self.end()
        self._consumer.seek(_PARTITION, first)
        while first < end:
            for one in await self._some(first):
                yield Lying(one.offset, stamps.instant(one.timestamp), one.key, one.value, one.headers)
                first = one.offset + 1

    async def _some(self, first: int) -> "Sequence[ConsumerRecord[bytes, bytes]]":
        """TimeoutError where nothing comes though there is more: a client that lost its right hears nothing and no error either."""
        try:
            with cut_off.translated():
                found = await self._consumer.getmany(_PARTITION, timeout_ms=int(PATIENCE_S * 1000))
        except (UnicodeDecodeError, CorruptRecordException) as error:
            raise EvidenceError(Finding("HB-8705", "", {"offset": first})) from error
        if not found:
            raise TimeoutError
        return list(found[_PARTITION])


@asynccontextmanager
async def opened(profile: ClientProfile) -> AsyncIterator[Topic]:
    consumer = whole_log.made(profile, client_id=f"{profile.user or profile.agency}-evidence")
    try:
        with cut_off.translated():
            await consumer.start()
        consumer.assign([_PARTITION])
        yield Topic(consumer)
    finally:
        await closing.consumer(consumer)
