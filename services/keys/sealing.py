"""Sealed bodies: one content key, one ciphertext, the key wrapped for each reader and for the sender.

The suite is HPKE (RFC 9180, base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305) for the wraps, ChaCha20-Poly1305 for the content.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from pydantic import TypeAdapter

from schemas.codec import canonical
from schemas.codec.record import digest
from schemas.errors.tree import Finding, RefusedError
from schemas.fields import AgencyId
from schemas.messages.parts import Seal, SealedBody, SealedFor, Wrap
from services.keys.encoding import FORM, bytes_of, lines, text_of

SUITE: Final = "x25519-sha256-chacha20poly1305/1"
KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_ENCAPSULATED_BYTES: Final = 32

Randomness = Callable[[int], bytes]
"""That many random bytes; a process gives `os.urandom`."""


@dataclass(frozen=True, slots=True)
class Named:
    """The message that a seal belongs to: nothing sealed for one message opens in another."""

    network: str
    sender: str
    id: UUID

    def bound(self, purpose: str, *more: str) -> bytes:
        return lines(f"{FORM} {purpose}", SUITE, self.network, self.sender, str(self.id), *more)


@dataclass(frozen=True, slots=True)
class Reader:
    """An agency that shall be able to open a body, and the public key that it opens with."""

    agency: str
    key_id: str
    public: str


@dataclass(frozen=True, slots=True)
class Opener:
    """A private key that opens."""

    key_id: str
    private: X25519PrivateKey

    @property
    def public(self) -> str:
        return text_of(self.private.public_key().public_bytes_raw())


@dataclass(frozen=True, slots=True)
class Sealed:
    """The body line, and what the envelope says of it. The content key stays with the sender."""

    body_line: bytes
    seal: Seal
    content_key: bytes


@cache
def _hpke() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@cache
def _sealed_body() -> TypeAdapter[SealedBody]:
    return TypeAdapter(SealedBody)


def commitment(content_key: bytes) -> str:
    """What the envelope says of the content key: it fits one key only, and does not tell it."""
    return hashlib.sha256(lines(f"{FORM} key commitment", content_key)).hexdigest()


def seal(
    body_line: bytes, *, message: Named, recipients: Sequence[tuple[str, Reader]], sender: Reader, random: Randomness
) -> Sealed:
    """Seals a body for its recipients, each with the role it is told in, and for its sender."""
    content_key, nonce = random(KEY_BYTES), random(_NONCE_BYTES)
    ciphertext = ChaCha20Poly1305(content_key).encrypt(nonce, body_line, message.bound("body"))
    readers = {reader.key_id: reader for reader in (*(reader for _, reader in recipients), sender)}
    wraps = tuple(rewrap(content_key, message=message, reader=reader) for reader in readers.values())
    line = canonical.encode(SealedBody(ciphertext=text_of(ciphertext), nonce=text_of(nonce), wraps=wraps))
    told = tuple(SealedFor(role=role, agency=reader.agency, key=reader.key_id) for role, reader in recipients)  # type: ignore[arg-type] # checked by the model
    said = Seal(suite=SUITE, body_digest=digest(line), key_commitment=commitment(content_key), recipients=told)
    return Sealed(line, said, content_key)


def rewrap(content_key: bytes, *, message: Named, reader: Reader) -> Wrap:
    """The content key of a message, wrapped for one reader; also later, for a successor or an overseer."""
    public = X25519PublicKey.from_public_bytes(bytes_of(reader.public))
    made = _hpke().encrypt(content_key, public, info=message.bound("wrap", reader.key_id))
    return Wrap(
        agency=AgencyId(reader.agency),
        key=reader.key_id,
        encapsulated=text_of(made[:_ENCAPSULATED_BYTES]),
        wrapped=text_of(made[_ENCAPSULATED_BYTES:]),
    )


def content_key_of(wrap: Wrap, *, message: Named, opener: Opener, committed: str) -> bytes:
    """The content key out of a wrap, if it is the one that the envelope committed to; RefusedError otherwise."""
    try:
        sealed = bytes_of(wrap.encapsulated) + bytes_of(wrap.wrapped)
        content_key = _hpke().decrypt(sealed, opener.private, info=message.bound("wrap", opener.key_id))
    except (InvalidTag, ValueError) as error:
        raise RefusedError(Finding("HB-2502", "/body/wraps", {"key": opener.key_id})) from error
    if not hmac.compare_digest(commitment(content_key), committed):
        raise RefusedError(Finding("HB-2503", "/seal/key_commitment", {}))
    return content_key


def unseal(body_line: bytes, *, message: Named, seal: Seal, openers: Sequence[Opener]) -> tuple[bytes, bytes]:
    """The body and its content key; RefusedError, and nothing else, where it cannot be opened."""
    if digest(body_line) != seal.body_digest:
        raise RefusedError(Finding("HB-1014", "", {}))
    body = canonical.decode(body_line, _sealed_body(), where="/body")
    by_key = {opener.key_id: opener for opener in openers}
    wrap = next((wrap for wrap in body.wraps if wrap.key in by_key), None)
    if wrap is None:
        raise RefusedError(Finding("HB-2501", "/body/wraps", {}))
    content_key = content_key_of(wrap, message=message, opener=by_key[wrap.key], committed=seal.key_commitment)
    return opened(body, message=message, content_key=content_key), content_key


def opened(body: SealedBody, *, message: Named, content_key: bytes) -> bytes:
    """The body under its content key: what an overseer can check to whom the key was disclosed."""
    try:
        cipher = ChaCha20Poly1305(content_key)
        return cipher.decrypt(bytes_of(body.nonce), bytes_of(body.ciphertext), message.bound("body"))
    except (InvalidTag, ValueError) as error:
        raise RefusedError(Finding("HB-2504", "/body/ciphertext", {})) from error
