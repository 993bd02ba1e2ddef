"""The two ends meet through the real middle: what an Outbox says an Inbox takes, and both hear what became of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from consumers.inbox.inbox import Pace
from habarshy import Effect, Inbox, Outbox, Received, Router
from habarshy.hearing import Running
from producers.outbox.drafting import About
from schemas.messages.body import Protocol
from schemas.messages.bus import Acceptance
from schemas.messages.envelope import Receipt
from schemas.messages.notices.detention import ProsecutorNotice
from tests import letterbox
from tests.integration.bus.conftest import Pair

QUICK = Running(Pace(look_s=0.2, answer_s=0.1))


@asynccontextmanager
async def running(inbox: Inbox) -> AsyncIterator[None]:
    task = asyncio.create_task(inbox.run())
    try:
        yield
    finally:
        inbox.stop()
        await task


async def test_a_notice_is_taken_and_its_sender_hears_of_the_acceptance_and_the_receipt(
    pair: Pair,
    middle: None,  # noqa: ARG001 - it is asked for so that it runs
) -> None:
    sender, recipient = (agency.profile for agency in pair)
    told: list[Received[ProsecutorNotice]] = []
    receipts: list[Receipt] = []
    of_recipient, of_sender = Router(), Router()

    @of_recipient.on(ProsecutorNotice)
    async def hear(message: Received[ProsecutorNotice], effect: Effect) -> None:
        await effect.execute("create table if not exists cases (protocol text)")
        await effect.execute("insert into cases values (?)", (message.said.protocol_number_and_time.number,))
        told.append(message)

    @of_sender.on(Receipt)
    async def hear_receipt(message: Received[Receipt], _: Effect) -> None:
        receipts.append(message.said)

    @of_sender.otherwise
    async def hear_other(message: Received[Any], effect: Effect) -> None: ...

    drawn_at = datetime.now(UTC) - timedelta(hours=1)
    said = ProsecutorNotice(
        detention_carried_out=True, protocol_number_and_time=Protocol(number="114", drawn_at=drawn_at)
    )
    async with Outbox(sender) as outbox:
        hearing = Inbox(sender, routers=[of_sender], outbox=outbox, running=QUICK)
        taking = Inbox(recipient, routers=[of_recipient], running=QUICK)
        async with running(hearing), running(taking):
            sent = await outbox.send(said, About(occasion=outbox.occasion()))
            answer = await asyncio.wait_for(outbox.accepted(sent.id), 40)
            await letterbox.until(lambda: bool(told and receipts), seconds=40)
    assert isinstance(answer, Acceptance)
    assert [message.said.protocol_number_and_time.number for message in told] == ["114"]
    assert [(receipt.name, receipt.regards.id) for receipt in receipts] == [("taken", sent.id)]
    assert told[0].delivered is not None
    assert told[0].delivered.leaf == answer.leaf
