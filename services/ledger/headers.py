"""The headers of a record as one value of a database: each name and value with its length before it, as they enter the record's digest."""

import struct
from collections.abc import Iterator
from typing import Final

from schemas.codec.record import RawHeaders

_LENGTH: Final = struct.Struct("!i")
_NONE: Final = _LENGTH.pack(-1)


def part(value: bytes | None) -> bytes:
    return _NONE if value is None else _LENGTH.pack(len(value)) + value


def written(headers: RawHeaders) -> bytes:
    return b"".join(part(_bytes(name)) + part(value) for name, value in headers)


def read(line: bytes) -> RawHeaders:
    parts = list(_parts(line))
    return tuple((_text(name or b""), value) for name, value in zip(parts[::2], parts[1::2], strict=True))


def _parts(line: bytes) -> Iterator[bytes | None]:
    at = 0
    while at < len(line):
        (length,) = _LENGTH.unpack_from(line, at)
        at += _LENGTH.size
        yield None if length < 0 else line[at : at + length]
        at += max(length, 0)


def _bytes(name: str | bytes) -> bytes:
    return name.encode() if isinstance(name, str) else name


def _text(name: bytes) -> str | bytes:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name
