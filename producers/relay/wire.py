"""Writing to inboxes by Kafka. A producer that failed once is not used again: what it still holds may be stored or not."""

import asyncio
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, TopicAuthorizationFailedError
from aiokafka.producer.message_accumulator import BatchBuilder

from producers import closing, connection, cut_off
from producers.profile import ClientProfile
from producers.relay.packing import Packed
from schemas.codec.record import RECORD_LIMIT

ROOM: Final = 16_384
"""For a record's key, its headers, and what Kafka adds: as much as inboxes have."""
BATCH_BYTES: Final = 524_288
"""So many bytes go to one partition at a time: a partition has one batch under way."""
METADATA_S: Final = 3.0
"""After so long without a word of a topic there is none. The library would ask for as long as a request may take, ten times a second."""


class NotWrittenError(Exception):
    """Nothing was written, and the connection is as good as before: there is no such topic, or no right to it."""

    def __init__(self, what: str, *, is_of_rights: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.is_of_rights = is_of_rights


class Producing(Protocol):
    """A connection that writes records in order, until it fails for the first time."""

    async def start(self) -> None: ...

    async def write(self, topic: str, records: Sequence[Packed]) -> None:
        """Returns once all replicas in sync have all of these, in their order. While a topic is being written no more of it is asked.

        NotWrittenError where nothing of them was tried; any of FAILED where it is not known what became of them.
        """
        ...

    async def close(self) -> None: ...


Making = Callable[[], Producing]
FAILED: Final = (KafkaError, TimeoutError, OSError)
"""What makes an outcome unknown. A timeout does not mean that the record is not stored."""


class KafkaProducing:
    """One idempotent producer. Whole batches are built here: the library's way for single records costs four times as much."""

    def __init__(self, profile: ClientProfile) -> None:
        self._producer = made(profile)

    async def start(self) -> None:
        with cut_off.translated():
            await self._producer.start()

    async def write(self, topic: str, records: Sequence[Packed]) -> None:
        with cut_off.translated():
            partitions = await self._partitions(topic)
            answers = []
            for partition, batch in self._batches(records, partitions):
                answer = await self._producer.send_batch(batch, topic, partition=partition)
                answer.add_done_callback(_heard)
                answers.append(answer)
            for answer in answers:
                await answer

    async def close(self) -> None:
        await closing.producer(self._producer)

    async def _partitions(self, topic: str) -> int:
        try:
            async with asyncio.timeout(METADATA_S):
                return len(await self._producer.partitions_for(topic))
        except TopicAuthorizationFailedError as error:
            raise NotWrittenError(type(error).__name__, is_of_rights=True) from error
        except (KafkaError, TimeoutError) as error:
            raise NotWrittenError("UnknownTopicOrPartitionError") from error

    def _batches(self, records: Sequence[Packed], partitions: int) -> Iterator[tuple[int, BatchBuilder]]:
        for number, some in parted(records, partitions).items():
            batch = self._producer.create_batch()
            for record in some:
                if not _appended(batch, record):
                    batch.close()
                    yield number, batch
                    batch = self._producer.create_batch()
                    _appended(batch, record)
            batch.close()
            yield number, batch


def parted(records: Sequence[Packed], partitions: int) -> dict[int, list[Packed]]:
    """What bears one key stays in one partition, for as long as there are so many."""
    if partitions == 1:
        return {0: list(records)}
    found: dict[int, list[Packed]] = {}
    for record in records:
        found.setdefault(zlib.crc32(record.key) % partitions, []).append(record)
    return found


def _appended(batch: BatchBuilder, record: Packed) -> bool:
    """A batch that is empty takes a record of any length."""
    return batch.append(timestamp=None, key=record.key, value=record.value, headers=record.headers) is not None


def _heard(answer: "asyncio.Future[object]") -> None:
    """Whoever waits for several hears of the first that fails; nobody asks the others."""
    if not answer.cancelled():
        answer.exception()


def made(profile: ClientProfile) -> AIOKafkaProducer:
    """Every setting that matters is said. What is sealed does not compress, and a canary must be searchable."""
    return AIOKafkaProducer(
        **connection.settings(profile, client_id="relay"),
        acks="all",
        enable_idempotence=True,
        compression_type=None,
        linger_ms=0,
        max_batch_size=BATCH_BYTES,
        max_request_size=RECORD_LIMIT + ROOM,
    )
