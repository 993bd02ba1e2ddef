"""Records at hand share a transaction. What becomes of each is the same as if it had been alone."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from consumers.inbox.errors import Transient
from consumers.inbox.outcomes import Lettered, Outcome, Overtaken, Postponed, Repeated, Taken
from consumers.inbox.received import Received
from consumers.inbox.records import RawRecord
from consumers.inbox.routing import Router
from consumers.inbox.store.port import Effect
from consumers.inbox.taking import Point
from schemas.messages.notices.detention import ProsecutorNotice
from tests.inbox_world import FixedKnown, State
from tests.unit.inbox.offices import Office, letters


def notices(office: Office, number: int) -> list[RawRecord]:
    return office.world.delivered(*(office.world.notice() for _ in range(number)))


async def stands(office: Office, raw: RawRecord) -> int | None:
    return await office.taker.store.position(raw.topic, raw.partition)


def commits(office: Office) -> list[Point]:
    """Fills as transactions are kept."""
    seen: list[Point] = []
    office.taker.at = lambda point: seen.append(point) if point == "committed" else None
    return seen


async def all_of(office: Office, raws: Sequence[RawRecord]) -> list[Outcome]:
    """As a session does it: on and on while the position moves."""
    found: list[Outcome] = []
    while len(found) < len(raws):
        found += await office.taker.take_all(raws[len(found) :], await stands(office, raws[0]))
    return found


async def test_what_is_at_hand_is_taken_in_one_transaction_in_its_order(office: Office) -> None:
    raws, kept = notices(office, 5), commits(office)
    assert await office.taker.take_all(raws, None) == [Taken("notice")] * 5
    assert (kept, await stands(office, raws[0])) == (["committed"], 5)
    assert [message.record for message in office.desk.told] == raws
    assert (await office.rows(), len(await office.answers())) == (5, 5)
    assert office.taker.counts == {"taken": 5}
    assert await office.taker.store.mark(raws[0].topic, 0, position=5) == raws[4].mark


async def test_one_that_is_alone_is_not_kept_waiting(office: Office) -> None:
    raws, kept = notices(office, 1), commits(office)
    assert await office.taker.take_all(raws, None) == (Taken("notice"),)
    assert kept == ["committed"]


async def test_the_same_message_twice_in_a_transaction_is_taken_once(office: Office) -> None:
    sent = office.world.notice()
    raws = office.world.delivered(sent, sent, office.world.notice())
    assert await office.taker.take_all(raws, None) == [Taken("notice"), Repeated(), Taken("notice")]
    assert await office.rows() == 2


async def test_a_handler_that_fails_among_others_undoes_itself_alone(office: Office) -> None:
    raws = notices(office, 4)
    fails: list[Exception | None] = [None, ValueError("Үлгі Ұсталған"), None, None]
    _raises(office, fails)
    outcomes = await all_of(office, raws)
    assert [type(outcome) for outcome in outcomes] == [Taken, Lettered, Taken, Taken]
    assert (await letters(office), await office.rows()) == ([("failed", "HB-8407")], 3)
    assert (len(await office.answers()), await stands(office, raws[0])) == (3, 4)
    assert office.taker.counts == {"taken": 3, "lettered": 1}
    assert fails == [], "each was asked once"


async def test_what_will_pass_ends_the_transaction_and_what_came_before_it_holds(office: Office) -> None:
    raws = notices(office, 3)
    _raises(office, [None, Transient(), Transient(), None, None])
    assert await office.taker.take_all(raws, None) == [Taken("notice"), Postponed(1, "Transient")]
    assert (await office.rows(), await stands(office, raws[0])) == (1, 1)
    assert await office.taker.take_all(raws[1:], 1) == [Postponed(2, "Transient")]
    assert await office.taker.take_all(raws[1:], 1) == [Taken("notice")] * 2
    assert (await office.rows(), await letters(office)) == (3, [])


async def test_what_proves_nothing_and_what_is_empty_lie_among_the_letters_as_ever(office: Office) -> None:
    good, forged, empty = office.world.delivered(
        office.world.notice(), office.world.notice(), office.world.notice(b"{}")
    )
    raws = [good, replace(forged, headers=(("reply_to", b"victim"),)), empty]
    outcomes = await all_of(office, raws)
    assert [type(outcome) for outcome in outcomes] == [Taken, Lettered, Lettered]
    assert await letters(office) == [("unproved", "HB-1011"), ("unusable", "HB-2101")]
    assert sorted(receipt.name for receipt in await office.answers()) == ["refused", "taken"]


async def test_another_inbox_that_was_quicker_keeps_them_all(office: Office) -> None:
    raws = notices(office, 3)
    await office.take(raws[0])
    assert await office.taker.take_all(raws[1:], None) == [Overtaken()]
    assert (await office.rows(), office.taker.counts["overtaken"]) == (1, 1)


async def test_a_transaction_that_has_lasted_long_enough_is_kept(office: Office) -> None:
    raws, kept = notices(office, 5), commits(office)
    office.taker.monotonic = count(step=0.1).__next__
    assert await office.taker.take_all(raws, None) == [Taken("notice")] * 2
    assert (kept, await stands(office, raws[0])) == (["committed"], 2)


async def test_a_transaction_that_cannot_be_kept_is_undone_and_each_is_taken_alone(office: Office) -> None:
    """What a handler wrote may be found wrong as late as at the commit: then it is that message's fault, and nobody else's."""
    raws = notices(office, 4)
    wrong = await _one_violates(office, raws[2])
    outcomes = await office.taker.take_all(raws, None)
    assert [type(outcome) for outcome in outcomes] == [Taken, Taken, Lettered, Taken]
    assert await letters(office) == [("failed", "HB-8407")]
    assert (len(await office.answers()), await stands(office, raws[0]), wrong) == (3, 4, [2, 2])


async def test_a_store_that_is_away_postpones_the_first_and_keeps_nothing(office: Office) -> None:
    busy = sqlite3.OperationalError("locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    raws = notices(office, 3)
    _raises(office, [busy])
    assert await office.taker.take_all(raws, None) == [Postponed(1, "OperationalError: locked")]
    assert (await office.rows(), await stands(office, raws[0])) == (0, None)


async def test_a_transaction_that_the_store_ended_by_itself_keeps_nothing_of_what_follows(office: Office) -> None:
    """As SQLite does on a full disk; here a handler does it."""
    router = Router()

    @router.on(ProsecutorNotice)
    async def ends_it(_message: Received[ProsecutorNotice], effect: Effect) -> None:
        await effect.execute("rollback")

    office.taker.router = router
    raws = notices(office, 2)
    outcomes = await office.taker.take_all(raws, None)
    assert [type(outcome) for outcome in outcomes] == [Lettered, Lettered]
    assert [because for because, _ in await letters(office)] == ["failed", "failed"]
    assert ((await office.taker.store.counted())["taken"], await office.answers()) == (0, [])


async def test_a_key_that_is_only_new_holds_up_nobody_that_came_before(office: Office) -> None:
    raws = notices(office, 3)
    known = FixedKnown(office.world.state)
    office.taker.known = known
    office.taker.known = FixedKnown(State(office.world.state.directory, None), at_the_end=office.world.state)
    assert await office.taker.take_all(raws, None) == (Taken("notice"),)
    assert await all_of(office, raws[1:]) == [Taken("notice")] * 2


def _raises(office: Office, errors: list[Exception | None]) -> None:
    """One after the other, each after the handler has written its row."""
    router = Router()

    @router.on(ProsecutorNotice)
    async def heard(message: Received[ProsecutorNotice], effect: Effect) -> None:
        await effect.execute("insert into told values (?)", (str(message.envelope.id),))
        if error := errors.pop(0) if errors else None:
            raise error

    office.taker.router = router


async def _one_violates(office: Office, raw: RawRecord) -> list[int]:
    """Its handler writes what no commit takes; the offsets, as often as that was heard."""
    router, heard_wrong = Router(), list[int]()
    async with office.taker.store.taking() as taking:
        await taking.effect.execute("create table known (id text primary key)")
        await taking.effect.execute("create table child (id text references known deferrable initially deferred)")
    async with office.taker.store._alone:  # type: ignore[attr-defined] # it must be said outside a transaction
        connection = await office.taker.store._connected()  # type: ignore[attr-defined] # likewise
        await connection.execute("pragma foreign_keys = on")

    @router.on(ProsecutorNotice)
    async def heard(message: Received[ProsecutorNotice], effect: Effect) -> None:
        if message.record == raw:
            heard_wrong.append(raw.offset)
            await effect.execute("insert into child values ('nobody')")

    office.taker.router = router
    return heard_wrong
