"""What is said of something said before: where it is judged, and what a ruling brings back."""

from datetime import timedelta
from typing import Any

from services.ledger.entries import (
    OccasionName,
)
from services.ledger.records import Arrival
from tests.unit.admission import world
from tests.unit.admission.keeping import (
    PROSECUTOR_NOTICE,
    Kept,
    occasion,
    protocol,
)
from tests.unit.admission.world import INVESTIGATOR, PROSECUTOR, RECEIVED_AT, Wire


def test_what_is_said_of_a_message_is_judged_where_that_is_whatever_it_names_itself() -> None:
    wire, kept = Wire(), Kept()
    kept.record(protocol(wire), wire.notice(2))
    elsewhere = f"{INVESTIGATOR}/{'b' * 26}"

    said: dict[str, Any] = {
        "sender": PROSECUTOR,
        "regards": {"sender": INVESTIGATOR, "id": world.message_id(2)},
        "occasion": elsewhere,
        "occurred_at": "2026-03-06T04:05:10Z",
        "sent_at": "2026-03-06T04:05:11Z",
    }
    kept.record(wire.example("prosecutors-system-takes-the-notice", 3, **said))

    assert list(kept.occasions) == [OccasionName(occasion())]


def deemed_accepted(wire: Wire) -> Arrival:
    """The prosecutor's ruling on the second message."""
    return wire.example(
        "protocol-rejected-for-a-mistyped-time-deemed-accepted",
        3,
        sender=PROSECUTOR,
        occasion=occasion(),
        regards={"sender": INVESTIGATOR, "id": world.message_id(2)},
        seal={"recipients": [{"role": "investigator", "agency": INVESTIGATOR}]},
        sent_at="2026-03-06T04:05:00Z",
    )


def test_a_rejected_notice_counts_and_is_delivered_once_it_is_deemed_accepted() -> None:
    wire, kept = Wire(), Kept()
    kept.record(protocol(wire))
    (rejected,) = kept.entries(wire.said(*world.notice(2, checklist=["person"])))
    assert rejected.decision.disposition == "REJECTED"
    assert [one for one in rejected.outgoing if one.of is not None] == []

    (ruled,) = kept.entries(deemed_accepted(wire))

    sent = [(one.topic, one.name.id) for one in ruled.outgoing if one.of is not None]
    assert sent[0] == (f"inbox.{PROSECUTOR}", world.message_id(2))
    assert kept.verdicts()[f"{PROSECUTOR_NOTICE} prosecutor"] == "in-time"


def test_a_ruling_that_came_before_the_rejected_message_is_followed_when_that_comes() -> None:
    wire, kept = Wire(), Kept()
    waiting, rejected = kept.entries(deemed_accepted(wire), wire.said(*world.notice(2, checklist=["person"])))

    assert [one.decision.disposition for one in (waiting, rejected)] == ["PARKED", "REJECTED"]
    (release,) = rejected.released
    sent = [(one.topic, one.name.id) for one in release.outgoing if one.of is not None]
    assert sent[0] == (f"inbox.{PROSECUTOR}", world.message_id(2))


def test_a_clock_that_was_set_back_moves_no_record_before_an_earlier_one() -> None:
    wire, kept = Wire(), Kept()
    first = protocol(wire)
    later = wire.notice(2, at=RECEIVED_AT - timedelta(seconds=5))

    kept.entries(first, later)

    heard = kept.occasions[OccasionName(occasion())].heard
    assert [one.ordered_at for one in heard] == [RECEIVED_AT, RECEIVED_AT]
    assert [one.received_at for one in heard] == [first.received_at, later.received_at]
