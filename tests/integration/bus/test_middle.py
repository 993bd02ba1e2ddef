"""From an outbox into an inbox through the real middle, and the answer back."""

import asyncio
from dataclasses import replace
from typing import Final

import orjson
import psycopg
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from consumers.intake import rescue
from habarshy.enrolment.demo import DemoBus
from producers import connection
from schemas.codec import delivery
from services.keys import batches, signing
from tests.integration.bus import poison
from tests.integration.bus.conftest import Pair
from tests.integration.bus.speaking import Raw
from tests.unit.intake import batches as batch_bytes

pytestmark = pytest.mark.usefixtures("middle")
FLIPPED: Final = 40


async def test_a_notice_reaches_its_recipient_and_its_sender_is_told(pair: Pair) -> None:
    investigator, prosecutor = pair
    notice = investigator.notice(prosecutor)

    await investigator.write(notice)

    async with investigator.hearing() as told, prosecutor.hearing() as heard:
        answer = await told.answer(notice)
        record = await heard.message(notice)
    assert (answer["type"], answer["disposition"]) == ("acceptance", "ROUTED")
    assert (record.key, record.value) == (notice.key, notice.value)


async def test_what_is_delivered_proves_who_sent_it_and_that_the_bus_delivered_it(pair: Pair, bus: DemoBus) -> None:
    investigator, prosecutor = pair
    notice = investigator.notice(prosecutor)
    await investigator.write(notice)
    async with prosecutor.hearing() as heard, investigator.hearing() as told:
        record, answer = await heard.message(notice), await told.answer(notice)

    headers = delivery.read_headers(record.headers)
    parts = delivery.leaf_parts(topic=record.topic, key=record.key, value=record.value, headers=headers)
    network, relay = prosecutor.profile.network, bus.principal("relay").keyring().newest_signer("relay")
    assert batches.verifies(headers.batch, batches.leaf(parts), network=network, public=relay.public)
    assert headers.signature is not None
    assert headers.delivered is not None
    text = signing.signed_text(
        network=network, topic=headers.delivered.record.topic, envelope_line=record.value.partition(b"\n")[0]
    )
    own = investigator.profile.keyring().newest_signer()
    assert signing.verifies(headers.signature.signature, text, public=own.public)
    assert headers.delivered.leaf == answer["leaf"]


async def test_the_receipt_goes_back_to_the_sender(pair: Pair) -> None:
    investigator, prosecutor = pair
    notice = investigator.notice(prosecutor)
    await investigator.write(notice)
    async with prosecutor.hearing() as heard:
        await heard.message(notice)
    receipt = prosecutor.receipt(notice, investigator)

    await prosecutor.write(receipt)

    async with investigator.hearing() as told:
        assert (await told.message(receipt)).key == notice.key


async def test_a_receipt_that_is_faster_than_its_notice_waits_for_it(pair: Pair) -> None:
    investigator, prosecutor = pair
    notice = investigator.notice(prosecutor)
    receipt = prosecutor.receipt(notice, investigator)

    await prosecutor.write(receipt)
    async with prosecutor.hearing() as heard:
        first = await heard.answer(receipt)
        await investigator.write(notice)
        answers = await heard.answers(receipt, number=2)

    assert first["disposition"] == "PARKED"
    assert [answer["disposition"] for answer in answers] == ["PARKED", "ROUTED"]


async def test_a_repetition_is_delivered_once(pair: Pair) -> None:
    investigator, prosecutor = pair
    notice, last = investigator.notice(prosecutor), investigator.notice(prosecutor)

    await investigator.write(notice, notice, last)

    async with investigator.hearing() as told, prosecutor.hearing() as heard:
        answers = await told.answers(notice, number=2)
        await heard.message(last)
    assert [answer["disposition"] for answer in answers] == ["ROUTED", "DUPLICATE"]
    assert [envelope["id"] for envelope in heard.envelopes] == [notice.id, last.id]


async def test_forgeries_and_flipped_bits_are_rejected_and_nothing_of_them_is_delivered(pair: Pair) -> None:
    investigator, prosecutor = pair
    notice = investigator.notice(prosecutor)
    line, _, body = (notice.value or b"").partition(b"\n")
    forged = prosecutor.said(orjson.loads(line), body)
    sandboxed = investigator.notice(prosecutor, network="sandbox")
    flipped = [_flipped(notice, number) for number in range(FLIPPED)]
    last = investigator.notice(prosecutor)

    (of_forged,) = await prosecutor.write(forged)
    offsets = await investigator.write(sandboxed, *flipped, last)

    async with investigator.hearing() as told, prosecutor.hearing() as heard:
        await heard.message(last)
        answers = [await told.answer_at(offset) for offset in offsets[:-1]]
        of_forgery = await heard.answer_at(of_forged)
    assert {answer["type"] for answer in answers} == {"rejection"}
    assert of_forgery["code"] == "HB-2401"
    assert [envelope["id"] for envelope in heard.envelopes if envelope["sender"] != "bus"] == [last.id]


