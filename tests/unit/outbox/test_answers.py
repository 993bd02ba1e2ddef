"""What the bus answers reaches whoever asked, whether before or after, and is kept."""

import asyncio
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid5

import pytest

from producers.outbox.answers import Answers
from producers.outbox.errors import OutboxError
from producers.outbox.kept import Kept
from producers.outbox.outbox import Sent
from schemas.fields import AgencyId
from schemas.messages.bus import Acceptance, Rejection
from schemas.messages.parts import MessageRef, RecordRef
from schemas.texts import Text
from tests.unit.outbox.saying import notice, somewhere
from tests.unit.outbox.world import INVESTIGATOR, NOW, Bench

BUS = UUID("b5a353e5-7c3f-5ed1-9041-a136369bf44d")
TOPIC = f"outbox.{INVESTIGATOR}"


def acceptance(message: UUID, disposition: Literal["ROUTED", "DUPLICATE"] = "ROUTED") -> Acceptance:
    return Acceptance(
        type="acceptance",
        id=uuid5(BUS, f"{message}{disposition}"),
        schema_version="1.0",
        sender="bus",
        epoch=1,
        emitted_at=NOW,
        regards=MessageRef(sender=AgencyId(INVESTIGATOR), id=message),
        record=RecordRef(topic=TOPIC, partition=0, offset=7),
        received_at=NOW,
        disposition=disposition,
        leaf="0" * 64,
    )


def rejection(offset: int, message: UUID | None = None) -> Rejection:
    return Rejection(
        type="rejection",
        id=uuid5(BUS, str(offset)),
        schema_version="1.0",
        sender="bus",
        epoch=1,
        emitted_at=NOW,
        regards=MessageRef(sender=AgencyId(INVESTIGATOR), id=message) if message else None,
        record=RecordRef(topic=TOPIC, partition=0, offset=offset),
        received_at=NOW,
        code="HB-2104",
        field="/checklist",
        meaning=Text(en="-", kk="-", ru="-"),
        remedy=Text(en="-", kk="-", ru="-"),
        leaf="0" * 64,
    )


def down(_message: Kept, _producer: int) -> BaseException | None:
    return ConnectionError()


async def test_an_acceptance_is_heard_by_whoever_waits_for_it(tmp_path: Path) -> None:
    async with Bench(tmp_path).outbox() as outbox:
        sent = await outbox.send(notice(), somewhere(outbox))
        waiting = asyncio.create_task(outbox.accepted(sent.id))
        inbox: Answers = outbox
        await inbox.heard(acceptance(sent.id))
        async with asyncio.timeout(5):
            assert await waiting == acceptance(sent.id)


async def test_an_answer_that_came_before_is_still_there_after_a_restart(tmp_path: Path) -> None:
    async with Bench(tmp_path).outbox() as outbox:
        sent = await outbox.send(notice(), somewhere(outbox))
        await outbox.heard(rejection(0, sent.id))
    async with Bench(tmp_path).outbox() as outbox, asyncio.timeout(5):
        assert await outbox.accepted(sent.id) == rejection(0, sent.id)
        kept = await outbox.message(sent.id)
    assert kept is not None
    assert kept.state == "rejected"


async def test_a_rejection_of_a_record_that_could_not_be_read_finds_its_message_by_the_place(tmp_path: Path) -> None:
    async with Bench(tmp_path).outbox() as outbox, asyncio.timeout(5):
        first, second = [await outbox.send(notice(str(n)), somewhere(outbox)) for n in range(2)]
        assert isinstance(second, Sent)
        await outbox.heard(rejection(second.ack.offset))
        assert await outbox.accepted(second.id) == rejection(second.ack.offset)
        assert (await outbox.counts())["sent"].messages == 1
        assert first.id != second.id


async def test_what_the_bus_says_of_a_repeat_does_not_replace_what_it_said_of_the_first(tmp_path: Path) -> None:
    async with Bench(tmp_path).outbox() as outbox, asyncio.timeout(5):
        sent = await outbox.send(notice(), somewhere(outbox))
        await outbox.heard(acceptance(sent.id))
        await outbox.heard(acceptance(sent.id, "DUPLICATE"))
        assert await outbox.accepted(sent.id) == acceptance(sent.id)


async def test_the_rejection_of_a_record_that_only_claims_its_name_does_not_touch_an_accepted_message(
    tmp_path: Path,
) -> None:
    async with Bench(tmp_path).outbox() as outbox, asyncio.timeout(5):
        sent = await outbox.send(notice(), somewhere(outbox))
        await outbox.heard(acceptance(sent.id))
        await outbox.heard(rejection(8, sent.id))
        assert await outbox.accepted(sent.id) == acceptance(sent.id)
        # What waited for another and was told so is rejected at its own place.
        await outbox.heard(rejection(7, sent.id))
        assert await outbox.accepted(sent.id) == rejection(7, sent.id)


async def test_an_acceptance_proves_what_the_wire_never_confirmed(tmp_path: Path) -> None:
    bench = Bench(tmp_path, behaviour=down)
    async with bench.outbox() as outbox:
        packed = await outbox.keep(notice(), somewhere(outbox))
        await outbox.heard(acceptance(packed.id))
        bench.behaviour = lambda _m, _p: None
        async with asyncio.timeout(5):
            assert (await outbox.sent(packed.id)).offset == 7
            await outbox.send(notice(), somewhere(outbox))
        assert await outbox.waiting() == []
        said = len([i for i in bench.log.ids if i == str(packed.id)])
    async with Bench(tmp_path, log=bench.log).outbox():
        assert len([i for i in bench.log.ids if i == str(packed.id)]) == said


async def test_an_answer_to_somebody_elses_message_changes_nothing(tmp_path: Path) -> None:
    async with Bench(tmp_path).outbox() as outbox:
        sent = await outbox.send(notice(), somewhere(outbox))
        of_another = acceptance(sent.id).model_copy(
            update={"regards": MessageRef(sender=AgencyId("police-medeu"), id=sent.id)}
        )
        await outbox.heard(of_another)
        await outbox.heard(acceptance(outbox.mint()))
        assert set(await outbox.counts()) == {"sent"}


async def test_nobody_waits_for_the_answer_to_a_message_that_never_was(tmp_path: Path) -> None:
    async with Bench(tmp_path).outbox() as outbox:
        with pytest.raises(OutboxError, match="HB-8312"):
            await outbox.accepted(outbox.mint())
        assert outbox._answers._futures == {}
