"""What a record of an inbox is: only what the bus signed and its sender signed is a message."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.inbox.received import Reading, Received, Unproved, Unusable
from consumers.inbox.records import RawRecord
from schemas.codec import canonical, record
from schemas.directory.bus_keys import BusKeys
from schemas.directory.directory import Directory
from schemas.messages import registry
from schemas.messages.bus import Acceptance
from schemas.messages.facts.custody import ProtocolDrawn
from schemas.messages.notices.detention import ProsecutorNotice
from services.keys import sealing
from services.keys.sealing import Named
from tests import inbox_world
from tests.inbox_world import RECEIVED_AT, RECIPIENT, SENDER, State, World

BOTH = ["detention-carried-out", "protocol-number-and-time"]
BODY = {
    "detention_carried_out": True,
    "protocol_number_and_time": {"number": "114", "drawn_at": "2026-03-05T21:10:00Z"},
}


@pytest.fixture(scope="module")
def world() -> World:
    return inbox_world.world()


def read(world: World, raw: RawRecord) -> Reading:
    return world.reader().read(raw, world.state)


def codes(read: Reading) -> list[str]:
    assert not isinstance(read, Received)
    return [finding.code for finding in read.findings]


def test_a_notice_arrives_opened_with_its_sender_its_clocks_and_our_role(world: World) -> None:
    found = read(world, world.one(world.notice()))
    assert isinstance(found, Received)
    assert isinstance(found.body, ProsecutorNotice)
    assert found.body.protocol_number_and_time is not None
    assert found.body.protocol_number_and_time.number == "114"
    assert (found.sender, found.roles, found.remarks) == (SENDER, ("prosecutor",), ())
    assert found.delivered is not None
    assert found.delivered.received_at == RECEIVED_AT
    assert (found.bus_key, found.sender_key) == ("bus/relay-2026-01", f"{SENDER}/sign-2026-01")


def test_a_received_message_does_not_show_its_body_where_it_is_printed(world: World) -> None:
    assert "Үлгі" not in repr(read(world, world.one(world.notice())))


def test_a_fact_arrives_with_its_statement_and_the_bus_with_its_own_word(world: World) -> None:
    fact, acceptance = world.delivered(world.fact(), world.from_bus("bus-accepts-the-notice-of-a-detention"))
    found = read(world, fact)
    assert isinstance(found, Received)
    assert isinstance(found.body, ProtocolDrawn)
    from_bus = read(world, acceptance)
    assert isinstance(from_bus, Received)
    assert isinstance(from_bus.envelope, Acceptance)
    assert (from_bus.sender_key, from_bus.delivered) == (None, None)


@given(st.data())
@settings(max_examples=150)
def test_no_bit_of_a_delivered_record_can_be_flipped(data: st.DataObject) -> None:
    world = inbox_world.world()
    raw = world.one(world.notice())
    parts = [raw.key, raw.value, *(value for _, value in raw.headers)]
    which = data.draw(st.integers(0, len(parts) - 1))
    part = bytearray(parts[which] or b"")
    at = data.draw(st.integers(0, len(part) * 8 - 1))
    part[at // 8] ^= 1 << (at % 8)
    parts[which] = bytes(part)
    headers = tuple((name, value) for (name, _), value in zip(raw.headers, parts[2:], strict=True))
    flipped = replace(raw, key=parts[0], value=parts[1], headers=headers)
    assert isinstance(read(world, flipped), Unproved)


UNPROVED: dict[str, tuple[Callable[[World], RawRecord], str]] = {
    "no headers": (lambda w: replace(w.one(w.notice()), headers=()), "HB-1012"),
    "a null header value": (
        lambda w: replace(w.one(w.notice()), headers=(("habarshy-batch", None),)),
        "HB-1011",
    ),
    "a header that is not UTF-8": (
        lambda w: replace(w.one(w.notice()), headers=(("habarshy-batch", b"\xff\xfe"),)),
        "HB-1011",
    ),
    "a header of a stranger": (
        lambda w: replace(w.one(w.notice()), headers=(*w.one(w.notice()).headers[:3], ("reply_to", b"victim"))),
        "HB-1011",
    ),
    "no value": (lambda w: replace(w.one(w.notice()), value=None), "HB-1001"),
    "broken JSON": (lambda w: replace(w.one(w.notice()), value=b"{\n"), "HB-1005"),
    "no UTF-8": (lambda w: replace(w.one(w.notice()), value=b"\xff\n"), "HB-1004"),
    "another key": (lambda w: replace(w.one(w.notice()), key=b"other"), "HB-1010"),
    "another inbox": (lambda w: replace(w.one(w.notice()), topic="inbox.police-medeu"), "HB-8402"),
    "another record's proof": (
        lambda w: replace(w.one(w.notice()), headers=w.one(w.notice()).headers),
        "HB-8402",
    ),
    "a notice that only the bus signed": (lambda w: w.one(replace(w.notice(), signature=None)), "HB-8406"),
    "a type that no inbox carries": (lambda w: w.one(w.from_bus("catalogue-comes-into-force")), "HB-1018"),
    "found in another's outbox": (lambda w: w.one(replace(w.notice(), topic="outbox.police-medeu")), "HB-8405"),
    "signed for its other topic": (lambda w: w.one(replace(w.notice(), topic=f"urgent.{SENDER}")), "HB-8404"),
    "another's signature": (
        lambda w: w.one(replace(w.notice(), signature=w.fact().signature)),
        "HB-8404",
    ),
    "received before its key held": (
        lambda w: w.one(replace(w.notice(), received_at=RECEIVED_AT - timedelta(days=100))),
        "HB-8403",
    ),
}


@pytest.mark.parametrize("case", UNPROVED)
def test_what_does_not_prove_itself_is_no_message(case: str, world: World) -> None:
    made, code = UNPROVED[case]
    assert code in codes(read(world, made(world)))


def test_a_key_of_the_bus_must_be_its_relays_and_must_hold(world: World) -> None:
    raw = world.one(world.notice())
    (key,) = (world.state.bus_keys or BusKeys(keys=(inbox_world.relay_key(world.relay),))).keys
    for keys in (
        None,
        BusKeys(keys=(inbox_world.relay_key(inbox_world.signer("bus/relay-2026-02")),)),
        BusKeys(keys=(key.model_copy(update={"revoked_at": inbox_world.APPENDED_AT}),)),
    ):
        found = world.reader().read(raw, State(world.state.directory, keys))
        assert codes(found) == ["HB-8401"]


def test_a_sender_that_the_directory_does_not_know_proves_nothing(world: World) -> None:
    found = world.reader().read(world.one(world.notice()), State(Directory(()), world.state.bus_keys))
    assert codes(found) == ["HB-8403"]


@pytest.mark.parametrize(
    ("body", "checklist", "expected"),
    [
        ({"detention_carried_out": True}, BOTH, ["HB-2101"]),
        (b"{}", BOTH, ["HB-2101", "HB-2101"]),
        (BODY, [*BOTH, "detention-place"], ["HB-2317"]),
    ],
    ids=["one item is missing", "nothing is said", "the checklist claims more"],
)
def test_a_body_that_lacks_what_was_claimed_is_empty_and_its_key_can_be_disclosed(
    world: World, body: dict[str, object] | bytes, checklist: list[str], expected: list[str]
) -> None:
    found = read(world, world.one(world.notice(body, checklist=checklist)))
    assert isinstance(found, Unusable)
    assert (found.because, codes(found)) == ("empty", expected)
    assert found.content_key is not None
    assert "content_key" not in repr(found)


@pytest.mark.parametrize(("body", "code"), [(b"\xff", "HB-1004"), (b'{"a":1}', "HB-2102"), (b"[]", "HB-2124")])
def test_a_body_that_is_not_what_its_envelope_announces_cannot_be_read(world: World, body: bytes, code: str) -> None:
    found = read(world, world.one(world.notice(body)))
    assert isinstance(found, Unusable)
    assert (found.because, found.content_key is not None) == ("unreadable", True)
    assert code in codes(found)


def test_who_lost_its_key_cannot_read_and_has_no_key_to_disclose(world: World) -> None:
    raw = world.one(world.notice())
    found = replace(world.reader(), openers=()).read(raw, world.state)
    assert isinstance(found, Unusable)
    assert (found.because, codes(found), found.content_key) == ("unreadable", ["HB-2501"], None)


def test_what_was_sealed_for_others_tells_its_envelope_alone(world: World) -> None:
    found = world.reader("prosecutor-almaty").read(world.one(world.notice()), world.state)
    assert isinstance(found, Received)
    assert (found.body, found.roles) == (None, ())


def test_two_recipients_cannot_be_given_different_texts(world: World) -> None:
    """A sender that wraps another key for one of them is caught by the commitment."""
    made = world.notice()
    line, _, body = made.value.partition(b"\n")
    named = Named(inbox_world.NETWORK, SENDER, registry.read_envelope(line).id)
    other = sealing.rewrap(b"k" * 32, message=named, reader=world.seal_reader(RECIPIENT))
    sealed = orjson.loads(body)
    sealed["wraps"] = [
        orjson.loads(canonical.encode(other)) if wrap["agency"] == RECIPIENT else wrap for wrap in sealed["wraps"]
    ]
    changed = orjson.dumps(sealed, option=orjson.OPT_SORT_KEYS)
    envelope = orjson.loads(line)
    envelope["seal"]["body_digest"] = record.digest(changed)
    found = read(world, world.one(world.sent(envelope, changed)))
    assert isinstance(found, Unusable)
    assert codes(found) == ["HB-2503"]