async def test_garbage_gets_its_rejection_and_stops_nobody(pair: Pair) -> None:
    investigator, prosecutor = pair
    topic = f"outbox.{investigator.id}"
    garbage = [
        Raw(topic, b"k", None, []),
        Raw(topic, b"\xff", b"\xff\xff", [("habarshy-signature", None), ("reply_to", b"inbox.victim")]),
        Raw(topic, b"k", b"[" * 100_000, [("a", b"\xff")]),
    ]
    last = investigator.notice(prosecutor)

    offsets = await investigator.write(*garbage, last)

    async with investigator.hearing() as told, prosecutor.hearing() as heard:
        answers = [await told.answer_at(offset) for offset in offsets[:-1]]
        await heard.message(last)
    assert {answer["type"] for answer in answers} == {"rejection"}


async def test_a_header_whose_name_is_no_text_is_rescued_with_its_neighbours(pair: Pair, bus: DemoBus) -> None:
    investigator, prosecutor = pair
    before, bad, after = (investigator.notice(prosecutor) for _ in range(3))

    first = await poison.write(investigator, before, bad, after, poisoned=1)
    last = investigator.notice(prosecutor)
    await investigator.write(last)

    async with investigator.hearing() as told, prosecutor.hearing() as heard:
        rejection = await told.answer_at(first + 1)
        for notice in (before, after, last):
            await heard.message(notice)
    assert (rejection["type"], rejection["code"]) == ("rejection", "HB-1013")
    assert bad.id not in [envelope["id"] for envelope in heard.envelopes]
    await _aiokafka_alone_cannot(investigator.id, first, bus)


async def _aiokafka_alone_cannot(agency: str, offset: int, bus: DemoBus) -> None:
    """The library's own reading of the same offsets, without our guard."""
    settings = connection.settings(bus.principal("intake"), client_id="alone")
    consumer = AIOKafkaConsumer(**settings, auto_offset_reset="earliest", enable_auto_commit=False)
    async with consumer:
        partition = TopicPartition(f"outbox.{agency}", 0)
        consumer.assign([partition])
        consumer.seek(partition, offset)
        for _ in range(3):
            with pytest.raises(UnicodeDecodeError):
                async with asyncio.timeout(10):
                    await consumer.getmany(timeout_ms=5000)
        rescued = await rescue.fetch(consumer, partition, offset)
    assert [one.offset for one in rescued][:3] == [offset, offset + 1, offset + 2]
    assert rescued[1].headers[-1] == (batch_bytes.NAME, b"x")


async def test_an_immediate_message_goes_by_its_own_topic(pair: Pair) -> None:
    investigator, prosecutor = pair
    notice = investigator.notice(prosecutor)
    topic = f"urgent.{investigator.id}"
    line = (notice.value or b"").partition(b"\n")[0]
    signer = investigator.profile.keyring().newest_signer()
    signature = signer.record(network=investigator.profile.network, topic=topic, envelope_line=line)
    urgent = replace(
        notice,
        topic=topic,
        headers=[("habarshy-signature", signature.signature.encode()), ("habarshy-key", signature.key.encode())],
    )

    await investigator.write(urgent)

    async with prosecutor.hearing() as heard:
        record = await heard.message(urgent)
    delivered = delivery.read_headers(record.headers).delivered
    assert delivered is not None
    assert delivered.record.topic == topic


async def test_an_inbox_is_written_again_when_its_agency_asks(pair: Pair) -> None:
    investigator, prosecutor = pair
    notice = investigator.notice(prosecutor)
    await investigator.write(notice)
    async with prosecutor.hearing() as heard:
        await heard.message(notice)
        resync = {
            "type": "resync",
            "schema_version": "1.0",
            "language": "kk",
            "since": "2026-01-01T00:00:00Z",
        } | prosecutor._own()
        await prosecutor.write(prosecutor.said(resync))

        ids = [one["id"] for one in await heard.until(lambda all_: [o["id"] for o in all_].count(notice.id) == 2)]
    assert ids.count(notice.id) == 2


async def test_every_offset_has_one_disposition(pair: Pair, ledger: str) -> None:
    investigator, prosecutor = pair
    last = investigator.notice(prosecutor)
    await investigator.write(*(investigator.notice(prosecutor) for _ in range(5)), last)
    async with prosecutor.hearing() as heard:
        await heard.message(last)

    with psycopg.connect(ledger) as asked:
        rows = asked.execute(
            "select record_offset from disposition where topic = %s order by 1", (f"outbox.{investigator.id}",)
        ).fetchall()
        (next_offset,) = asked.execute(
            "select next_offset from position where topic = %s", (f"outbox.{investigator.id}",)
        ).fetchone() or (None,)
    assert [offset for (offset,) in rows] == list(range(len(rows)))
    assert next_offset == len(rows)


def _flipped(raw: Raw, number: int) -> Raw:
    value = bytearray(raw.value or b"")
    bit = number * len(value) * 8 // FLIPPED
    value[bit // 8] ^= 1 << bit % 8
    return replace(raw, value=bytes(value))
