"""One bit is enough: neither the bus nor a recipient takes a record that is not, to the last bit, what its sender and the bus have signed."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from aiokafka import AIOKafkaProducer

from consumers.inbox.inbox import Pace
from habarshy import Effect, Inbox, Outbox, Received, Router
from habarshy.enrolment.demo import DemoBus
from habarshy.hearing import Running
from producers import connection
from producers.outbox.drafting import About
from schemas.messages.body import Protocol
from schemas.messages.notices.detention import ProsecutorNotice
from tests import letterbox
from tests import whole as wholes
from tests.integration.bus.conftest import Pair
from tests.integration.bus.speaking import Raw
from tests.security import flipping
from tests.security.flipping import Flipped

pytestmark = pytest.mark.usefixtures("middle")
QUICK = Running(Pace(look_s=0.2, answer_s=0.1))


async def test_the_bus_rejects_every_record_with_a_flipped_bit_and_delivers_the_genuine_one(
    pair: Pair, ledger: str
) -> None:
    investigator, prosecutor = pair
    notice = investigator.notice(prosecutor)
    signed = [(name, value or b"") for name, value in notice.headers]
    flips = flipping.flipped(notice.key or b"", notice.value or b"", signed)
    raw = [Raw(notice.topic, one.key, one.value, one.headers) for one in flips]
    half = len(raw) // 2

    # Before the genuine one, when nobody knows its name, and after it.
    offsets = await investigator.write(*raw[:half], notice, *raw[half:])

    genuine, others = offsets[half], [*offsets[:half], *offsets[half + 1 :]]
    await letterbox.until(lambda: next_offset(ledger, notice.topic) == max(offsets) + 1, seconds=120)
    became = dispositions(ledger, notice.topic)
    passed = {one.what: became[at] for one, at in zip(flips, others, strict=True) if became[at] != "REJECTED"}
    assert passed == {}
    assert became[genuine] == "ROUTED"
    last = investigator.notice(prosecutor)
    await investigator.write(last)
    async with prosecutor.hearing() as heard:
        await heard.message(last)
    assert [one["id"] for one in heard.envelopes if one["sender"] != "bus"] == [notice.id, last.id]
    assert next((record.key, record.value) for record in heard.records) == (notice.key, notice.value)


def next_offset(ledger: str, topic: str) -> int:
    with psycopg.connect(ledger) as asked:
        found = asked.execute("select next_offset from position where topic = %s", (topic,)).fetchone()
    return int(found[0]) if found else 0


def dispositions(ledger: str, topic: str) -> dict[int, str]:
    with psycopg.connect(ledger) as asked:
        rows = asked.execute("select record_offset, disposition from disposition where topic = %s", (topic,))
        return {int(offset): str(disposition) for offset, disposition in rows}


async def test_a_recipient_hears_the_genuine_record_and_puts_every_flipped_one_aside(pair: Pair, bus: DemoBus) -> None:
    investigator, prosecutor = pair
    drawn_at = datetime.now(UTC) - timedelta(hours=1)
    said = ProsecutorNotice(
        detention_carried_out=True, protocol_number_and_time=Protocol(number="114", drawn_at=drawn_at)
    )
    async with Outbox(investigator.profile) as outbox, prosecutor.hearing() as heard:
        ids = [str((await outbox.send(said, About(occasion=outbox.occasion()))).id) for _ in range(3)]
        await heard.until(lambda told: {one["id"] for one in told} >= set(ids))
    record = heard.records[-1]
    flips = flipping.flipped(record.key, record.value, record.headers)
    await deliver(bus, record.topic, flips)
    taken: dict[str, list[str]] = {}
    router = Router()

    @router.otherwise
    async def hear(message: Received[Any], _: Effect) -> None:
        taken.setdefault(message.sender, []).append(str(message.envelope.id))

    inbox = Inbox(prosecutor.profile, routers=[router], running=QUICK)
    async with wholes.listening(inbox):
        await letterbox.until(lambda: inbox.lag == 0, seconds=120)
        letters = await inbox.letters()
    # Beside them it hears what the bus says of its receipts.
    assert sorted(taken.get(investigator.id, [])) == sorted(ids)
    assert taken.keys() <= {investigator.id, "bus"}
    assert len(letters) == len(flips) > 0
    assert {letter.letter.because for letter in letters} == {"unproved"}


async def deliver(bus: DemoBus, inbox: str, flips: list[Flipped]) -> None:
    """As whoever stole the relay's password could, but not its key."""
    settings = connection.settings(bus.principal("relay"), client_id="thief")
    async with AIOKafkaProducer(**settings, acks="all", enable_idempotence=True) as producer:
        sent = [await producer.send(inbox, one.value, one.key, partition=0, headers=list(one.headers)) for one in flips]
        await asyncio.gather(*sent)
