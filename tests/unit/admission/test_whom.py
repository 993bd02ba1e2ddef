"""Whoever got a message gets what becomes of it, and what waits for one message is not moved by another."""

from collections.abc import Sequence
from typing import Final

import orjson

from schemas.examples import reading
from services.admission import admitting
from services.ledger.entries import Entry, Held, Looked, Parked
from services.ledger.records import Arrival, Place
from services.obligations.records import MessageName
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, PROSECUTOR, RECEIVED_AT, STRANGER, Wire

FIRST, SECOND, WITHDRAWAL, RECEIPT = 1, 2, 3, 4
BOTH: Final = (PROSECUTOR, STRANGER)


def admitted(*arrivals: Arrival) -> Sequence[Entry]:
    return admitting.admit(
        world.checked(*arrivals), Looked(RECEIVED_AT, 1), network=world.NETWORK, catalogue=world.checking().catalogue
    )


def forwarded(entry: Entry) -> list[str]:
    """Into whose inboxes the message itself goes."""
    return [one.topic.removeprefix("inbox.") for one in entry.outgoing if one.of is not None]


def withdrawal(wire: Wire, *, to: str) -> Arrival:
    return wire.example(
        "notice-sent-under-the-wrong-case-withdrawn",
        WITHDRAWAL,
        sender=INVESTIGATOR,
        as_role="investigator",
        regards={"sender": INVESTIGATOR, "id": world.message_id(FIRST)},
        occasion=reading.example(world.NOTICE).envelope["occasion"],
        sent_at="2026-03-06T04:05:11Z",
        seal={"recipients": [{"role": "prosecutor", "agency": to}]},
    )


def test_a_withdrawal_goes_to_those_too_who_got_the_original_and_for_whom_it_is_not_sealed() -> None:
    wire = Wire()

    notice, taken_back = admitted(wire.notice(FIRST, to=BOTH), withdrawal(wire, to=PROSECUTOR))

    assert set(forwarded(notice)) == set(BOTH)
    assert set(forwarded(taken_back)) == set(BOTH)


def test_who_was_told_of_another_message_only_hears_of_no_withdrawal() -> None:
    wire = Wire()

    *_, taken_back = admitted(wire.notice(FIRST), wire.notice(SECOND, to=(STRANGER,)), withdrawal(wire, to=PROSECUTOR))

    assert forwarded(taken_back) == [PROSECUTOR]


def test_what_waits_for_one_message_is_released_by_that_one_alone() -> None:
    wire = Wire()

    waiting, other, awaited = admitted(world.receipt(wire, FIRST, RECEIPT), wire.notice(SECOND), wire.notice(FIRST))

    assert [one.decision.disposition for one in (waiting, other, awaited)] == ["PARKED", "ROUTED", "ROUTED"]
    assert other.released == ()
    assert [release.parked.name.id for release in awaited.released] == [world.message_id(RECEIPT)]


def test_a_chain_of_what_waits_may_be_of_any_length_and_is_released_in_its_order() -> None:
    wire = Wire()
    length = 1_600
    chain = tuple(_parked(wire, number) for number in range(2, length + 2))
    (notice,) = admitting.admit(
        world.checked(wire.notice(FIRST)),
        Looked(RECEIVED_AT, 1, {one.name: held for one, held in chain}, tuple(one for one, _ in chain)),
        network=world.NETWORK,
        catalogue=world.checking().catalogue,
    )

    assert [release.parked.name for release in notice.released] == [one.name for one, _ in chain]


def test_one_agency_may_let_only_so_many_messages_wait() -> None:
    wire = Wire()
    looked = Looked(RECEIVED_AT, 1, parked_of={PROSECUTOR: admitting.PARKED_LIMIT - 1})
    arrivals = [world.receipt(wire, FIRST, 2), world.receipt(wire, FIRST, 3), wire.notice(FIRST)]

    waiting, refused, notice = admitting.admit(
        world.checked(*arrivals), looked, network=world.NETWORK, catalogue=world.checking().catalogue
    )

    assert [one.decision.disposition for one in (waiting, refused, notice)] == ["PARKED", "REJECTED", "ROUTED"]
    assert refused.decision.findings[0].sentence("en") == (
        "HB-2415: /regards: The message that this one is about has not come, and 500 messages of the agency wait already. "
        "Send first what your messages are about, then send this one again under a new id."
    )


def _parked(wire: Wire, number: int) -> tuple[Parked, Held]:
    """A withdrawal of the message with the number before."""
    envelope = orjson.dumps(
        orjson.loads((withdrawal(wire, to=PROSECUTOR).value or b"").partition(b"\n")[0])
        | {"id": world.message_id(number), "regards": {"sender": INVESTIGATOR, "id": world.message_id(number - 1)}},
        option=orjson.OPT_SORT_KEYS,
    )
    name = MessageName(INVESTIGATOR, world.message_id(number))
    place = Place(f"outbox.{INVESTIGATOR}", 0, 1, number)
    regards = MessageName(INVESTIGATOR, world.message_id(number - 1))
    return Parked(name, regards, place, RECEIVED_AT, RECEIVED_AT, envelope), Held(name, "00" * 32, "PARKED", place)
