"""What a session asks of client and broker beside the stream of records: what is at hand, where a log ends, what lies at an offset."""

import itertools
import logging
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.client import ConnectionGroup
from aiokafka.errors import CorruptRecordException, KafkaError

from consumers import ends
from consumers.inbox import wire
from consumers.inbox.positions import Log
from consumers.inbox.records import RawRecord
from consumers.intake import rescue
from producers import cut_off

_log: Final = logging.getLogger("habarshy.inbox")


async def log(consumer: AIOKafkaConsumer, partition: TopicPartition) -> Log:
    with cut_off.translated():
        found = await ends.asked(consumer, [partition])
    return Log(*found[partition])


def connection(consumer: AIOKafkaConsumer, partition: TopicPartition) -> tuple[object, object]:
    """By which broker, and by which connection to it, records come now. A log loses its end only where one of the two becomes another."""
    client = consumer._client  # noqa: SLF001 - the consumer does not say when it was cut off
    leader = client.cluster.leader_for_partition(partition)
    return leader, client._conns.get((leader, ConnectionGroup.DEFAULT))  # noqa: SLF001 - likewise


async def at_hand(consumer: AIOKafkaConsumer, before: RawRecord, *, most: int) -> list[RawRecord]:
    """What the client has fetched already and what follows this record without a gap; nobody waits for more."""
    partition = TopicPartition(before.topic, before.partition)
    try:
        with cut_off.translated():
            found = await consumer.getmany(partition, timeout_ms=0, max_records=most)
    except (UnicodeDecodeError, KafkaError, OSError):
        return []  # the client stands where it stood, and says it again when it is asked for the next record
    raws = [wire.raw(record) for record in found.get(partition, ())]
    offsets = itertools.count(before.offset + 1)
    following = [
        raw for raw, _ in itertools.takewhile(lambda pair: pair[0].offset == pair[1], zip(raws, offsets, strict=False))
    ]
    if len(following) < len(raws):
        consumer.seek(partition, before.offset + len(following) + 1)
    return following


async def content(consumer: AIOKafkaConsumer, partition: TopicPartition, offset: int) -> list[rescue.Rescued]:
    """What lies there and behind it, out of the bytes themselves."""
    with cut_off.translated():
        return await rescue.fetch(consumer, partition, offset)


async def known_again(
    consumer: AIOKafkaConsumer, partition: TopicPartition, mark: str, *, position: int, within: Log
) -> bool:
    """Whether the last record that was taken lies where it lay. A wire that lost its end and was filled again has another there.

    What was deleted as too old, what is shorter than it was, and what cannot be read any more leaves nothing to compare;
    then it is the next record that shows what is gone.
    """
    if not within.begin < position <= within.end:
        return True
    try:
        found = await content(consumer, partition, position - 1)
    except CorruptRecordException:
        _log.warning("the last record taken cannot be read again", extra={"action": "unplaced"})
        return True
    return bool(found) and found[0].offset == position - 1 and wire.rescued(partition, found[0]).mark == mark
