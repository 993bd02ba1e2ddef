"""What is said is read again as it was; what is not canonical, not whole or not ours is refused."""

import time
from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codec import canonical, record
from schemas.errors.tree import RefusedError
from schemas.examples import reading
from schemas.messages import registry
from schemas.messages.envelope import Fact
from schemas.messages.registry import KINDS
from tests.unit.codec import records
from tests.unit.codec.records import Raw

EVERY_MESSAGE = dict(reading.every_message())


def refusal(raw: Raw) -> str:
    with pytest.raises(RefusedError) as refused:
        raw.decode()
    return refused.value.first.code


@pytest.mark.parametrize("name", EVERY_MESSAGE)
def test_every_example_has_the_same_bytes_after_reading_and_writing(name: str) -> None:
    line = orjson.dumps(EVERY_MESSAGE[name].envelope, option=orjson.OPT_SORT_KEYS)
    assert canonical.encode(registry.read_envelope(line)) == line


def test_the_examples_cover_every_type_of_message() -> None:
    assert {example.envelope["type"] for example in EVERY_MESSAGE.values()} == set(KINDS)


@pytest.mark.parametrize("raw", [records.fact(), records.notice()], ids=["fact", "notice"])
def test_a_record_is_read_as_it_was_written(raw: Raw) -> None:
    read = raw.decode()
    assert (read.key, read.value, tuple(read.headers)) == (raw.key, raw.value, raw.headers)
    assert record.encode(read.envelope, read.body_line, read.signature) == read


@given(
    microsecond=st.integers(0, 999_999),
    offset=st.integers(-12 * 60, 14 * 60),
    hours=st.integers(1, 70),
)
def test_one_value_has_one_form_whatever_its_zone_and_order(microsecond: int, offset: int, hours: int) -> None:
    instant = datetime(2026, 3, 6, 2, 10, 0, microsecond, tzinfo=UTC)
    elsewhere = instant.astimezone(timezone(timedelta(minutes=offset)))
    first, second = (restricted(at, hours) for at in (instant, elsewhere))
    assert canonical.encode(first) == canonical.encode(second)
    assert registry.read_envelope(canonical.encode(first)) == first


def restricted(at: datetime, hours: int) -> Fact:
    envelope = reading.example("detention-protocol-drawn-at-night").envelope
    sound = registry.read_envelope(orjson.dumps(envelope, option=orjson.OPT_SORT_KEYS))
    changes = {
        "name": "custody.person-restricted",
        "occurred_at": at,
        "instants": {"restricted_at": at},
        "attributes": {"case_term_hours": hours},
        "checklist": (),
    }
    return Fact.model_validate(sound.model_dump() | changes)


FACT = records.fact()
LINE = (FACT.value or b"").removesuffix(b"\n")
HEADERS = FACT.headers


def changed(old: bytes, new: bytes) -> Raw:
    assert old in LINE
    return FACT.with_value(LINE.replace(old, new, 1) + b"\n")


WRONG = {
    "null value": (FACT.with_value(None), "HB-1001"),
    "10 MB": (FACT.with_value(b"x" * 10_000_000), "HB-1002"),
    "no line feed": (FACT.with_value(LINE), "HB-1003"),
    "two line feeds": (FACT.with_value(LINE + b"\n\n"), "HB-1003"),
    "empty": (FACT.with_value(b""), "HB-1003"),
    "broken UTF-8": (changed(b'"kk"', b'"\xff\xfe"'), "HB-1004"),
    "broken JSON": (changed(b'{"', b'{{"'), "HB-1005"),
    "an empty envelope line": (FACT.with_value(b"\n"), "HB-1005"),
    "NaN": (changed(b'"kk"', b"NaN"), "HB-1005"),
    "infinity": (changed(b'"kk"', b"Infinity"), "HB-1005"),
    "half of a surrogate pair": (changed(b'"kk"', b'"\\ud800"'), "HB-1005"),
    "nested arrays": (FACT.with_value(b"[" * 30_000 + b"]" * 30_000 + b"\n"), "HB-1006"),
    "nested objects": (FACT.with_value(b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"\n"), "HB-1006"),
    "spaces": (changed(b'","', b'", "'), "HB-1007"),
    "keys in another order": (FACT.with_value(LINE[:-1] + b',"as_role":"x"}\n'), "HB-1016"),
    "an explicit null": (changed(b'"type"', b'"first_tried_at":null,"type"'), "HB-1007"),
    "an explicit default": (changed(b'"type"', b'"attributes":{},"type"'), "HB-1007"),
    "an instant with an offset": (changed(b'T21:10:00Z","schema', b'T21:10:00+00:00","schema'), "HB-1007"),
    "an instant with idle zeros": (changed(b'T21:10:00Z","schema', b'T21:10:00.000000Z","schema'), "HB-1007"),
    "an escaped letter": (changed(b'"kk"', b'"k\\u006b"'), "HB-1007"),
    "a long envelope": (changed(b'"kk"', b'"' + b"k" * 70_000 + b'"'), "HB-1008"),
    "a duplicate key": (changed(b'"language":"kk"', b'"language":"ru","language":"kk"'), "HB-1016"),
    "a number of sixty thousand digits": (FACT.with_value(b'{"a":' + b"9" * 60_000 + b"}\n"), "HB-1005"),
    "a number beyond what is exact": (changed(b'"kk"', b"9007199254740992"), "HB-1017"),
    "a number beyond 64 bits": (changed(b'"kk"', b"9" * 30), "HB-1017"),
    "a fraction": (changed(b'"kk"', b"1.5"), "HB-1017"),
    "a whole number written as a fraction": (changed(b'"kk"', b"1.0"), "HB-1017"),
    "U+0000": (changed(b'"kk"', b'"\\u0000"'), "HB-2106"),
    "a bare number": (FACT.with_value(b"1\n"), "HB-2124"),
    "a list": (FACT.with_value(b"[]\n"), "HB-2124"),
    "no type": (FACT.with_value(b"{}\n"), "HB-2101"),
    "an unknown type": (changed(b'"type":"fact"', b'"type":"wish"'), "HB-2106"),
    "an unknown field": (changed(b'"type"', b'"mood":"good","type"'), "HB-2102"),
    "another key": (Raw(b"another", FACT.value, HEADERS), "HB-1010"),
    "no key": (Raw(None, FACT.value, HEADERS), "HB-1010"),
    "a body that the envelope does not know": (FACT.with_value(LINE + b"\n{}"), "HB-1015"),
    "no headers": (FACT.with_headers(), "HB-1012"),
    "no key id": (FACT.with_headers(HEADERS[0]), "HB-1012"),
    "a header of any bytes": (FACT.with_headers(HEADERS[0], (b"\xff\xfe", b"\x00")), "HB-1011"),
    "a null header": (FACT.with_headers(HEADERS[0], (HEADERS[1][0], None)), "HB-1011"),
    "a header value that is no text": (FACT.with_headers(HEADERS[0], (HEADERS[1][0], b"\xff")), "HB-1011"),
    "a huge header": (FACT.with_headers(HEADERS[0], (HEADERS[1][0], b"a" * 100_000)), "HB-1011"),
    "a doubled header": (FACT.with_headers(HEADERS[0], HEADERS[0]), "HB-1011"),
    "a header of somebody else": (FACT.with_headers(*HEADERS, ("reply_to", b"inbox.other")), "HB-1013"),
    "a thousand headers": (FACT.with_headers(*(HEADERS[0],) * 1000), "HB-1013"),
    "a signature that is none": (FACT.with_headers((HEADERS[0][0], b"x"), HEADERS[1]), "HB-1011"),
    "a key id that is none": (FACT.with_headers(HEADERS[0], (HEADERS[1][0], b"my key")), "HB-1011"),
}


