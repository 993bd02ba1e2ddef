"""Each record is taken once, answered once, and never lost: whatever it is, and whatever its handler does."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from consumers.inbox import taking
from consumers.inbox.errors import Transient
from consumers.inbox.outcomes import Lettered, Outdated, Overtaken, Passed, Postponed, Repeated, Taken
from consumers.inbox.received import Received
from consumers.inbox.routing import Router
from consumers.inbox.store.port import Effect, Outgoing
from consumers.inbox.store.sqlite import SqliteStore
from consumers.inbox.taking import Position
from habarshy.command import logs
from schemas.directory.bus_keys import BusKeys
from schemas.messages import registry
from schemas.messages.notices.detention import ProsecutorNotice
from schemas.messages.parts import MessageRef
from tests import inbox_world
from tests.inbox_world import RECIPIENT, SENDER, FixedKnown, State
from tests.unit.inbox.offices import NOW, Office, letters


async def test_a_notice_is_taken_once_with_its_effect_its_receipt_and_its_position(office: Office) -> None:
    raw = office.world.one(office.world.notice())
    assert await office.take(raw) == Taken("notice")
    assert await office.take(raw) == Repeated()
    assert office.taker.counts == {"taken": 1, "repeated": 1}
    assert (len(office.desk.told), await office.rows()) == (1, 1)
    assert isinstance(office.desk.told[0].said, ProsecutorNotice)
    (receipt,) = await office.answers()
    envelope = office.desk.told[0].envelope
    assert (receipt.name, receipt.as_role, receipt.occurred_at) == ("taken", "prosecutor", NOW)
    assert receipt.regards == MessageRef(sender=SENDER, id=envelope.id)  # type: ignore[arg-type] # a notice's id
    assert await office.taker.store.position(raw.topic, 0) == raw.offset + 1
    assert [outgoing.regarded for outgoing in await office.taker.store.outgoing()] == ["detention.prosecutor-notice"]


async def test_the_same_message_at_another_offset_is_repeated(office: Office) -> None:
    sent = office.world.notice()
    first, again = office.world.delivered(sent, sent)
    assert [await office.take(first), await office.take(again)] == [Taken("notice"), Repeated()]
    assert len(await office.answers()) == 1


async def test_what_nobody_listens_to_is_kept_whole_and_its_sender_is_told(office: Office) -> None:
    office.taker.router = Router()
    raw = office.world.one(office.world.notice())
    outcome = await office.take(raw)
    assert isinstance(outcome, Lettered)
    assert outcome.finding.sentence("en").startswith("HB-8408: No handler listens to detention.prosecutor-notice.")
    assert [receipt.name for receipt in await office.answers()] == ["taken"]
    assert (await office.taker.store.letters())[0].letter.record == raw


async def test_what_was_kept_is_heard_once_when_somebody_listens_and_asks_for_it(office: Office) -> None:
    router, office.taker.router = office.taker.router, Router()
    await office.take(office.world.one(office.world.notice()))
    (kept,) = await office.taker.store.letters()
    office.taker.router = router
    assert await office.take(kept.letter.record, Position(letter=kept)) == Taken("notice")
    assert await office.take(kept.letter.record, Position(letter=kept)) == Overtaken()
    assert (await letters(office), await office.rows()) == ([], 1)


async def test_a_bus_that_answers_is_heard_by_the_outbox_and_by_nobody_else(office: Office) -> None:
    raw = office.world.one(office.world.from_bus("bus-accepts-the-notice-of-a-detention"))
    assert await office.take(raw) == Passed()
    assert [answer.type for answer in office.heard.answers] == ["acceptance"]
    assert (await letters(office), await office.answers()) == ([], [])


@pytest.mark.parametrize("which", ["acceptance", "obligation"])
async def test_what_the_bus_says_to_nobody_is_heard_when_it_comes_again_and_somebody_listens(
    office: Office, which: str
) -> None:
    world, router, heard = office.world, Router(), list[str]()
    sent = world.snapshot(1) if which == "obligation" else world.from_bus("bus-accepts-the-notice-of-a-detention")
    office.taker.router = Router()
    assert await office.take(world.one(sent)) == Passed()

    @router.on(which)
    async def hear(message: Received[Any], _: Effect) -> None:
        heard.append(message.envelope.type)

    office.taker.router = router
    assert [await office.take(world.one(sent)) for _ in range(2)] == [Taken(which), Repeated()]
    assert heard == [which]


async def test_a_later_state_of_an_obligation_is_taken_and_an_earlier_one_is_not(office: Office) -> None:
    raws = office.world.delivered(*(office.world.snapshot(version) for version in (1, 3, 2)))
    assert [await office.take(raw) for raw in raws] == [Taken("obligation"), Taken("obligation"), Outdated()]


async def test_what_does_not_prove_itself_is_a_letter_and_nobody_is_told(office: Office) -> None:
    raw = replace(office.world.one(office.world.notice()), headers=(("reply_to", b"victim"),))
    assert isinstance(await office.take(raw), Lettered)
    assert await letters(office) == [("unproved", "HB-1011")]
    assert (await office.answers(), office.desk.told) == ([], [])


async def test_an_empty_body_is_refused_by_itself_and_its_key_disclosed_to_the_overseer(office: Office) -> None:
    raw = office.world.one(office.world.notice(b"{}"))
    assert isinstance(await office.take(raw), Lettered)
    (receipt,) = await office.answers()
    assert (receipt.name, receipt.reason, receipt.as_role) == ("refused", "empty", "prosecutor")
    assert receipt.disclosed_key is not None
    assert receipt.disclosed_key.agency == inbox_world.OVERSEER
    assert (office.desk.told, await letters(office)) == ([], [("unusable", "HB-2101")])
    assert await office.take(raw) == Repeated()
    assert len(await office.answers()) == 1


async def test_what_cannot_be_opened_is_refused_without_a_key(office: Office) -> None:
    office.taker.reader = replace(office.taker.reader, openers=())
    assert isinstance(await office.take(office.world.one(office.world.notice())), Lettered)
    (receipt,) = await office.answers()
    assert (receipt.reason, receipt.disclosed_key) == ("unreadable", None)


async def test_what_will_pass_is_tried_again_and_leaves_nothing_behind(office: Office) -> None:
    office.desk.raises = [Transient(), TimeoutError()]
    raw = office.world.one(office.world.notice())
    assert [await office.take(raw), await office.take(raw)] == [
        Postponed(1, "Transient"),
        Postponed(2, "TimeoutError"),
    ]
    assert (await office.rows(), await office.taker.store.position(raw.topic, 0), await office.answers()) == (
        0,
        None,
        [],
    )
    assert await office.take(raw) == Taken("notice")
    assert await office.rows() == 1


async def test_what_passes_too_late_is_a_letter(office: Office) -> None:
    office.taker.most_attempts = 3
    office.desk.raises = [Transient() for _ in range(3)]
    raw = office.world.one(office.world.notice())
    outcomes = [await office.take(raw) for _ in range(3)]
    assert [type(outcome) for outcome in outcomes] == [Postponed, Postponed, Lettered]
    assert await letters(office) == [("failed", "HB-8407")]
    assert await office.taker.store.position(raw.topic, 0) == raw.offset + 1


async def test_a_handler_that_fails_loses_one_message_to_the_letters_and_blocks_no_other(office: Office) -> None:
    office.desk.raises = [ValueError("Үлгі Ұсталған")]
    bad, good = office.world.delivered(office.world.notice(), office.world.notice())
    assert isinstance(await office.take(bad), Lettered)
    assert await office.take(good) == Taken("notice")
    (kept,) = await office.taker.store.letters()
    assert kept.letter.finding.particulars == {"what": "ValueError", "attempt": 1}
    assert [receipt.regards.id for receipt in await office.answers()] == [office.desk.told[0].envelope.id]
    assert await office.rows() == 1


async def test_what_the_database_says_of_a_failed_statement_stands_in_the_letter_and_in_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    missing = sqlite3.OperationalError("no such table: cases")
    office.desk.raises = [missing]
    await office.take(office.world.one(office.world.notice()))
    (kept,) = await office.taker.store.letters()
    assert kept.letter.finding.particulars["what"] == "OperationalError: no such table: cases"
    (said,) = [record for record in caplog.records if getattr(record, "action", "") == "lettered"]
    assert all("no such table: cases" in line for line in (said.getMessage(), logs._sentence(said)))


@pytest.mark.parametrize("said", ['near "Үлгі": syntax error', "no such column: 'Үлгі Ұсталған'"])
def test_what_a_handler_wrote_into_its_statement_is_repeated_by_no_letter(said: str) -> None:
    named = SqliteStore(Path("never-opened")).named(sqlite3.OperationalError(said))
    assert (named.startswith("OperationalError: "), "Үлгі" in named) == (True, False)


async def test_a_mended_handler_takes_its_letter(office: Office) -> None:
    office.desk.raises = [ValueError(), ValueError()]
    raw = office.world.one(office.world.notice())
    await office.take(raw)
    (kept,) = await office.taker.store.letters()
    assert isinstance(await office.take(raw, Position(letter=kept)), Lettered)
    assert [(kept.number, kept.times) for kept in await office.taker.store.letters()] == [(kept.number, 2)]
    assert await office.take(raw, Position(letter=kept)) == Taken("notice")
    assert (await letters(office), await office.rows()) == ([], 1)


async def test_a_letter_that_came_again_by_itself_meanwhile_is_not_taken_twice(office: Office) -> None:
    office.desk.raises = [ValueError()]
    sent = office.world.notice()
    first, again = office.world.delivered(sent, sent)
    await office.take(first)
    (kept,) = await office.taker.store.letters()
    assert await office.take(again) == Taken("notice")
    assert await office.take(first, Position(letter=kept)) == Repeated()
    assert (await letters(office), await office.rows()) == ([], 1)


async def test_another_inbox_that_was_quicker_keeps_the_message(office: Office) -> None:
    first, second = office.world.delivered(office.world.notice(), office.world.notice())
    await office.take(first)
    assert await office.take(second, Position(was=None)) == Overtaken()
    assert (await office.rows(), len(await office.answers())) == (1, 1)


async def test_a_store_that_is_away_is_waited_for_without_end(office: Office) -> None:
    busy = sqlite3.OperationalError("locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    office.desk.raises = [busy for _ in range(taking.MOST_ATTEMPTS + 5)]
    raw = office.world.one(office.world.notice())
    for attempt in range(taking.MOST_ATTEMPTS + 5):
        assert await office.take(raw) == Postponed(attempt + 1, "OperationalError: locked")
    assert await office.take(raw) == Taken("notice")


async def test_a_key_that_is_only_new_is_known_after_the_log_was_read_to_its_end(office: Office) -> None:
    whole = office.world.state
    later = inbox_world.signer("bus/relay-2026-02")
    office.world.relay = later
    keys = (*whole.bus_keys.keys, inbox_world.relay_key(later)) if whole.bus_keys else ()
    known = FixedKnown(whole, at_the_end=State(whole.directory, BusKeys(keys=keys)))
    office.taker.known = known
    assert await office.take(office.world.one(office.world.notice())) == Taken("notice")
    assert known.asked == 1


async def test_a_wish_to_be_sent_everything_again_waits_for_the_outbox(office: Office) -> None:
    wish: Outgoing = office.taker.answering.resync(NOW - timedelta(days=1))
    envelope = registry.read_envelope(wish.line)
    assert (envelope.type, envelope.sender, wish.regarded) == ("resync", RECIPIENT, "")
