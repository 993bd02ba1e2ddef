"""What a record is found to be: whose, signed by which key, saying what, to whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from schemas.directory.directory import Directory
from schemas.examples import reading
from schemas.messages import registry
from services.admission import dispositions
from services.admission.dispositions import Known
from services.ledger.records import Arrival
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, PROSECUTOR, RECEIVED_AT, SENT_AT, STRANGER, Wire


def codes(arrival: Arrival, directory: Directory | None = None) -> list[str]:
    """What the record is rejected for; nothing where it is routed."""
    checked = world.checking().check(arrival, directory or world.directory())
    assert checked.fault == ""
    return [finding.code for finding in dispositions.decide(checked.presented, Known()).findings]


def test_a_whole_notice_has_nothing_against_it() -> None:
    assert codes(Wire().notice()) == []


def test_the_owner_of_the_topic_is_the_sender() -> None:
    envelope, body = world.notice()

    assert codes(Wire().said(envelope, body, outbox_of=STRANGER)) == ["HB-2401"]


def test_nobody_signs_for_another() -> None:
    assert codes(Wire().notice(signed_by=STRANGER)) == ["HB-2405"]


def test_what_was_signed_for_another_topic_proves_nothing() -> None:
    envelope, body = world.notice()
    wire = Wire()
    elsewhere = wire.said(envelope, body, outbox_of=PROSECUTOR)
    moved = wire.arrival(elsewhere.key, elsewhere.value, elsewhere.headers, topic=f"outbox.{INVESTIGATOR}")

    assert codes(moved) == ["HB-2407"]


@pytest.mark.parametrize("part", ["value", "signature"])
def test_no_flipped_bit_passes(part: str) -> None:
    wire = Wire()
    whole = wire.notice()
    value, (signature, key) = whole.value or b"", whole.headers
    size = len(value if part == "value" else signature[1] or b"")
    for bit in range(0, size * 8, 7):
        if part == "value":
            flipped = replace(whole, value=_flipped(value, bit))
        else:
            flipped = replace(whole, headers=((signature[0], _flipped(signature[1] or b"", bit)), key))
        assert codes(flipped), bit


def _flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_the_same_meaning_in_other_bytes_is_not_taken() -> None:
    wire = Wire()
    whole = wire.notice()
    line, _, body = (whole.value or b"").partition(b"\n")
    spaced = orjson.dumps(orjson.loads(line), option=orjson.OPT_INDENT_2).replace(b"\n", b" ")

    assert codes(replace(whole, value=spaced + b"\n" + body)) == ["HB-1007"]


def test_what_the_catalogue_objects_to_is_said() -> None:
    assert "HB-2302" in codes(Wire().said(*world.notice(as_role="prosecutor")))


def test_a_message_from_the_future_is_not_taken() -> None:
    sent_at = (RECEIVED_AT + timedelta(minutes=5, seconds=1)).isoformat().replace("+00:00", "Z")

    assert codes(Wire().said(*world.notice(sent_at=sent_at))) == ["HB-2413"]


def test_what_asks_the_bus_for_something_does_not_go_by_the_urgent_topic() -> None:
    resync = {
        "type": "resync",
        "id": world.message_id(1),
        "schema_version": "1.0",
        "sender": INVESTIGATOR,
        "sent_at": "2026-03-06T04:05:00Z",
        "language": "kk",
        "since": "2026-03-06T00:00:00Z",
    }

    assert codes(Wire().said(resync)) == []
    assert codes(Wire("urgent").said(resync)) == ["HB-2414"]


def test_five_minutes_ahead_is_a_clock_and_no_lie() -> None:
    sent_at = (RECEIVED_AT + timedelta(minutes=5)).isoformat().replace("+00:00", "Z")

    assert codes(Wire().said(*world.notice(sent_at=sent_at))) == []


def test_a_recipient_holds_the_role_that_the_message_gives_it() -> None:
    assert codes(Wire().notice(to=(INVESTIGATOR,))) == ["HB-2410"]


def test_the_overseer_may_read_in_the_place_of_a_role_that_nobody_holds() -> None:
    overseer = world.directory().overseer(INVESTIGATOR, RECEIVED_AT)

    assert overseer is not None
    assert codes(Wire().notice(to=(overseer.id,))) == []


@pytest.mark.parametrize(("sender", "found"), [(STRANGER, []), (INVESTIGATOR, ["HB-2416"])])
def test_only_who_oversees_them_all_opens_a_drill(sender: str, found: list[str]) -> None:
    drill = Wire().example("night-drill-opened", 1, sender=sender, sent_at="2026-03-06T04:05:00Z", seal=None)

    assert codes(drill) == found


@pytest.mark.parametrize(("sender", "found"), [(PROSECUTOR, []), (STRANGER, []), ("prosecutor-medeu", ["HB-2416"])])
def test_only_an_overseer_of_its_sender_rules_on_a_record(sender: str, found: list[str]) -> None:
    ruling = Wire().example(
        "protocol-rejected-for-a-mistyped-time-deemed-accepted",
        1,
        sender=sender,
        regards={"sender": INVESTIGATOR, "id": world.message_id(2)},
        sent_at="2026-03-06T04:05:00Z",
        seal={"recipients": [{"role": "prosecutor", "agency": PROSECUTOR}]},
    )

    assert codes(ruling) == found


def test_the_sender_holds_the_role_that_it_speaks_in() -> None:
    bare = _with(INVESTIGATOR, roles=())

    assert codes(Wire().notice(), bare) == ["HB-2410"]


def test_who_is_closed_neither_sends_nor_receives() -> None:
    assert codes(Wire().notice(), _with(INVESTIGATOR, closed="abolished")) == ["HB-2404"]
    assert codes(Wire().notice(), _with(PROSECUTOR, closed="abolished")) == ["HB-2412"]


def test_a_body_is_sealed_for_a_key_that_its_reader_has() -> None:
    assert codes(Wire().notice(), _with(PROSECUTOR, keys=())) == ["HB-2411"]


def test_a_sealing_key_that_ended_while_the_message_waited_still_opens() -> None:
    keys = next(version.keys for version in world.directory().history(PROSECUTOR))
    ended = tuple(key.model_copy(update={"valid_until": SENT_AT + timedelta(seconds=1)}) for key in keys)

    assert codes(Wire().notice(), _with(PROSECUTOR, keys=ended)) == []


def test_a_key_that_was_revoked_before_the_record_came_signs_nothing() -> None:
    keys = next(version.keys for version in world.directory().history(INVESTIGATOR))
    revoked = tuple(key.model_copy(update={"revoked_at": RECEIVED_AT}) for key in keys)

    assert codes(Wire().notice(), _with(INVESTIGATOR, keys=revoked)) == ["HB-2406"]


def test_what_the_bus_says_is_not_said_by_an_agency() -> None:
    envelope = reading.example("bus-accepts-the-notice-of-a-detention").envelope

    assert codes(Wire().said(envelope, outbox_of=INVESTIGATOR, signed_by=INVESTIGATOR)) == ["HB-2401"]


@pytest.mark.parametrize(
    ("key", "value", "headers"),
    [
        (None, None, ()),
        (b"", b"", (("habarshy-signature", None),)),
        (b"\xff", b"\xff\n\xff", ((b"\xff", b"\xff"),)),
        (b"k", b"[" * 100 + b"\n", ()),
        (b"k", b"9" * 1_000_000 + b"\n", ()),
        (b"k", b"{}\n", (("reply_to", b"inbox.victim"),)),
    ],
)
def test_garbage_is_its_senders_and_no_fault_of_ours(key: bytes | None, value: bytes | None, headers: Any) -> None:  # noqa: ANN401 - whatever a stranger may write
    arrival = Wire().arrival(key, value, headers, topic=f"outbox.{INVESTIGATOR}")

    assert codes(arrival)


def test_a_refused_record_says_which_message_it_claims_to_be() -> None:
    whole = Wire().notice(7)
    checked = world.checking().check(replace(whole, headers=()), world.directory())

    assert checked.claimed is not None
    assert (checked.claimed.sender, str(checked.claimed.id)) == (INVESTIGATOR, world.message_id(7))
    assert not checked.verified


def test_the_body_of_a_record_that_its_owner_did_not_sign_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    monkeypatch.setattr(registry, "read_body_line", lambda *asked: looked.append(asked))

    assert codes(Wire().notice(signed_by=STRANGER)) == ["HB-2405"]
    assert looked == []
    assert codes(Wire().notice()) == []
    assert len(looked) == 1


def test_an_error_of_ours_never_becomes_the_senders() -> None:
    checked = world.checking().check(Wire().notice(), None)  # type: ignore[arg-type] # the planted fault

    assert checked.fault.startswith("AttributeError")
    assert checked.claimed is not None
    assert str(checked.claimed.id) == world.message_id(1)
    assert dispositions.decide(checked.presented, Known()).disposition == "QUARANTINED"


def _with(agency: str, **changes: object) -> Directory:
    """The directory, where one agency is otherwise."""
    versions = world.directory().versions
    return Directory(
        tuple(version.model_copy(update=changes) if version.id == agency else version for version in versions)
    )


def test_records_are_found_to_be_the_same_together_as_each_by_itself() -> None:
    envelope, body = world.notice()
    wire = Wire()
    whole, forged = wire.notice(), wire.notice(signed_by=STRANGER)
    garbage = wire.arrival(b"k", b"{", whole.headers, topic=whole.place.topic)
    other_body = wire.said(envelope, body + b" ", outbox_of=INVESTIGATOR)
    together = [whole, garbage, forged, other_body, whole]

    found = world.checking().checked(together, world.directory())

    assert found == [world.checking().check(one, world.directory()) for one in together]
    assert [one.record is not None for one in found] == [True, False, False, False, True]


def test_a_fault_of_ours_with_one_record_leaves_the_others_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Wire().notice(), Wire().notice()
    seen = iter((KeyError("ours"), None))

    def failing_once(*_: object) -> tuple[()]:
        if (error := next(seen)) is not None:
            raise error
        return ()

    monkeypatch.setattr("schemas.contract.findings", failing_once)
    found = world.checking().checked([first, second], world.directory())

    assert [one.presented.our_fault for one in found] == [True, False]
    assert found[0].fault.startswith("KeyError")
