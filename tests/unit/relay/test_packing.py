"""One batch goes into many inboxes: each record proves itself in its own, and in no other."""

import itertools
from typing import Final
from uuid import UUID

import pytest

from producers.relay import packing
from producers.relay.packing import Packed
from schemas.codec import delivery
from services.keys import batches
from services.keys.keyring import Keyring
from services.ledger.entries import Waiting, message_name

SIGNER: Final = Keyring("sandbox", "bus").with_new("relay", "2026-01").newest_signer("relay")
INBOXES: Final = ("inbox.a", "inbox.b", "inbox.a", "inbox.c")


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


@pytest.mark.parametrize(("number", "topic"), list(itertools.product(range(len(INBOXES)), sorted(set(INBOXES)))))
def test_a_record_proves_itself_in_the_inbox_that_it_is_for_and_in_no_other(number: int, topic: str) -> None:
    record = packed()[number]

    assert record.topic == INBOXES[number]
    assert proves(record, topic=topic) == (topic == record.topic)


def test_a_batch_of_another_network_proves_nothing_here() -> None:
    assert not any(proves(record, topic=record.topic) for record in packed("production"))
