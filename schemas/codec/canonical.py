"""Canonical JSON: RFC 8785 without fractions. Keys sorted, no spaces, UTF-8, whole numbers only."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

import orjson
from pydantic import BaseModel, TypeAdapter, ValidationError

from schemas.errors.translation import findings, pointer, shown
from schemas.errors.tree import Finding, RefusedError

DEPTH_LIMIT: Final = 16
FIELD_LIMIT: Final = 5_000
"""More fields than any message has; each one that does not fit would cost an error of its own."""
ITEM_LIMIT: Final = 12_000
"""More commas than any message has: the leaves of a checkpoint are the longest list."""
GREATEST_NUMBER: Final = 2**53 - 1
_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_STRICT_INTEGER
# A string up to its end, or to the end of the bytes where it has none; else one bracket. Possessive, so that every byte is looked at
# once: a quote that is never closed would otherwise be tried again from each quote inside it.
_BRACKETS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[{\]}]', re.DOTALL)
_STRINGS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)

Model = TypeVar("Model")


def encode(value: BaseModel) -> bytes:
    """The bytes of a value: a field at its default is left out, so that each value has one form only."""
    return orjson.dumps(value.model_dump(exclude_defaults=True, by_alias=True), option=_OPTIONS)


def written(said: Mapping[str, object]) -> bytes:
    """The bytes of what the bus itself says, where making a model first would cost more than all else. What is None is left out."""
    return orjson.dumps({name: value for name, value in said.items() if value is not None}, option=_OPTIONS)


def decode(line: bytes, adapter: TypeAdapter[Model], *, where: str = "") -> Model:
    """The value of one line from a stranger; RefusedError, and nothing else, where the line is not its canonical form."""
    check_extent(line, where)
    try:
        value = adapter.validate_json(line)
    except ValidationError as error:
        raise _refusal(line, error, where) from error
    except (ValueError, RecursionError) as error:
        raise RefusedError(Finding("HB-1005", where, {"at": 0})) from error
    if not isinstance(value, BaseModel) or encode(value) != line:
        raise RefusedError(difference(line, encode(value) if isinstance(value, BaseModel) else b"", where))
    return value


def check_extent(line: bytes, where: str = "", *, fields: int = FIELD_LIMIT, items: int = ITEM_LIMIT) -> None:
    """Refuses what is too long, too deep or too wide before anything is made of it. What stands inside strings does not count."""
    _check_number(line, b",", where, limit=items)
    check_depth(line, where)
    _check_number(line, b'":', where, limit=fields)


def _check_number(line: bytes, mark: bytes, where: str, *, limit: int) -> None:
    """Counted with what stands in strings first: most lines are within the limit even so."""
    if line.count(mark) > limit and _STRINGS.sub(b'""', line).count(mark) > limit:
        raise RefusedError(Finding("HB-1019", where, {"limit": limit}))


def check_depth(line: bytes, where: str = "") -> None:
    """Refuses deep nesting before anything recursive touches it. Brackets inside strings do not count."""
    if line.count(b"[") + line.count(b"{") <= DEPTH_LIMIT:
        return
    depth = 0
    for match in _BRACKETS.finditer(line):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(match[0], 0)
        if depth > DEPTH_LIMIT:
            raise RefusedError(Finding("HB-1006", where, {"limit": DEPTH_LIMIT, "at": match.start()}))
        if depth <= 0:
            return  # The value ends here; what stands behind it no parser reads.


def _refusal(line: bytes, error: ValidationError, where: str) -> RefusedError:
    raw, problem = plain(line, where)
    if problem is not None:
        return RefusedError(problem)
    return RefusedError(*(replace(f, where=where + f.where) for f in findings(error, raw)))


def plain(line: bytes, where: str = "") -> tuple[Any, Finding | None]:
    """The untyped value of a line, or why it has none. Call check_depth before."""
    try:
        line.decode()
    except UnicodeDecodeError as error:
        return None, Finding("HB-1004", where, {"at": error.start})
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return None, Finding("HB-1005", where, {"at": error.pos})
    if (place := _fraction(value, [])) is not None:
        return None, Finding("HB-1017", where + pointer(place), {"greatest": GREATEST_NUMBER})
    return value, None


def _fraction(value: object, parts: list[str]) -> list[str] | None:
    """Where the first number stands that the contract has no form for: a fraction, or one too large to be exact."""
    match value:
        case float():
            return parts
        case int() if not isinstance(value, bool) and abs(value) > GREATEST_NUMBER:
            return parts
        case dict():
            found = (_fraction(inner, [*parts, str(key)]) for key, inner in value.items())
        case list():
            found = (_fraction(inner, [*parts, str(number)]) for number, inner in enumerate(value))
        case _:
            return None
    return next((place for place in found if place is not None), None)


def difference(line: bytes, expected: bytes, where: str = "") -> Finding:
    """Why a line that can be read is not canonical."""
    _, problem = plain(line, where)
    if problem is not None:
        return problem
    if twice := doubled_key(line):
        return Finding("HB-1016", where, {"field": twice})
    at = next(
        (n for n, (a, b) in enumerate(zip(line, expected, strict=False)) if a != b), min(len(line), len(expected))
    )
    place = _unlike(orjson.loads(line), orjson.loads(expected or b"null"), [])
    return Finding("HB-1007", where + pointer(place or []), {"at": at})


def _unlike(said: object, canonical: object, parts: list[str]) -> list[str] | None:
    """Where two plain values first differ: a null that should be left out, an instant with another offset."""
    match said, canonical:
        case dict(), dict():
            found = (
                _unlike(said[key], canonical[key], [*parts, key]) if key in canonical else [*parts, key] for key in said
            )
        case list(), list() if len(said) == len(canonical):
            found = (_unlike(a, b, [*parts, str(n)]) for n, (a, b) in enumerate(zip(said, canonical, strict=True)))
        case _:
            return None if said == canonical else parts
    return next((place for place in found if place is not None), None)


def doubled_key(line: bytes) -> str | None:
    doubled: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for key, _ in items:
            if key in seen:
                doubled.append(key)
            seen.add(key)

    json.loads(line, object_pairs_hook=pairs)
    return shown(doubled[0]) if doubled else None


def decode_any(line: bytes, where: str = "") -> Any:  # noqa: ANN401 - a published document is of any shape
    """The plain value of a canonical line whose shape another document defines."""
    check_depth(line, where)
    value, problem = plain(line, where)
    if problem is not None:
        raise RefusedError(problem)
    written = orjson.dumps(value, option=_OPTIONS)
    if written != line:
        raise RefusedError(difference(line, written, where))
    return value
