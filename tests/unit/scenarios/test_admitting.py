"""What becomes of each event of a scenario: the first disposition that its record got."""

from typing import Final

import pytest

from tests.unit.scenarios.said import Event, at, dispositions, event, notice, trigger, verdicts

LATE: Final = "2024-04-27T06:00:00Z"

REJECTED: Final[tuple[tuple[str, Event], ...]] = (
    ("another sender's name in the envelope", notice(body_sender="somebody")),
    ("mandatory content is missing", notice(missing=["full name"])),
    ("a role that the duty does not name", notice(to="court")),
    ("one of two roles that the duty does not name", notice(to=["prosecutor", "court"])),
    ("no such duty", notice(name="detention.nothing")),
    ("no such fact", trigger(2, name="custody.nothing")),
    ("no such kind", event(2, "letter", "06:00")),
    ("no such receipt", event(2, "receipt", "06:00", name="read", regards="m1")),
    ("no such decision", event(2, "ruling", "06:00", regards="m1", decision="forgive")),
    ("a limit is met by facts, not by notices", notice(name="detention.handover", to="investigator")),
    ("somebody outside the bus is told by a service record", notice(name="detention.relatives-notice", to="one-relative")),
    ("somebody on the bus is told by a notice", notice(kind="service-record", told_at=at("06:00"))),
    ("a service record without a telling", notice(kind="service-record", name="detention.relatives-notice", to="one-relative")),
    ("a trigger without any instant", trigger(2, protocol_drawn_at=None)),
    ("a report without a period", notice(name="transfer.occupancy-report", to="penal-committee-records")),
    ("a report of a period of another length", notice(name="transfer.occupancy-report", to="penal-committee-records", period="2024-04")),
    ("a period that no calendar has", notice(name="transfer.occupancy-report", to="penal-committee-records", period="2024-02-30")),
    ("a fact that lies ahead", trigger(2, "04:54", protocol_drawn_at="2024-04-26T04:59:00.000001Z")),
    ("a telling that lies ahead", notice(kind="service-record", name="detention.relatives-notice", to="one-relative", told_at=at("06:06"))),
    ("a correction that names an instant ahead", event(2, "correction", "06:00", name="custody.protocol-drawn", corrects="m1", protocol_drawn_at=at("06:06"))),
    ("another agency's correction", event(2, "correction", "06:00", by="court-a", name="custody.protocol-drawn", corrects="m1", protocol_drawn_at=at("04:00"))),
    ("another agency's withdrawal", event(2, "withdrawal", "06:00", by="court-a", withdraws="m1")),
)  # fmt: skip

ROUTED: Final[tuple[tuple[str, Event], ...]] = (
    ("a notice", notice()),
    ("a notice to several in a list", notice(to=["prosecutor"])),
    ("a notice to nobody in particular is to all that may be told", notice(to=None)),
    ("the sender named rightly", notice(body_sender="investigator-a")),
    ("nothing is missing", notice(missing=[])),
    ("what nobody knows is not looked at", notice(colour="green", to_whom=3)),
    ("a fact exactly five minutes ahead", trigger(2, "04:55", protocol_drawn_at="2024-04-26T05:00:00Z")),
    ("a release that is planned", trigger(2, "06:00", name="juvenile.release-scheduled", release_on="2024-07-01")),
    ("a receipt", event(2, "receipt", "06:00", by="prosecutor-a", name="taken", regards="m1")),
    ("a correction", event(2, "correction", "06:00", name="custody.protocol-drawn", corrects="m1", protocol_drawn_at=at("04:00"))),
    ("a withdrawal", event(2, "withdrawal", "06:00", withdraws="m1")),
    ("a ruling on a message", event(2, "ruling", "06:00", by="overseer-a", regards="m1", decision="uphold")),
    ("a ruling on a duty", event(2, "ruling", "06:00", by="overseer-a", regards="detention.prosecutor-notice", decision="uphold")),
    ("a correction of the calendar", event(2, "calendar-correction", "06:00", adds_off=["2024-04-29"])),
)  # fmt: skip

PARKED: Final[tuple[tuple[str, Event], ...]] = (
    ("a receipt for what is not here", event(2, "receipt", "06:00", name="taken", regards="m9")),
    ("a correction of what is not here", event(2, "correction", "06:00", name="custody.protocol-drawn", corrects="m9")),
    ("a withdrawal of what is not here", event(2, "withdrawal", "06:00", withdraws="m9")),
    ("a correction that came before what it corrects", event(2, "correction", "04:00", name="custody.protocol-drawn", corrects="m1")),
)  # fmt: skip


