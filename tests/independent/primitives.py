"""The primitives that the page names, over bytes: SHA-256, base64, Ed25519 and instants."""

import base64
import binascii
import hashlib
import re
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tests.independent.errors import RefusedError

LF = b"\n"
KEY_LENGTH = 32
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", re.ASCII)


def sha256(text: bytes) -> bytes:
    """Return the SHA-256 of `text`."""
    return hashlib.sha256(text).digest()


def sha256_hex(text: bytes) -> str:
    """Return the SHA-256 of `text` in lower-case hexadecimal."""
    return hashlib.sha256(text).hexdigest()


def lines(*parts: str | bytes) -> bytes:
    """Return `parts` joined by line feeds."""
    return LF.join(part.encode() if isinstance(part, str) else part for part in parts)


def to_base64(text: bytes) -> str:
    """Return `text` in the standard alphabet with padding."""
    return base64.b64encode(text).decode("ascii")


def from_base64(text: str, length: int | None = None) -> bytes:
    """Return the bytes that `text` writes in its one form, which have to be `length` where that is given."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError("not base64") from error
    if to_base64(found) != text or length not in (None, len(found)):
        raise RefusedError("not base64 of the right length")
    return found


def sign(private: bytes, text: bytes) -> str:
    """Return the Ed25519 signature over `text` in base64."""
    return to_base64(Ed25519PrivateKey.from_private_bytes(private).sign(text))


def check_signature(public: bytes, text: bytes, *, signature: str) -> None:
    """Refuse a `signature` that the key did not make over `text`."""
    found = from_base64(signature, 64)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(found, text)
    except (InvalidSignature, ValueError) as error:
        raise RefusedError("the signature is not of this text and key") from error


def read_instant(text: str) -> datetime:
    """Return the instant that `text` writes in its one form."""
    if not _INSTANT.fullmatch(text):
        raise RefusedError("not an instant")
    try:
        instant = datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise RefusedError("not an instant") from error
    if write_instant(instant) != text:
        raise RefusedError("not an instant in its one form")
    return instant


def write_instant(instant: datetime) -> str:
    """Return `instant` as the wire writes it."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
