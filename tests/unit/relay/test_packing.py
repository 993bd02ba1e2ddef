"""One batch goes into many inboxes: each record proves itself in its own, and in no other; its headers are those of the models."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.relay import packing
from producers.relay.packing import Packed, UnfitError
from schemas.codec import canonical, delivery
from schemas.codec.delivery import Delivered, InboxHeaders
from schemas.codec.record import Signature
from services.keys import batches
from services.keys.keyring import Keyring
from services.ledger.entries import Waiting, message_name
from services.ledger.records import Arrival, Place

SIGNER: Final = Keyring("sandbox", "bus").with_new("relay", "2026-01").newest_signer("relay")
INBOXES: Final = ("inbox.a", "inbox.b", "inbox.a", "inbox.c")
SIGNATURE: Final = Signature("A" * 86 + "==", "agency-a/sign-2026-01")

_zones = st.sampled_from([UTC, timezone(timedelta(hours=5)), timezone(timedelta(0))])
_instants = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2199, 1, 1), timezones=_zones)  # noqa: DTZ001 - the bounds of Hypothesis bear no zone
_places = st.builds(
    Place,
    st.sampled_from(["outbox.agency-a", "urgent.agency-b"]),
    st.integers(0, 3),
    st.integers(1, 3),
    st.integers(0, 2**40),
)
_headers = st.permutations(
    [("habarshy-signature", SIGNATURE.signature.encode()), ("habarshy-key", b"agency-a/sign-2026-01")]
)
_arrivals = st.builds(Arrival, _places, _instants, st.just(b"k"), st.binary(max_size=9), _headers)
_waiting = st.builds(
    Waiting,
    st.integers(1, 99),
    st.sampled_from(INBOXES),
    st.just(message_name("agency-a", UUID(int=1))),
    st.binary(max_size=9),
    st.binary(max_size=99),
    st.none() | _arrivals,
    _instants,
    st.just("ab" * 32),
)


def packed(network: str = "sandbox") -> list[Packed]:
    waiting = [
        Waiting(number, topic, message_name("bus", UUID(int=number)), key=b"k", value=b"v")
        for number, topic in enumerate(INBOXES)
    ]
    return packing.pack(waiting, network=network, signer=SIGNER)


def proves(record: Packed, *, topic: str) -> bool:
    headers = delivery.read_headers(record.headers)
    parts = delivery.leaf_parts(topic=topic, key=record.key, value=record.value, headers=headers)
    return batches.verifies(headers.batch, batches.leaf(parts), network="sandbox", public=SIGNER.public)


def by_the_models(waiting: list[Waiting]) -> list[list[tuple[str, bytes]]]:
    """The headers as the models and the keys write them, one record at a time."""
    unsigned = delivery.read_headers(packed()[0].headers).batch
    headers = []
    for one in waiting:
        said = InboxHeaders(unsigned)
        if one.arrival is not None and one.recorded_at is not None:
            delivered = Delivered(
                record=one.arrival.place.ref,
                received_at=one.arrival.received_at,
                recorded_at=one.recorded_at,
                leaf=one.leaf,
            )
            said = InboxHeaders(unsigned, SIGNATURE, delivered, canonical.encode(delivered))
        headers.append(said)
    leaves = [
        batches.leaf(delivery.leaf_parts(topic=one.topic, key=one.key, value=one.value, headers=said))
        for one, said in zip(waiting, headers, strict=True)
    ]
    proofs = batches.sign(leaves, network="sandbox", signer=SIGNER)
    return [replace(said, batch=proof).raw for said, proof in zip(headers, proofs, strict=True)]


@given(waiting=st.lists(_waiting, min_size=1, max_size=20))
def test_the_headers_are_those_of_the_models_byte_by_byte(waiting: list[Waiting]) -> None:
    records = packing.pack(waiting, network="sandbox", signer=SIGNER)

    assert [list(record.headers) for record in records] == by_the_models(waiting)
    assert all(proves(record, topic=record.topic) for record in records)


@pytest.mark.parametrize(("number", "topic"), list(itertools.product(range(len(INBOXES)), sorted(set(INBOXES)))))
def test_a_record_proves_itself_in_the_inbox_that_it_is_for_and_in_no_other(number: int, topic: str) -> None:
    record = packed()[number]

    assert record.topic == INBOXES[number]
    assert proves(record, topic=topic) == (topic == record.topic)


def test_a_batch_of_another_network_proves_nothing_here() -> None:
    assert not any(proves(record, topic=record.topic) for record in packed("production"))


def test_names_of_headers_may_have_come_as_bytes() -> None:
    headers = [(b"habarshy-signature", SIGNATURE.signature.encode()), (b"habarshy-key", SIGNATURE.key.encode())]
    arrival = Arrival(Place("outbox.agency-a", 0, 1, 0), datetime(2026, 3, 6, tzinfo=UTC), b"k", b"v", headers)
    one = Waiting(
        1, "inbox.a", message_name("agency-a", UUID(int=1)), b"k", b"v", arrival, arrival.received_at, "ab" * 32
    )

    (record,) = packing.pack([one], network="sandbox", signer=SIGNER)
    assert delivery.read_headers(record.headers).signature == SIGNATURE
    assert proves(record, topic="inbox.a")


def test_a_record_without_a_signature_of_its_sender_goes_nowhere() -> None:
    arrival = Arrival(Place("outbox.agency-a", 0, 1, 0), datetime(2026, 3, 6, tzinfo=UTC), b"k", b"v", ())
    one = Waiting(
        7, "inbox.a", message_name("agency-a", UUID(int=1)), b"k", b"v", arrival, arrival.received_at, "ab" * 32
    )

    with pytest.raises(UnfitError) as unfit:
        packing.pack([one], network="sandbox", signer=SIGNER)
    assert (unfit.value.topic, unfit.value.sequence) == ("inbox.a", 7)
