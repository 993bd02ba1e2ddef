"""The client library sees no header and no setting of its own choice: what strangers write never decides what becomes of a record."""

import inspect
from typing import Final, cast

import pytest
from aiokafka import ConsumerRecord
from faststream.kafka import KafkaMessage
from faststream.kafka.parser import AioKafkaParser

from consumers.inbox import wire

PARSER: Final = AioKafkaParser(KafkaMessage, None)
HOSTILE: Final = {
    "a null value": ("x", None),
    "a value that is no text": ("x", b"\xff\xfe"),
    "an address for an answer": ("reply_to", b"outbox.police-medeu"),
    "a type of content": ("content-type", b"application/json"),
}


def record(*headers: tuple[str, bytes | None], value: bytes | None = b"{") -> ConsumerRecord:
    return ConsumerRecord("inbox.a", 0, 7, 1_772_770_000_000, 1, b"k", value, None, 1, 1, headers)


async def librarys(given: wire.Record) -> KafkaMessage:
    return cast("KafkaMessage", await PARSER.parse_message(given))


@pytest.mark.parametrize("case", HOSTILE)
async def test_no_header_reaches_the_library_and_each_reaches_us(case: str) -> None:
    given = record(HOSTILE[case])

    message = await wire._parse(given, librarys)

    assert (message.headers, message.reply_to, message.content_type) == ({}, "", None)
    assert wire.raw(message.raw_message).headers == (HOSTILE[case],)


@pytest.mark.parametrize("value", [None, b"", b"{", b"\xff"])
async def test_a_value_stays_the_bytes_that_it_is(value: bytes | None) -> None:
    message = await wire._parse(record(value=value), librarys)

    assert await wire._decode(message) == (value or b"")
    assert wire.raw(message.raw_message).value == value


def test_what_could_lose_a_record_is_set_against_the_librarys_own_choice() -> None:
    from faststream.kafka import KafkaBroker

    theirs = inspect.signature(KafkaBroker.subscriber).parameters

    assert theirs["auto_offset_reset"].default == "latest"
    assert wire.SETTINGS["auto_offset_reset"] == "earliest"
    assert wire.SETTINGS["isolation_level"] == "read_uncommitted"
    assert wire.SETTINGS["check_crcs"] is True