@pytest.mark.parametrize(("raw", "code"), WRONG.values(), ids=WRONG.keys())
def test_hostile_bytes_are_refused_with_one_error_that_says_what(raw: Raw, code: str) -> None:
    assert refusal(raw) == code


NOTICE = records.notice()
WRONG_BODIES = {
    "no body": (NOTICE.with_value((NOTICE.value or b"").split(b"\n")[0] + b"\n"), "HB-1018"),
    "another body": (NOTICE.with_value((NOTICE.value or b"") + b" "), "HB-1014"),
    "a body in the clear": (records.notice(body_line=b'{"remarks":"x"}'), "HB-2101"),
    "a body that is not canonical": (records.notice(body_line=records.SEALED_BODY.replace(b":", b": ", 1)), "HB-1007"),
    "a deep body": (records.notice(body_line=b"[" * 400_000), "HB-1006"),
    "a body that is too large": (records.notice(body_line=b"x" * 899_900), "HB-1002"),
}


@pytest.mark.parametrize(("raw", "code"), WRONG_BODIES.values(), ids=WRONG_BODIES.keys())
def test_a_body_that_is_not_the_one_announced_is_refused(raw: Raw, code: str) -> None:
    assert refusal(raw) == code


def test_a_refusal_names_the_field() -> None:
    with pytest.raises(RefusedError) as refused:
        changed(b'"protocol_drawn_at":"2026-03-05T21:10:00Z"', b'"drawn":"2026-03-05T21:10:00Z"').decode()
    assert {(f.code, f.where) for f in refused.value.findings} == {
        ("HB-2101", "/instants/protocol_drawn_at"),
        ("HB-2102", "/instants/drawn"),
    }


def test_what_is_not_canonical_is_pointed_at() -> None:
    with pytest.raises(RefusedError) as refused:
        changed(b'T21:10:00Z","schema', b'T21:10:00+00:00","schema').decode()
    assert refused.value.first.where == "/occurred_at"


def test_no_finding_repeats_what_was_sent() -> None:
    """A wrong value may be a person's name in a wrong place, and findings go into logs."""
    with pytest.raises(RefusedError) as refused:
        changed(b'"as_role":"investigator"', b'"as_role":"Some Body"').decode()
    assert "Some Body" not in str(refused.value)


def test_no_finding_repeats_a_strangers_name_for_a_field() -> None:
    with pytest.raises(RefusedError) as refused:
        changed(b'"type"', '"Үлгі Бала":1,"type"'.encode()).decode()
    assert (refused.value.first.code, refused.value.first.where) == ("HB-2102", "/…")


@pytest.mark.parametrize(
    "value",
    [
        b'{"a":"' + b"\\" * 60_001 + b'"}\n',
        b'{"' + b'\\"' * 30_000 + b"\n",
        b"[]" * 30_000 + b"\n",
        b'{"a":[' + b"1," * 30_000 + b"1]}\n",
        b'{"a":' + b"9" * 65_000 + b"}\n",
        b'"' * 65_000 + b"\n",
    ],
    ids=["backslashes", "open quotes", "brackets", "a long list", "a long number", "quotes"],
)
def test_hostile_bytes_cost_no_more_than_their_length(value: bytes) -> None:
    """A generous bound: what is quadratic in 65,000 bytes takes minutes."""
    started = time.process_time()
    assert refusal(FACT.with_value(value)).startswith("HB-")
    assert time.process_time() - started < 5
