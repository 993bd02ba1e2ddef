"""The pieces that envelopes are made of."""

from typing import Annotated, Literal

from pydantic import Field

from schemas import fields
from schemas.values import Said

Suite = Literal["x25519-sha256-chacha20poly1305/1"]
"""How a body is sealed: HPKE with X25519 and HKDF-SHA256, content under ChaCha20-Poly1305; the number is ours."""


class MessageRef(Said):
    """A message, wherever it is meant: ids are unique for each sender."""

    sender: fields.Agency
    id: fields.MintedId


class ObligationRef(Said):
    """An obligation: one duty, on one occasion, towards one role, in one round (or period)."""

    duty: fields.Duty
    occasion: fields.Ref
    recipient: fields.Role | None = None
    round: Annotated[int, Field(ge=1, le=10_000)] = 1
    period: fields.Period | None = None
    drill: fields.Ref | None = None


class SealedFor(Said):
    """Whom the body was sealed for, as which role, with which key."""

    role: fields.Role
    agency: fields.Agency
    key: fields.KeyId


class Wrap(Said):
    """The content key, wrapped for one reader."""

    agency: fields.Agency
    key: fields.KeyId
    encapsulated: Annotated[fields.Base64, Field(min_length=44, max_length=44)]
    wrapped: Annotated[fields.Base64, Field(min_length=64, max_length=64)]


class Seal(Said):
    """What the envelope says of its sealed body: its digest, its readers, and a commitment to its key."""

    suite: Suite
    body_digest: fields.Digest
    key_commitment: fields.Digest
    recipients: Annotated[tuple[SealedFor, ...], Field(min_length=1, max_length=50)]


class SealedBody(Said):
    """The body line: one ciphertext, its key wrapped for each reader and for the sender."""

    ciphertext: fields.Base64
    nonce: Annotated[fields.Base64, Field(min_length=16, max_length=16)]
    wraps: Annotated[tuple[Wrap, ...], Field(min_length=1, max_length=51)]


class RecordRef(Said):
    """A record on the wire."""

    topic: Annotated[str, Field(pattern=r"^[a-z]+(\.[a-z][a-z0-9-]*)?$", max_length=80)]
    partition: Annotated[int, Field(ge=0, le=100_000)]
    offset: fields.Count
    wire_generation: Annotated[int, Field(ge=1, le=100_000)] = 1
