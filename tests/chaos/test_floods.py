"""Whoever floods waits for himself: what others say, and what he says by the urgent topic, is recorded beside his flood and not behind it."""

from dataclasses import replace
from datetime import datetime
from typing import Final

import psycopg

from consumers.intake.batching import Limits
from habarshy.enrolment.demo import DemoBus
from tests.chaos.recorded import accepted, dispositions
from tests.integration.bus.conftest import Pair, running
from tests.integration.bus.speaking import Agency, Raw

FLOOD: Final = 3_000
_BATCHES: Final = 2
"""One is read while the one before it is stored."""


async def test_a_flood_keeps_nobodys_message_waiting_and_not_its_senders_own_alert(
    bus: DemoBus, ledger: str, pair: Pair
) -> None:
    """All of it lies on the wire before anybody reads."""
    flooding, prosecutor = pair
    garbage = Raw(f"outbox.{flooding.id}", b"k", b"no envelope", [])
    await flooding.write(*[garbage] * FLOOD)
    alert, quiet = urgent(flooding, prosecutor), prosecutor.notice(flooding)
    await flooding.write(alert)
    await prosecutor.write(quiet)

    async with running(bus, ledger):
        await accepted(flooding, alert)
        async with prosecutor.hearing() as told:
            await told.answer(quiet)
        async with flooding.hearing() as heard:
            await heard.answer_at(FLOOD - 1)

    assert [became for _, became in dispositions(ledger, flooding)] == ["REJECTED"] * FLOOD
    for topic in (f"urgent.{flooding.id}", f"outbox.{prosecutor.id}"):
        before = recorded_before(ledger, flooding, recorded_at(ledger, topic))
        assert before <= _BATCHES * Limits().agency_records, topic


def urgent(sender: Agency, to: Agency) -> Raw:
    """A notice in the sender's own topic for what is immediate."""
    notice, topic = sender.notice(to), f"urgent.{sender.id}"
    line = (notice.value or b"").partition(b"\n")[0]
    signer = sender.profile.keyring().newest_signer()
    said = signer.record(network=sender.profile.network, topic=topic, envelope_line=line)
    headers = [("habarshy-signature", said.signature.encode()), ("habarshy-key", said.key.encode())]
    return replace(notice, topic=topic, headers=headers)


def recorded_at(ledger: str, topic: str) -> datetime:
    with psycopg.connect(ledger) as asked:
        ((at,),) = asked.execute("select recorded_at from disposition where topic = %s", (topic,)).fetchall()
    assert isinstance(at, datetime)
    return at


def recorded_before(ledger: str, agency: Agency, at: datetime) -> int:
    """So many records of its outbox."""
    asked = "select count(*) from disposition where topic = %s and recorded_at < %s"
    with psycopg.connect(ledger) as connection:
        ((number,),) = connection.execute(asked, (f"outbox.{agency.id}", at)).fetchall()
    return int(number)
