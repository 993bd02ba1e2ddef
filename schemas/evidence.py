"""What the evidence says of a record: one canonical line, whose hash is the leaf that answers and deliveries name."""

from typing import Literal
from uuid import UUID

from schemas import fields
from schemas.messages.parts import RecordRef
from schemas.values import Said


class Decided(Said):
    """This record got this disposition. It holds digests and codes, and no content."""

    form: Literal["habarshy/1 decided"] = "habarshy/1 decided"
    network: fields.Network
    record: RecordRef
    digest: fields.Digest
    """Of the record's key, value and headers."""
    sender: fields.Agency
    id: UUID | None = None
    disposition: fields.Disposition
    released: bool = False
    """Whether it was parked before, and what it waited for has come."""
    code: fields.ErrorCode | None = None
    received_at: fields.Instant
    recorded_at: fields.Instant


class Intervened(Said):
    """An administrator did this to a record: by which intervention, which two operators' keys signed. It holds no content."""

    form: Literal["habarshy/1 intervened"] = "habarshy/1 intervened"
    network: fields.Network
    intervention: fields.Digest
    """Of the line that the operators signed."""
    kind: Literal["replay", "erase"]
    keys: tuple[fields.KeyId, ...]
    record: RecordRef
    recorded_at: fields.Instant
