"""The headers of an inbox record: what is written is read again, and of anything else nothing but a refusal comes."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codec import canonical, delivery, record
from schemas.codec.delivery import BATCH_HEADER, DELIVERY_HEADER, BatchProof, Delivered, InboxHeaders
from schemas.codec.record import KEY_HEADER, SIGNATURE_HEADER, RawHeaders, Signature
from schemas.errors.tree import RefusedError
from schemas.messages.parts import RecordRef

AT: Final = datetime(2026, 3, 6, 4, 5, tzinfo=UTC)
SIGNATURE: Final = Signature("A" * 86 + "==", "investigation-bostandyk/sign-2026-01")
DELIVERED: Final = Delivered(
    record=RecordRef(topic="outbox.investigation-bostandyk", partition=0, offset=7),
    received_at=AT,
    recorded_at=AT,
    leaf="0" * 64,
)
BATCH: Final = BatchProof(key="bus/relay-2026-01", size=3, index=2, path=("1" * 64,), signature="A" * 86 + "==")
OF_BUS: Final = InboxHeaders(BATCH)
OF_AGENCY: Final = InboxHeaders(BATCH, SIGNATURE, DELIVERED, canonical.encode(DELIVERED))


def refused(headers: RawHeaders) -> tuple[str, object]:
    with pytest.raises(RefusedError) as error:
        delivery.read_headers(headers)
    return error.value.first.code, error.value.first.particulars.get("header")


def changed(name: str, value: bytes | None) -> list[tuple[str, bytes | None]]:
    return [(header, value if header == name else said) for header, said in OF_AGENCY.raw]


@pytest.mark.parametrize("headers", [OF_BUS, OF_AGENCY], ids=["of the bus", "of an agency"])
def test_what_the_relay_writes_the_inbox_reads(headers: InboxHeaders) -> None:
    assert delivery.read_headers(headers.raw) == headers
    assert delivery.read_headers([(name.encode(), value) for name, value in headers.raw]) == headers
    assert delivery.read_headers(headers.raw[::-1]) == headers


def test_what_the_bus_makes_has_the_batch_alone() -> None:
    assert [name for name, _ in OF_BUS.raw] == [BATCH_HEADER]


@pytest.mark.parametrize("name", [SIGNATURE_HEADER, KEY_HEADER, DELIVERY_HEADER])
def test_of_the_three_headers_of_an_agencys_message_none_may_be_missing(name: str) -> None:
    """Or a message of an agency could be shown without its signature, as if it were the bus's own."""
    assert refused([(header, value) for header, value in OF_AGENCY.raw if header != name]) == ("HB-1012", name)


def test_a_record_without_the_buss_signature_is_refused() -> None:
    assert refused([]) == ("HB-1012", BATCH_HEADER)
    assert refused([h for h in OF_AGENCY.raw if h[0] != BATCH_HEADER]) == ("HB-1012", BATCH_HEADER)


@pytest.mark.parametrize("name", [SIGNATURE_HEADER, KEY_HEADER, DELIVERY_HEADER, BATCH_HEADER])
@pytest.mark.parametrize(
    "value", [None, b"", b"\xff", b"{}", b" ", b"[1]", b"A" * 10_000, b'{"key":"bus/relay-2026-01"}']
)
def test_a_header_of_any_other_form_is_named(name: str, value: bytes | None) -> None:
    assert refused(changed(name, value)) == ("HB-1011", name)


def test_a_header_that_stands_there_twice_or_is_a_strangers_is_refused() -> None:
    assert refused([*OF_BUS.raw, *OF_BUS.raw]) == ("HB-1011", BATCH_HEADER)
    assert refused([*OF_BUS.raw, ("reply_to", b"victim")]) == ("HB-1011", "?")
    assert refused([(b"\xff", b"x"), *OF_BUS.raw]) == ("HB-1011", "?")
    assert refused([*OF_AGENCY.raw, ("one", b"too many")])[0] == "HB-1013"


@pytest.mark.parametrize(
    "line",
    [
        canonical.encode(DELIVERED) + b" ",
        canonical.encode(DELIVERED).replace(b":7", b":7.0"),
        canonical.encode(DELIVERED).replace(b'"leaf"', b'"more":1,"leaf"'),
        canonical.encode(DELIVERED).replace(b"Z", b"+00:00"),
    ],
)
def test_a_delivery_in_another_form_is_another_and_is_refused(line: bytes) -> None:
    """The leaf is over its bytes: two forms of one meaning would be two proofs."""
    assert refused(changed(DELIVERY_HEADER, line)) == ("HB-1011", DELIVERY_HEADER)


@given(
    st.lists(
        st.tuples(st.one_of(st.text(max_size=20), st.binary(max_size=20)), st.none() | st.binary(max_size=60)),
        max_size=6,
    )
)
def test_whatever_the_headers_are_nothing_but_a_refusal_comes_of_them(headers: Any) -> None:  # noqa: ANN401 - of any shape
    with pytest.raises(RefusedError):
        delivery.read_headers(headers)


@given(st.data())
def test_whatever_becomes_of_one_header_nothing_but_a_refusal_comes_of_it(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([SIGNATURE_HEADER, KEY_HEADER, DELIVERY_HEADER, BATCH_HEADER]))
    value = dict(OF_AGENCY.raw)[name]
    at = data.draw(st.integers(0, len(value) * 8 - 1))
    flipped = bytearray(value)
    flipped[at // 8] ^= 1 << (at % 8)
    try:
        read = delivery.read_headers(changed(name, bytes(flipped)))
    except RefusedError:
        return
    assert read != OF_AGENCY


def test_the_leaf_is_over_everything_that_is_delivered_but_the_batch_itself() -> None:
    def parts(headers: InboxHeaders = OF_AGENCY, **other: Any) -> tuple[bytes, ...]:  # noqa: ANN401 - of any field
        said = {"topic": "inbox.prosecutor-bostandyk", "key": b"k", "value": b"v"} | other
        return tuple(delivery.leaf_parts(headers=headers, **said))

    others = [
        parts(topic="inbox.prosecutor-medeu"),
        parts(key=b"K"),
        parts(value=b"V"),
        parts(replace(OF_AGENCY, signature=Signature("B" * 86 + "==", SIGNATURE.key))),
        parts(replace(OF_AGENCY, signature=Signature(SIGNATURE.signature, "investigation-medeu/sign-2026-01"))),
        parts(replace(OF_AGENCY, delivery_line=b"{}")),
        parts(OF_BUS),
    ]
    assert len({parts(), *others}) == len(others) + 1
    assert parts(replace(OF_AGENCY, batch=BATCH.model_copy(update={"index": 1}))) == parts()


def test_the_headers_of_a_delivered_record_are_those_of_the_outbox_and_two_of_the_bus() -> None:
    sent = [(SIGNATURE_HEADER, SIGNATURE.signature.encode()), (KEY_HEADER, SIGNATURE.key.encode())]
    assert OF_AGENCY.raw[:2] == sent
    assert record.read_signature(OF_AGENCY.raw[:2]) == SIGNATURE
