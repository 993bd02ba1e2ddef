"""Ed25519 signatures: of a record by its sender, of an entry of the reference log by the bus."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl import bindings
from nacl.exceptions import BadSignatureError

from schemas.codec.record import Signature
from services.keys.encoding import FORM, bytes_of, lines, text_of

_REMEMBERED: Final = 10_000
"""So many public keys: more than all agencies of a country have."""


def signed_text(*, network: str, topic: str, envelope_line: bytes) -> bytes:
    """What the signature of a record covers. The body is covered by its digest in the envelope."""
    return _signed_before(network, topic) + envelope_line


@lru_cache(_REMEMBERED)
def _signed_before(network: str, topic: str) -> bytes:
    return lines(FORM, network, topic, b"")


@dataclass(frozen=True, slots=True)
class Signer:
    """A private signing key and its id."""

    key_id: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        return text_of(self.private.public_key().public_bytes_raw())

    def sign(self, text: bytes) -> str:
        return text_of(self.private.sign(text))

    def record(self, *, network: str, topic: str, envelope_line: bytes) -> Signature:
        """The two headers of a record."""
        text = signed_text(network=network, topic=topic, envelope_line=envelope_line)
        return Signature(self.sign(text), self.key_id)


def verifies(signature: str, text: bytes, *, public: str) -> bool:
    """Whether this public key's owner signed this text. Whatever is no key or no signature verifies nothing.

    By libsodium, which takes half as long as OpenSSL, lets other threads run meanwhile, and is the stricter of the two: it refuses
    keys and commitments of small order, under which one signature would fit many texts, and keys that are not written canonically.
    """
    try:
        signed, key = bytes_of(signature), _key(public)
    except ValueError:
        return False
    if len(signed) != bindings.crypto_sign_BYTES or len(key) != bindings.crypto_sign_PUBLICKEYBYTES:
        return False
    try:
        bindings.crypto_sign_open(signed + text, key)
    except BadSignatureError:
        return False
    return True


@lru_cache(_REMEMBERED)
def _key(public: str) -> bytes:
    return bytes_of(public)
