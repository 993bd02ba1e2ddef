"""The pieces that envelopes are made of."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, model_validator

from schemas import fields
from schemas.values import Said, broken

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


Keyed = TypeVar("Keyed")


def _with_its_own_key(value: Keyed, agency: str, key: str) -> Keyed:
    if not key.startswith(f"{agency}/seal-"):
        raise broken("HB-2129", agency=agency)
    return value


def each_once(codes: Sequence[str]) -> None:
    """Refuses a list that names something twice."""
    if len(set(codes)) == len(codes):
        return
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise broken("HB-2132", codes=", ".join(twice))


class SealedFor(Said):
    """Whom the body was sealed for, as which role, with which key."""

    role: fields.Role
    agency: fields.Agency
    key: fields.KeyId

    @model_validator(mode="after")
    def _key_is_the_agencys_own(self) -> Self:
        return _with_its_own_key(self, self.agency, self.key)


class Wrap(Said):
    """The content key, wrapped for one reader."""

    agency: fields.Agency
    key: fields.KeyId
    encapsulated: Annotated[fields.Base64, Field(min_length=44, max_length=44)]
    wrapped: Annotated[fields.Base64, Field(min_length=64, max_length=64)]

    @model_validator(mode="after")
    def _key_is_the_agencys_own(self) -> Self:
        return _with_its_own_key(self, self.agency, self.key)


class Seal(Said):
    """What the envelope says of its sealed body: its digest, its readers, and a commitment to its key."""

    suite: Suite
    body_digest: fields.Digest
    key_commitment: fields.Digest
    recipients: Annotated[tuple[SealedFor, ...], Field(fail_fast=True, min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _each_recipient_once(self) -> Self:
        each_once([f"{recipient.role} {recipient.agency}" for recipient in self.recipients])
        return self


class SealedBody(Said):
    """The body line: one ciphertext, its key wrapped for each reader and for the sender."""

    ciphertext: fields.Base64
    nonce: Annotated[fields.Base64, Field(min_length=16, max_length=16)]
    wraps: Annotated[tuple[Wrap, ...], Field(fail_fast=True, min_length=1, max_length=51)]


class RecordRef(Said):
    """A record on the wire."""

    topic: Annotated[str, Field(pattern=r"^[a-z]+(\.[a-z][a-z0-9-]*)?$", max_length=80)]
    partition: Annotated[int, Field(ge=0, le=100_000)]
    offset: fields.Count
    wire_generation: Annotated[int, Field(ge=1, le=100_000)] = 1
