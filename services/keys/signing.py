"""Ed25519 signatures: of a record by its sender, of an entry of the reference log by the bus."""

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from schemas.codec.record import Signature
from services.keys.encoding import FORM, bytes_of, lines, text_of


def signed_text(*, network: str, topic: str, envelope_line: bytes) -> bytes:
    """What the signature of a record covers. The body is covered by its digest in the envelope."""
    return lines(FORM, network, topic, envelope_line)


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
    """Whether this public key's owner signed this text. Whatever is no key or no signature verifies nothing."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes_of(public)).verify(bytes_of(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True
