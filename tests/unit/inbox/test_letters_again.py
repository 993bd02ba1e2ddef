"""A dead letter that is taken once more: it has its effect in the end, once, and its sender is answered once."""

from dataclasses import replace

import pytest
from aiokafka import TopicPartition

from consumers.inbox import mourning
from consumers.inbox.errors import InboxError
from consumers.inbox.letters import ask_again
from consumers.inbox.outcomes import Lettered, Taken
from consumers.inbox.positions import Lost
from consumers.inbox.routing import Router
from consumers.inbox.taking import Position
from tests.unit.inbox.offices import Office, letters


@pytest.mark.parametrize("fails_with", [ValueError(), LookupError()])
async def test_what_was_kept_is_heard_in_the_end_though_its_handler_failed_first(
    office: Office, fails_with: Exception
) -> None:
    router, office.taker.router = office.taker.router, Router()
    raw = office.world.one(office.world.notice())
    await office.take(raw)
    office.taker.router, office.desk.raises = router, [fails_with]

    (kept,) = await office.taker.store.letters()
    assert isinstance(await office.take(raw, Position(letter=kept)), Lettered)
    (kept,) = await office.taker.store.letters()
    assert kept.letter.finding.code == "HB-8407"
    assert await office.take(raw, Position(letter=kept)) == Taken("notice")
    assert (await letters(office), await office.rows(), len(office.desk.told)) == ([], 1, 1)
    assert [receipt.name for receipt in await office.answers()] == ["taken"]


async def test_what_was_refused_is_heard_when_the_key_is_found_though_its_handler_failed_first(office: Office) -> None:
    reader, raw = office.taker.reader, office.world.one(office.world.notice())
    office.taker.reader = replace(reader, openers=())
    await office.take(raw)
    (kept,) = await office.taker.store.letters()
    await office.take(raw, Position(letter=kept))
    assert [receipt.name for receipt in await office.answers()] == ["refused"]

    office.taker.reader, office.desk.raises = reader, [ValueError()]
    for outcome in (Lettered, Taken):
        (kept,) = await office.taker.store.letters()
        assert isinstance(await office.take(raw, Position(letter=kept)), outcome)
    assert (await letters(office), await office.rows()) == ([], 1)
    assert {receipt.name for receipt in await office.answers()} == {"refused", "taken"}
    assert len(await office.answers()) == 2


async def test_records_that_are_gone_are_not_promised_to_be_taken_again(office: Office) -> None:
    store = office.taker.store
    await mourning.mourn(store, TopicPartition("inbox.x", 0), Lost(2, 4, "deleted"), now=office.taker.answering.clock())
    (kept,) = await store.letters()
    for number, code in ((kept.number, "HB-8414"), (kept.number + 1, "HB-8410")):
        with pytest.raises(InboxError, match=code):
            await ask_again(store, number)
    assert await store.wanted() == []
