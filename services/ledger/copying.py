"""Rows as the server's own bytes, made here because the driver takes long over some of them. Text and bytes it takes as they are. Pure."""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

_TEXT: Final = 25
"""PostgreSQL's number of the type text."""
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_REMEMBERED: Final = 4096


def _uuid(text: str) -> bytes:
    return bytes.fromhex(text.replace("-", ""))


def _array(words: Sequence[str]) -> bytes:
    return _packed(tuple(words))


@lru_cache(_REMEMBERED)
def _packed(words: tuple[str, ...]) -> bytes:
    """Dimensions, whether there are nulls, the type; the length of the one dimension and its first index; each word with its length."""
    if not words:
        return struct.pack("!iii", 0, 0, _TEXT)
    encoded = [word.encode() for word in words]
    head = struct.pack("!iiiii", 1, 0, _TEXT, len(encoded), 1)
    return head + b"".join(struct.pack("!i", len(word)) + word for word in encoded)


@lru_cache(_REMEMBERED)
def _timestamptz(at: datetime) -> bytes:
    return struct.pack("!q", (at - _EPOCH) // _MICROSECOND)


_ENCODERS: Final[Mapping[str, Callable[[Any], bytes]]] = {
    "uuid": _uuid,
    "text[]": _array,
    "timestamptz": _timestamptz,
    "int2": struct.Struct("!h").pack,
    "int4": struct.Struct("!i").pack,
    "int8": struct.Struct("!q").pack,
    "bool": struct.Struct("!?").pack,
}
"""By the type of the column."""


def raw(types: Sequence[str], lines: Sequence[Sequence[Any]]) -> Iterator[Sequence[str | bytes | None]]:
    """The lines in the order in which they are given."""
    changed = [(at, _ENCODERS[kind]) for at, kind in enumerate(types) if kind in _ENCODERS]
    for line in lines:
        values = list(line)
        for at, encoded in changed:
            if values[at] is not None:
                values[at] = encoded(values[at])
        yield values