def only(rows: tuple[tuple[str, Event], ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("second", [row[1] for row in rows], ids=[row[0] for row in rows])


@only(REJECTED)
def test_the_senders_fault_is_rejected(second: Event) -> None:
    assert dispositions(trigger(), second)["2"] == "REJECTED"


@only(ROUTED)
def test_what_nothing_speaks_against_is_routed(second: Event) -> None:
    assert dispositions(trigger(), second) == {"1": "ROUTED", "2": "ROUTED"}


@only(PARKED)
def test_what_is_about_a_message_that_is_not_here_waits(second: Event) -> None:
    assert dispositions(trigger(), second)["2"] == "PARKED"


def test_the_same_message_of_the_same_outbox_is_a_duplicate_and_of_another_is_not() -> None:
    again, others = trigger(2, "05:30", message_id="m1"), trigger(3, "05:40", message_id="m1", by="court-a")

    assert dispositions(trigger(), again, others) == {"1": "ROUTED", "2": "DUPLICATE", "3": "ROUTED"}


def test_what_was_rejected_is_a_duplicate_when_it_comes_again() -> None:
    wrong = notice(missing=["full name"])

    assert dispositions(trigger(), wrong, {**wrong, "n": 3, "received_at": at("07:00")})["3"] == "DUPLICATE"


def test_without_ids_alike_events_are_different_messages() -> None:
    alike = [notice(n, message_id=None) for n in (2, 3)]

    assert dispositions(trigger(), *alike) == {"1": "ROUTED", "2": "ROUTED", "3": "ROUTED"}


def test_a_message_about_a_rejected_one_waits_for_a_ruling_that_never_needs_to_wait() -> None:
    wrong = notice(missing=["full name"])
    taken = event(3, "receipt", "07:00", by="prosecutor-a", name="taken", regards="m2")
    ruling = event(4, "ruling", "08:00", by="overseer-a", regards="m2", decision="deem-accepted")

    assert dispositions(trigger(), wrong, taken, ruling) == {
        "1": "ROUTED",
        "2": "REJECTED",
        "3": "PARKED",
        "4": "ROUTED",
    }
    assert verdicts(trigger(), wrong, taken, ruling) == ["in-time"]


def test_our_own_error_is_quarantined_and_stays_so_after_its_replay() -> None:
    unread = notice(unreadable_until_at=LATE)

    for as_of in ("2024-04-27T05:00:00Z", "2024-04-28T05:00:00Z"):
        assert dispositions(trigger(), unread, as_of=as_of) == {"1": "ROUTED", "2": "QUARANTINED"}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2024-04-27T05:59:59.999999Z", ["undecided"]), (LATE, ["in-time"])],
    ids=["just before it can be read", "at the instant itself"],
)
def test_what_was_unreadable_is_decided_at_the_instant_when_it_can_be_read(as_of: str, expected: list[str]) -> None:
    assert verdicts(trigger(), notice(unreadable_until_at=LATE), as_of=as_of) == expected


def test_a_quarantined_record_that_turns_out_wrong_meets_nothing() -> None:
    wrong = notice(unreadable_until_at=LATE, missing=["full name"])

    assert verdicts(trigger(), wrong) == ["breached"]


def test_what_came_after_what_was_read_is_not_known_at_all() -> None:
    read_to = at("05:30")

    assert dispositions(trigger(), notice(), intake_read_to_at=read_to) == {"1": "ROUTED"}
    assert verdicts(trigger(), notice(), intake_read_to_at=read_to) == ["undecided"]


def test_what_was_read_to_includes_that_very_instant() -> None:
    assert verdicts(trigger(), notice(received="06:00"), intake_read_to_at=at("06:00")) == ["in-time"]


def test_what_comes_after_the_instant_that_is_asked_about_is_not_known() -> None:
    assert dispositions(trigger(), notice(received="06:00"), as_of="05:59") == {"1": "ROUTED"}


def test_what_the_ledger_has_only_later_is_not_known_before_and_judged_as_received() -> None:
    slow = notice(recorded_at="2024-04-27T06:00:00Z")

    assert verdicts(trigger(), slow, as_of="2024-04-27T05:00:00Z") == ["undecided"]
    assert verdicts(trigger(), slow, as_of="2024-04-28T05:00:00Z") == ["in-time"]
