"""From what waits to records of inboxes: key and value as they are, headers by the bus, one signature over the batch. Pure.

A relay does this for every record, so the two lines of the bus are written without their models; a test holds that the bytes are those
of the models.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from schemas.codec.delivery import BATCH_HEADER, DELIVERY_HEADER
from schemas.codec.record import KEY_HEADER, SIGNATURE_HEADER, read_signature
from schemas.errors.tree import RefusedError
from services.keys import batches, merkle
from services.keys.signing import Signer
from services.ledger.entries import Waiting
from services.ledger.records import Arrival, Place

_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z
Headers = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Packed:
    """A record as it is written."""

    sequence: int
    topic: str
    key: bytes
    value: bytes
    headers: Sequence[tuple[str, bytes]]


class UnfitError(Exception):
    """The headers of a record that is to go into this topic cannot be read: it was never accepted, or its bytes were changed."""

    def __init__(self, topic: str, sequence: int) -> None:
        super().__init__(topic, sequence)
        self.topic = topic
        self.sequence = sequence


def pack(waiting: Sequence[Waiting], *, network: str, signer: Signer) -> list[Packed]:
    """The records of one batch, each with its own way to the one signature."""
    headers = [_headers(one) for one in waiting]
    tree = merkle.levels([_leaf(one, said) for one, said in zip(waiting, headers, strict=True)])
    text = batches.signed_text(network=network, size=len(waiting), root=tree[-1][0])
    shown = [[node.hex() for node in level] for level in tree[:-1]]
    line: dict[str, Any] = {"key": signer.key_id, "signature": signer.sign(text), "size": len(waiting)}
    packed = []
    for index, (one, said) in enumerate(zip(waiting, headers, strict=True)):
        line["index"], line["path"] = index, _path(shown, index)
        said.append((BATCH_HEADER, orjson.dumps(line, option=_OPTIONS)))
        packed.append(Packed(one.sequence, one.topic, one.key, one.value, said))
    return packed


def _path(shown: Sequence[Sequence[str]], index: int) -> list[str]:
    """As `merkle.path`, of a tree whose hashes are written already."""
    path = []
    for level in shown:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        index >>= 1
    return path


def _leaf(waiting: Waiting, headers: Headers) -> bytes:
    """All headers but the batch's own, which is not known before all leaves are; empty where the bus itself speaks."""
    said = [value for _, value in headers] or [b"", b"", b""]
    return batches.leaf([waiting.topic.encode(), waiting.key, waiting.value, *said])


def _headers(waiting: Waiting) -> Headers:
    arrival, recorded_at = waiting.arrival, waiting.recorded_at
    if arrival is None or recorded_at is None:
        return []
    line = {
        "record": _record(arrival.place),
        "received_at": _in_utc(arrival.received_at),
        "recorded_at": _in_utc(recorded_at),
        "leaf": waiting.leaf,
    }
    return [*_of_sender(waiting, arrival), (DELIVERY_HEADER, orjson.dumps(line, option=_OPTIONS))]


def _of_sender(waiting: Waiting, arrival: Arrival) -> Headers:
    """As they came. Intake has read them, or the record would not go out; in whichever order they stood, they go out in one."""
    found = dict(arrival.headers)
    signature, key = found.get(SIGNATURE_HEADER), found.get(KEY_HEADER)
    if signature is not None and key is not None:
        return [(SIGNATURE_HEADER, signature), (KEY_HEADER, key)]
    try:
        read = read_signature(arrival.headers)
    except RefusedError as error:
        raise UnfitError(waiting.topic, waiting.sequence) from error
    return [(SIGNATURE_HEADER, read.signature.encode()), (KEY_HEADER, read.key.encode())]


def _record(place: Place) -> dict[str, str | int]:
    """A field at its default is left out: the first generation of the wire."""
    said: dict[str, str | int] = {"topic": place.topic, "partition": place.partition, "offset": place.offset}
    if place.wire_generation != 1:
        said["wire_generation"] = place.wire_generation
    return said


def _in_utc(instant: datetime) -> datetime:
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)
