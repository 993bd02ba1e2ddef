"""Whoever got a message gets what becomes of it, and what waits for one message is not moved by another."""

from collections.abc import Sequence
from typing import Final

from schemas.examples import reading
from services.admission import admitting
from services.ledger.entries import Entry, Looked
from services.ledger.records import Arrival
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, PROSECUTOR, RECEIVED_AT, STRANGER, Wire

FIRST, SECOND, WITHDRAWAL, RECEIPT = 1, 2, 3, 4
BOTH: Final = (PROSECUTOR, STRANGER)


def admitted(*arrivals: Arrival) -> Sequence[Entry]:
    return admitting.admit(world.checked(*arrivals), Looked(RECEIVED_AT, 1), network=world.NETWORK)


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
