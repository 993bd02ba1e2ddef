"""Reads a batch that aiokafka cannot: a header's name need not be UTF-8 on the wire, and there aiokafka stops for ever.

It asks the leader for the bytes by the consumer's own connection and takes them apart itself. Everything that touches
aiokafka's inner parts for this stands here, and holds for the version that is locked.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import CorruptRecordException, for_code
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.record.default_records import DefaultRecordBase, _DefaultRecordBatchPy

BYTES: Final = 2 * 1024 * 1024
"""More than one record may have; the broker gives at least one batch, whatever its size."""
_WAIT_MS: Final = 100
_FRAME: Final = struct.Struct(">qi")
"""How a batch begins: its first offset, and how many bytes follow."""
_SEVEN_BITS: Final = 0x7F


@dataclass(frozen=True, slots=True)
class Rescued:
    """A record as its bytes say it."""

    offset: int
    timestamp_ms: int
    timestamp_type: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[bytes, bytes | None], ...]


async def fetch(consumer: AIOKafkaConsumer, partition: TopicPartition, offset: int) -> list[Rescued]:
    """The records from an offset on, as many as whole batches came; KafkaError where the leader gives none."""
    client = consumer._client  # noqa: SLF001 - the consumer offers no way to its bytes
    node = client.cluster.leader_for_partition(partition)
    asked = [(partition.topic, [(partition.partition, offset, BYTES)])]
    answer: Any = await client.send(node, FetchRequest(_WAIT_MS, 1, BYTES, 0, asked))
    ((_, ((_, error_code, *_, content),)),) = answer.topics
    if error_code:
        raise for_code(error_code)
    return [record for record in records(content or b"") if record.offset >= offset]


def records(content: bytes) -> Iterator[Rescued]:
    """Every record of the whole batches in these bytes; the last batch may be cut off."""
    start = 0
    while start + _FRAME.size <= len(content):
        _, length = _FRAME.unpack_from(content, start)
        end = start + _FRAME.size + length
        if end > len(content):
            return
        yield from _of_batch(content[start:end])
        start = end


def _of_batch(content: bytes) -> Iterator[Rescued]:
    batch = _DefaultRecordBatchPy(content)
    if not batch.validate_crc():
        raise CorruptRecordException("the checksum does not fit")
    if batch.is_control_batch:
        return
    batch._maybe_uncompress()  # noqa: SLF001 - it is aiokafka's own reading that stops at the name of a header
    reading = _Reading(bytes(batch._buffer), batch._pos)  # noqa: SLF001 - likewise
    appended = batch.timestamp_type == DefaultRecordBase.LOG_APPEND_TIME
    for _ in range(batch._num_records):  # noqa: SLF001 - likewise
        reading.number()
        reading.number()
        delta = reading.number()
        offset = batch.base_offset + reading.number()
        timestamp = batch.max_timestamp if appended else batch.first_timestamp + delta
        key, value = reading.text(), reading.text()
        headers = tuple((reading.text() or b"", reading.text()) for _ in range(reading.number()))
        yield Rescued(offset, timestamp, batch.timestamp_type, key, value, headers)


@dataclass(slots=True)
class _Reading:
    """Zigzag numbers, and texts with their length before them, as Kafka writes them."""

    content: bytes
    at: int

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.content[self.at]
            self.at += 1
            value |= (byte & _SEVEN_BITS) << shift
            if byte <= _SEVEN_BITS:
                return (value >> 1) ^ -(value & 1)
            shift += 7

    def text(self) -> bytes | None:
        length = self.number()
        if length < 0:
            return None
        start, self.at = self.at, self.at + length
        return self.content[start : self.at]
