"""The record on the wire: key, value and headers. The value is the envelope on one line and the body on the next."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from schemas import fields
from schemas.codec import canonical
from schemas.errors.tree import Finding, RefusedError
from schemas.messages import registry
from schemas.messages.registry import Envelope

RECORD_LIMIT: Final = 900_000
ENVELOPE_LIMIT: Final = 65_536
FIELD_LIMIT: Final = 600
"""More fields than an envelope or a sealed body has: forty keys of a directory entry are the most."""
HEADER_LIMIT: Final = 300
"""No value of a header of ours is longer; a stranger's is not read further."""
SIGNATURE_HEADER: Final = "habarshy-signature"
KEY_HEADER: Final = "habarshy-key"
_HEADERS: Final = (SIGNATURE_HEADER, KEY_HEADER)
# A client gives the name as text, or as bytes where it is none.
_BY_NAME: Final[Mapping[str | bytes, str]] = {form: name for name in _HEADERS for form in (name, name.encode())}

RawHeaders = Sequence[tuple[str | bytes, bytes | None]]


@dataclass(frozen=True)
class Signature:
    """The sender's Ed25519 signature in base64, and the key that made it."""

    signature: str
    key: fields.KeyId


@dataclass(frozen=True)
class Opened:
    """A record whose body nobody has looked at yet: that costs more, and is done for whoever signed it."""

    envelope: Envelope
    envelope_line: bytes
    body_line: bytes
    signature: Signature


@dataclass(frozen=True)
class Record:
    """A record that could be read: its envelope, the very bytes of both lines, and its signature."""

    envelope: Envelope
    envelope_line: bytes
    body_line: bytes
    signature: Signature

    @property
    def key(self) -> bytes:
        return self.envelope.record_key.encode()

    @property
    def value(self) -> bytes:
        return self.envelope_line + b"\n" + self.body_line

    @property
    def headers(self) -> list[tuple[str, bytes]]:
        return [(SIGNATURE_HEADER, self.signature.signature.encode()), (KEY_HEADER, self.signature.key.encode())]


def encode(envelope: Envelope, body_line: bytes, signature: Signature) -> Record:
    """The record of a message; RefusedError where it could not be read again."""
    registry.check_names(envelope)
    line = canonical.encode(envelope)
    check_value(envelope, line, body_line)
    return Record(envelope, line, body_line, signature)


def decode(*, key: bytes | None, value: bytes | None, headers: RawHeaders) -> Record:
    """The record that these bytes are; RefusedError, and nothing else, where they are none."""
    return whole(opened(key=key, value=value, headers=headers))


def opened(*, key: bytes | None, value: bytes | None, headers: RawHeaders) -> Opened:
    """All of the record but its body, so that its signature can be looked at first; RefusedError as `decode`."""
    if value is None:
        raise RefusedError(Finding("HB-1001", "", {}))
    if len(value) > RECORD_LIMIT:
        raise RefusedError(Finding("HB-1002", "", {"size": len(value), "limit": RECORD_LIMIT}))
    signature = read_signature(headers)
    line, newline, body_line = value.partition(b"\n")
    if not newline:
        raise RefusedError(Finding("HB-1003", "", {}))
    _check_lengths(line, body_line)
    canonical.check_extent(line, fields=FIELD_LIMIT)
    envelope = registry.read_envelope(line)
    if key != envelope.record_key.encode():
        raise RefusedError(Finding("HB-1010", "", {}))
    return Opened(envelope, line, body_line, signature)


def whole(read: Opened) -> Record:
    """The record, with its body; RefusedError where that does not fit."""
    _check_body(read.envelope, read.body_line)
    return Record(read.envelope, read.envelope_line, read.body_line, read.signature)


def check_value(envelope: Envelope, line: bytes, body_line: bytes) -> None:
    """What can be checked of a record's two lines without its key and headers; RefusedError where they do not fit."""
    _check_lengths(line, body_line)
    _check_body(envelope, body_line)


def digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _check_lengths(line: bytes, body_line: bytes) -> None:
    if len(line) > ENVELOPE_LIMIT:
        raise RefusedError(Finding("HB-1008", "", {"size": len(line), "limit": ENVELOPE_LIMIT}))
    if len(line) + 1 + len(body_line) > RECORD_LIMIT:
        raise RefusedError(Finding("HB-1002", "", {"size": len(line) + 1 + len(body_line), "limit": RECORD_LIMIT}))
    if b"\n" in body_line:
        raise RefusedError(Finding("HB-1003", "", {}))


def _check_body(envelope: Envelope, body_line: bytes) -> None:
    expected = registry.body_digest(envelope)
    if expected is None:
        if body_line:
            raise RefusedError(Finding("HB-1015", "", {}))
        return
    if not body_line:
        raise RefusedError(Finding("HB-1018", "", {}))
    if digest(body_line) != expected:
        raise RefusedError(Finding("HB-1014", "", {}))
    if registry.KINDS[envelope.type].body_line == "sealed":
        canonical.check_extent(body_line, "/body", fields=FIELD_LIMIT, items=FIELD_LIMIT)
    registry.read_body_line(envelope, body_line)


_SIGNATURE_TEXT: Final = re.compile(fields.BASE64)
_SIGNATURE_LENGTH: Final = 88
_KEY_ID: Final = re.compile(fields.KEY_ID)


def read_signature(headers: RawHeaders) -> Signature:
    """The two headers of an outbox record; RefusedError where they are none."""
    if len(headers) > len(_HEADERS):
        raise RefusedError(Finding("HB-1013", "", {"number": len(headers), "limit": len(_HEADERS)}))
    found: dict[str, str] = {}
    for name, value in headers:
        known = _BY_NAME.get(name)
        if known is None or known in found or value is None or len(value) > HEADER_LIMIT or not value.isascii():
            raise RefusedError(Finding("HB-1011", "", {"header": known or "?"}))
        found[known] = value.decode()
    for name in _HEADERS:
        if name not in found:
            raise RefusedError(Finding("HB-1012", "", {"header": name}))
    signature, key = found[SIGNATURE_HEADER], found[KEY_HEADER]
    if len(signature) != _SIGNATURE_LENGTH or _SIGNATURE_TEXT.fullmatch(signature) is None:
        raise RefusedError(Finding("HB-1011", "", {"header": SIGNATURE_HEADER}))
    if _KEY_ID.fullmatch(key) is None:
        raise RefusedError(Finding("HB-1011", "", {"header": KEY_HEADER}))
    return Signature(signature, key)
