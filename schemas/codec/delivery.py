"""What the bus adds to a record that it delivers: headers alone. Key and value of an agency's message stay as they came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

from pydantic import Field, TypeAdapter

from schemas import fields
from schemas.codec import canonical
from schemas.codec.record import KEY_HEADER, SIGNATURE_HEADER, RawHeaders, Signature, read_signature
from schemas.errors.tree import Finding, RefusedError
from schemas.messages.parts import RecordRef
from schemas.values import Said

DELIVERY_HEADER: Final = "habarshy-delivery"
BATCH_HEADER: Final = "habarshy-batch"
DEEPEST_BATCH: Final = 20
"""A batch holds at most 2^20 records; a path is no longer than that."""
_HEADER_LIMIT: Final = 4_096
_OF_AGENCY: Final = frozenset({SIGNATURE_HEADER, KEY_HEADER, DELIVERY_HEADER, BATCH_HEADER})
_OF_BUS: Final = frozenset({BATCH_HEADER})


class Delivered(Said):
    """Where the bus found the message, when it came, when it was recorded, and the leaf of evidence that proves it."""

    record: RecordRef
    received_at: fields.Instant
    recorded_at: fields.Instant
    leaf: fields.Digest


class BatchProof(Said):
    """The bus's signature over a batch, and the way from this record to what was signed."""

    key: fields.KeyId
    size: Annotated[int, Field(ge=1, le=2**DEEPEST_BATCH)]
    index: Annotated[int, Field(ge=0, lt=2**DEEPEST_BATCH)]
    path: Annotated[tuple[fields.Digest, ...], Field(fail_fast=True, max_length=DEEPEST_BATCH)]
    signature: Annotated[fields.Base64, Field(min_length=88, max_length=88)]


@dataclass(frozen=True)
class InboxHeaders:
    """The headers of an inbox record that could be read. What the bus itself makes has no sender's signature and no delivery."""

    batch: BatchProof
    signature: Signature | None = None
    delivered: Delivered | None = None
    delivery_line: bytes = b""

    @property
    def raw(self) -> list[tuple[str, bytes]]:
        of_sender = (
            [(SIGNATURE_HEADER, self.signature.signature.encode()), (KEY_HEADER, self.signature.key.encode())]
            if self.signature
            else []
        )
        delivery = [(DELIVERY_HEADER, self.delivery_line)] if self.delivered else []
        return [*of_sender, *delivery, (BATCH_HEADER, canonical.encode(self.batch))]


_DELIVERED: Final = TypeAdapter(Delivered)
_BATCH: Final = TypeAdapter(BatchProof)
_Read = TypeVar("_Read", bound=Said)


def read_headers(headers: RawHeaders) -> InboxHeaders:
    """The bus's headers; RefusedError, and nothing else, where they are none."""
    found = _by_name(headers)
    batch = _read(found, BATCH_HEADER, _BATCH)
    if found.keys() == _OF_BUS:
        return InboxHeaders(batch)
    for name in sorted(_OF_AGENCY - found.keys()):
        raise RefusedError(Finding("HB-1012", "", {"header": name}))
    of_sender = [(name, found[name]) for name in (SIGNATURE_HEADER, KEY_HEADER)]
    delivered = _read(found, DELIVERY_HEADER, _DELIVERED)
    return InboxHeaders(batch, read_signature(of_sender), delivered, found[DELIVERY_HEADER])


def _by_name(headers: RawHeaders) -> dict[str, bytes]:
    if len(headers) > len(_OF_AGENCY):
        raise RefusedError(Finding("HB-1013", "", {"number": len(headers), "limit": len(_OF_AGENCY)}))
    found: dict[str, bytes] = {}
    for name, value in headers:
        known = next((ours for ours in _OF_AGENCY if name in (ours, ours.encode())), None)
        if known is None or known in found or value is None or len(value) > _HEADER_LIMIT:
            raise RefusedError(Finding("HB-1011", "", {"header": known or "?"}))
        found[known] = value
    return found


def _read(found: dict[str, bytes], name: str, adapter: TypeAdapter[_Read]) -> _Read:
    if name not in found:
        raise RefusedError(Finding("HB-1012", "", {"header": name}))
    try:
        return canonical.decode(found[name], adapter)
    except RefusedError as refused:
        raise RefusedError(Finding("HB-1011", "", {"header": name})) from refused


def leaf_parts(*, topic: str, key: bytes, value: bytes, headers: InboxHeaders) -> Sequence[bytes]:
    """What a record of a batch is, for the batch's signature: all of it, and the inbox that it was put into."""
    signature = headers.signature
    of_sender = (signature.signature.encode(), signature.key.encode()) if signature else (b"", b"")
    return (topic.encode(), key, value, *of_sender, headers.delivery_line)
