"""From what waits to records of inboxes: key and value as they are, headers by the bus, one signature over the batch. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from schemas.codec import canonical, delivery
from schemas.codec.delivery import BatchProof, Delivered, InboxHeaders
from schemas.codec.record import Signature, read_signature
from services.keys import batches
from services.keys.encoding import text_of
from services.keys.signing import Signer
from services.ledger.entries import Waiting
from services.ledger.records import Arrival

_SIGNATURE_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class Packed:
    """A record as it is written."""

    sequence: int
    topic: str
    key: bytes
    value: bytes
    headers: Sequence[tuple[str, bytes]]


def pack(waiting: Sequence[Waiting], *, network: str, signer: Signer) -> list[Packed]:
    """The records of one batch, each with its own way to the one signature."""
    # A leaf holds every header but the batch's own, which is not known before all leaves are.
    unsigned = BatchProof(key=signer.key_id, size=1, index=0, path=(), signature=text_of(bytes(_SIGNATURE_BYTES)))
    headers = [_headers(one, unsigned) for one in waiting]
    leaves = [
        batches.leaf(delivery.leaf_parts(topic=one.topic, key=one.key, value=one.value, headers=said))
        for one, said in zip(waiting, headers, strict=True)
    ]
    proofs = batches.sign(leaves, network=network, signer=signer)
    return [
        Packed(one.sequence, one.topic, one.key, one.value, replace(said, batch=proof).raw)
        for one, said, proof in zip(waiting, headers, proofs, strict=True)
    ]


def _headers(waiting: Waiting, unsigned: BatchProof) -> InboxHeaders:
    arrival, recorded_at = waiting.arrival, waiting.recorded_at
    if arrival is None or recorded_at is None:
        return InboxHeaders(unsigned)
    delivered = Delivered(
        record=arrival.place.ref, received_at=arrival.received_at, recorded_at=recorded_at, leaf=waiting.leaf
    )
    return InboxHeaders(unsigned, _signature(arrival), delivered, canonical.encode(delivered))


def _signature(arrival: Arrival) -> Signature:
    """Only what could be read is sent on, so its signature's headers can be read again."""
    return read_signature(arrival.headers)
