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
