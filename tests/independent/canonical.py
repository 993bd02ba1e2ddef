"""Section 2 of the page: JSON in one form only; and the bytes that other sections speak of."""

import base64
import hashlib
import json
from typing import Any

GREATEST = 2**53 - 1
DEEPEST = 16
MOST_FIELDS = 5_000
LF = b"\n"

Object = dict[str, Any]


class RefusedError(Exception):
    """What came is not what the page describes; the message says in which respect."""


def write(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def read(line: bytes) -> Object:
    """The object of a line; refused where writing it again gives other bytes."""
    try:
        value = json.loads(
            line.decode("utf-8"),
            object_pairs_hook=_each_once,
            parse_float=_no_fraction,
            parse_int=_whole,
            parse_constant=_no_fraction,
        )
        again = write(value)
    except (ValueError, RecursionError) as error:
        raise RefusedError("not JSON as it must be") from error
    if not isinstance(value, dict) or _depth(value) > DEEPEST or _fields(value) > MOST_FIELDS:
        raise RefusedError("not an object, or too deep, or too wide")
    if again != line:
        raise RefusedError("not in its canonical form")
    return value


def _each_once(pairs: list[tuple[str, Any]]) -> Object:
    if len({name for name, _ in pairs}) < len(pairs):
        raise RefusedError("a key stands twice")
    return dict(pairs)


def _no_fraction(text: str) -> int:
    """Nor NaN, nor Infinity: this language's reader takes them, and JSON has none."""
    raise RefusedError(f"a number with a fraction or an exponent, of {len(text)} characters")


def _whole(text: str) -> int:
    if text == "-0" or abs(int(text)) > GREATEST:
        raise RefusedError("a number out of bounds")
    return int(text)


def _inner(value: object) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _depth(value: object) -> int:
    if not isinstance(value, dict | list):
        return 0
    return 1 + max((_depth(inner) for inner in _inner(value)), default=0)


def _fields(value: object) -> int:
    own = len(value) if isinstance(value, dict) else 0
    return own + sum(_fields(inner) for inner in _inner(value))


def joined(*parts: str | bytes) -> bytes:
    """Parts with a line feed between them."""
    return LF.join(part if isinstance(part, bytes) else part.encode() for part in parts)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def to_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise RefusedError("not base64") from error
