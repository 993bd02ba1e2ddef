"""Inbox records: whether the bus signed them, and whether the sender did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tests.independent.batches import BATCH, DELIVERY, check_batch
from tests.independent.canonical import Json, as_object, number_of, read_object, text_of
from tests.independent.errors import RefusedError
from tests.independent.keys import FindKey
from tests.independent.primitives import read_instant
from tests.independent.records import (
    KEY,
    SIGNATURE,
    Message,
    Place,
    Record,
    check_id,
    check_sender,
    headers_of,
    outbox_key,
    read_value,
)

_DELIVERY_FIELDS = {"leaf", "received_at", "record", "recorded_at"}
_RECORD_FIELDS = {"offset", "partition", "topic"}


@dataclass(frozen=True)
class Delivery:
    """Where the bus found an agency's message, and when."""

    topic: str
    received_at: datetime
    recorded_at: datetime


@dataclass(frozen=True)
class Delivered:
    """A message from an inbox; what the bus itself made has no delivery."""

    message: Message
    delivery: Delivery | None


def read_inbox(record: Record, find: FindKey, *, network: str, agency: str, at: datetime) -> Delivered:
    """Return what a record of `agency`'s inbox says; `at` is the record's own timestamp."""
    if record.topic != f"inbox.{agency}":
        raise RefusedError("not a record of this inbox")
    from_bus = SIGNATURE not in dict(record.headers)
    headers = headers_of(record, {BATCH} if from_bus else {BATCH, DELIVERY, SIGNATURE, KEY})
    check_batch(record, find, network=network, at=at)
    message = read_value(record.value)
    if from_bus:
        _check_from_bus(message, record)
        return Delivered(message, None)
    delivery = _read_delivery(headers[DELIVERY])
    check_sender(message, headers, place=Place(network, delivery.topic), find=find, at=delivery.received_at)
    if record.key != outbox_key(message.envelope).encode():
        raise RefusedError("the record has another key than its envelope says")
    return Delivered(message, delivery)


def bus_key(envelope: Mapping[str, Json]) -> str:
    """Return the key of an inbox record that the bus made."""
    if envelope.get("type") == "obligation":
        envelope = as_object(envelope.get("obligation"))
    return text_of(envelope, "occasion") if "occasion" in envelope else "bus"


def _check_from_bus(message: Message, record: Record) -> None:
    if message.envelope.get("sender") != "bus":
        raise RefusedError("an agency's message that poses as the bus's")
    check_id(message.envelope, 5)
    if record.key != bus_key(message.envelope).encode():
        raise RefusedError("the record has another key than its envelope says")


def _read_delivery(line: bytes) -> Delivery:
    delivery = read_object(line)
    place = as_object(delivery.get("record"))
    if set(delivery) != _DELIVERY_FIELDS or set(place) - {"wire_generation"} != _RECORD_FIELDS:
        raise RefusedError("the delivery has fields that it may not have")
    number_of(place, "offset")
    number_of(place, "partition")
    text_of(delivery, "leaf")
    received_at = read_instant(text_of(delivery, "received_at"))
    return Delivery(text_of(place, "topic"), received_at, read_instant(text_of(delivery, "recorded_at")))
