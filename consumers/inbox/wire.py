"""The client under the Inbox: FastStream over aiokafka, every setting that matters said, no header ever looked at by it."""

import copy
from collections.abc import Awaitable, Callable
from typing import Any, Final, Literal, TypeAlias, TypedDict

from aiokafka import ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.security import SASLScram512

from consumers import stamps
from consumers.inbox.records import RawRecord
from consumers.intake.rescue import Rescued
from producers import connection
from producers.profile import ClientProfile

Record: TypeAlias = "ConsumerRecord[bytes, bytes]"
Hear = Callable[[Record], Awaitable[None]]


class Settings(TypedDict):
    """What a subscriber is made with. The library's own defaults lose records: each that matters is named here."""

    auto_offset_reset: Literal["earliest"]
    isolation_level: Literal["read_uncommitted"]
    check_crcs: bool
    max_poll_interval_ms: int
    session_timeout_ms: int
    heartbeat_interval_ms: int


SETTINGS: Final = Settings(
    auto_offset_reset="earliest",  # "latest" would pass over what came while no position was known
    isolation_level="read_uncommitted",  # nobody writes an inbox in transactions, and one left open would stop us
    check_crcs=True,
    max_poll_interval_ms=300_000,
    session_timeout_ms=10_000,
    heartbeat_interval_ms=3_000,
)


def broker(profile: ClientProfile, *, client_id: str) -> KafkaBroker:
    """A broker that can only read: without a producer nothing can be published by what a header says."""
    security = None
    if profile.security == "sasl-ssl":
        security = SASLScram512(profile.user, profile.password, ssl_context=connection.trusting(profile.ca))
    return KafkaBroker(
        list(profile.bootstrap),
        client_id=client_id,
        request_timeout_ms=connection.REQUEST_TIMEOUT_MS,
        security=security,
        consumer_only=True,
        allow_auto_create_topics=False,
        parser=_parse,
        decoder=_decode,
        graceful_timeout=15.0,
        logger=None,
    )


def subscribe(made: KafkaBroker, topic: str, *, group: str, listener: ConsumerRebalanceListener, hear: Hear) -> Any:  # noqa: ANN401 - FastStream's own type is internal
    """One worker, record by record: offsets are ours, and so is every answer."""
    subscriber: Any = made.subscriber(
        topic,
        group_id=group,
        ack_policy=AckPolicy.MANUAL,
        no_reply=True,
        listener=listener,
        **SETTINGS,
    )

    @subscriber  # type: ignore[untyped-decorator] # which of FastStream's subscribers it is depends on the arguments
    async def heard(message: KafkaMessage) -> None:
        await hear(message.raw_message)

    return subscriber


def _bare(record: Record) -> Record:
    """The record without headers: the library's own parser would skip it for a strange value, and answer to whom it names."""
    bare = copy.copy(record)  # keeps what the library hung on it; `replace` would lose that
    bare.headers = ()
    return bare


async def _parse(record: Record, original: Callable[[Record], Awaitable[KafkaMessage]]) -> KafkaMessage:
    message = await original(_bare(record))
    message.raw_message = record
    message.body = record.value or b""
    return message


async def _decode(message: KafkaMessage) -> bytes:
    """Bytes stay bytes: what they say is judged by us, where nothing is lost if they say nothing."""
    return bytes(message.body)


def raw(record: Record) -> RawRecord:
    return RawRecord(
        record.topic,
        record.partition,
        record.offset,
        stamps.instant(record.timestamp),
        record.key,
        record.value,
        tuple(record.headers),
    )


def rescued(partition: TopicPartition, record: Rescued) -> RawRecord:
    """A record that the client library could not read."""
    at = stamps.instant(record.timestamp_ms)
    place = (partition.topic, partition.partition, record.offset)
    return RawRecord(*place, at, record.key, record.value, record.headers)
