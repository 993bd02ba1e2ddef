"""A batch, record by record: dispositions, answers, who is told, and what waited."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import orjson
from pydantic import TypeAdapter

from schemas.codec import canonical
from schemas.evidence import Decided
from schemas.examples import reading
from schemas.messages import registry
from services.admission import admitting
from services.keys import merkle
from services.ledger.entries import Entry, Looked
from services.ledger.records import Arrival
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, NETWORK, PROSECUTOR, RECEIVED_AT, STRANGER, Wire

LOOKED: Final = Looked(RECEIVED_AT + timedelta(seconds=1), 1)


def admitted(*arrivals: Arrival) -> Sequence[Entry]:
    return admitting.admit(world.checked(*arrivals), LOOKED, network=NETWORK, catalogue=world.checking().catalogue)


def became(entries: Sequence[Entry]) -> list[str]:
    return [entry.decision.disposition for entry in entries]


def forwarded(entry: Entry) -> list[str]:
    """Who is sent the message itself."""
    return [one.topic.removeprefix("inbox.") for one in entry.outgoing if one.of is not None]


def answers(entry: Entry) -> list[dict[str, Any]]:
    return [orjson.loads(one.value) for one in entry.outgoing if one.of is None]


def test_a_notice_goes_to_whom_it_was_sealed_for_and_its_sender_is_told() -> None:
    (entry,) = admitted(Wire().notice())

    assert forwarded(entry) == [PROSECUTOR]
    assert [(a["type"], a["disposition"], a["leaf"]) for a in answers(entry)] == [
        ("acceptance", "ROUTED", entry.leaf.hash)
    ]
    assert [one.topic for one in entry.outgoing if one.of is None] == [f"inbox.{INVESTIGATOR}"]


def test_a_rejection_says_what_is_wrong_in_three_languages_and_nothing_goes_on() -> None:
    (entry,) = admitted(Wire().notice(signed_by=STRANGER))

    (answer,) = answers(entry)
    assert forwarded(entry) == []
    assert (answer["type"], answer["code"]) == ("rejection", "HB-2405")
    assert set(answer["meaning"]) == set(answer["remedy"]) == {"en", "kk", "ru"}
    assert answer["regards"] == {"id": world.message_id(1), "sender": INVESTIGATOR}


def test_every_answer_is_a_record_of_the_contract() -> None:
    wire = Wire()
    garbage = wire.arrival(b"\xff", b"\xff", ((b"\xff", None),), topic=f"outbox.{INVESTIGATOR}")
    for entry in admitted(wire.notice(), garbage, world.receipt(wire, 9, 2)):
        for one in entry.outgoing:
            if one.of is None:
                line = one.value.removesuffix(b"\n")
                assert registry.read_envelope(line).record_key.encode() == one.key


def test_the_same_bytes_again_are_a_duplicate_and_go_nowhere() -> None:
    wire = Wire()
    envelope, body = world.notice()

    entries = admitted(wire.said(envelope, body), wire.said(envelope, body))

    assert became(entries) == ["ROUTED", "DUPLICATE"]
    assert forwarded(entries[1]) == []
    assert answers(entries[1])[0]["disposition"] == "DUPLICATE"


def test_a_repetition_of_what_was_rejected_is_no_acceptance() -> None:
    wire = Wire()
    envelope, body = world.notice(to=(INVESTIGATOR,))

    entries = admitted(wire.said(envelope, body), wire.said(envelope, body))

    assert became(entries) == ["REJECTED", "DUPLICATE"]
    assert answers(entries[1]) == []


def test_a_forgery_does_not_take_the_name_of_the_message() -> None:
    wire = Wire()
    envelope, body = world.notice()

    entries = admitted(wire.said(envelope, body, signed_by=STRANGER), wire.said(envelope, body))

    assert became(entries) == ["REJECTED", "ROUTED"]


def test_another_agency_cannot_take_the_id() -> None:
    wire = Wire()
    envelope, body = world.notice()

    entries = admitted(wire.said(envelope, body, outbox_of=STRANGER), wire.said(envelope, body))

    assert became(entries) == ["REJECTED", "ROUTED"]


def test_a_receipt_goes_to_the_sender_of_what_it_is_about() -> None:
    wire = Wire()
    entries = admitted(wire.notice(1), world.receipt(wire, 1, 2))

    assert became(entries) == ["ROUTED", "ROUTED"]
    assert forwarded(entries[1]) == [INVESTIGATOR]


def test_who_was_not_told_has_nothing_to_answer() -> None:
    wire = Wire()
    entries = admitted(wire.notice(1), world.receipt(wire, 1, 2, sender=STRANGER))

    assert became(entries) == ["ROUTED", "REJECTED"]
    assert entries[1].decision.findings[0].code == "HB-2409"


def test_what_came_before_its_message_is_released_by_it() -> None:
    wire = Wire()
    parked, notice = admitted(world.receipt(wire, 1, 2), wire.notice(1))

    assert became([parked, notice]) == ["PARKED", "ROUTED"]
    assert forwarded(parked) == []
    (release,) = notice.released
    assert [one.topic for one in release.outgoing] == [f"inbox.{INVESTIGATOR}", f"inbox.{PROSECUTOR}"]
    told = orjson.loads(release.outgoing[1].value)
    assert (told["disposition"], told["leaf"]) == ("ROUTED", release.leaf.hash)
    assert told["id"] != answers(parked)[0]["id"]


def test_what_waited_and_should_not_have_been_said_is_rejected_when_its_message_comes() -> None:
    wire = Wire()
    parked, notice = admitted(world.receipt(wire, 1, 2, sender=STRANGER), wire.notice(1))

    assert became([parked, notice]) == ["PARKED", "ROUTED"]
    (release,) = notice.released
    assert (release.decision.disposition, release.decision.findings[0].code) == ("REJECTED", "HB-2409")


def test_a_withdrawal_goes_to_all_who_got_the_original() -> None:
    wire = Wire()
    entries = admitted(wire.notice(1), _about_the_notice(wire))

    assert became(entries) == ["ROUTED", "ROUTED"]
    assert PROSECUTOR in forwarded(entries[1])


def test_only_its_author_takes_a_message_back() -> None:
    wire = Wire()
    entries = admitted(wire.notice(1), _about_the_notice(wire, sender=PROSECUTOR, as_role="prosecutor"))

    assert entries[1].decision.findings[0].code == "HB-2403"


def test_the_same_cause_gives_the_same_answer_and_a_higher_epoch_another() -> None:
    arrival = Wire().notice()
    first, again = admitted(arrival), admitted(arrival)
    later = admitting.admit(
        world.checked(arrival), Looked(LOOKED.at, 2), network=NETWORK, catalogue=world.checking().catalogue
    )

    ids = [[one.name for one in entry.outgoing if one.of is None] for (entry,) in (first, again, later)]
    assert ids[0] == ids[1] != ids[2]


def test_the_leaf_is_the_hash_of_a_line_that_says_what_was_decided() -> None:
    (entry,) = admitted(Wire().notice())

    decided = canonical.decode(entry.leaf.content, TypeAdapter(Decided))
    assert merkle.leaf_hash(entry.leaf.content).hex() == entry.leaf.hash
    assert (decided.disposition, decided.digest, decided.recorded_at) == ("ROUTED", entry.arrival.digest, LOOKED.at)


def _about_the_notice(wire: Wire, **changes: Any) -> Arrival:  # noqa: ANN401 - whatever an envelope may say
    about = {
        "sender": INVESTIGATOR,
        "as_role": "investigator",
        "regards": {"sender": INVESTIGATOR, "id": world.message_id(1)},
        "occasion": reading.example(world.NOTICE).envelope["occasion"],
        "sent_at": "2026-03-06T04:05:11Z",
        "seal": {"recipients": [{"role": "prosecutor", "agency": PROSECUTOR}]},
    }
    return wire.example("notice-sent-under-the-wrong-case-withdrawn", 2, **(about | changes))
