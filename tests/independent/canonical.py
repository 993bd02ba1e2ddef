"""Canonical JSON: the one form in which every line is written, and nothing else is read."""

import json
from collections.abc import Iterable, Mapping
from typing import NoReturn, TypeAlias

from tests.independent.errors import RefusedError

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

GREATEST_NUMBER = 2**53 - 1
GREATEST_DEPTH = 16
MOST_FIELDS = 5_000
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_ESCAPES = {ord(character): text for character, text in _SHORT_ESCAPES.items()}
_ESCAPES |= {code: f"\\u{code:04x}" for code in range(0x20) if code not in _ESCAPES}


def write_line(value: Json) -> bytes:
    """Return the canonical line of `value`, without a line feed."""
    _check_limits(value)
    try:
        return _text(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise RefusedError("a string is not Unicode text") from error


def read_line(line: bytes) -> Json:
    """Return what `line` says, if it is canonical."""
    value = read_loosely(line)
    if write_line(value) != line:
        raise RefusedError("the line is not canonical")
    return value


def read_object(line: bytes) -> dict[str, Json]:
    """Return the object that the canonical `line` says."""
    return as_object(read_line(line))


def read_loosely(line: bytes) -> Json:
    """Return what a line of JSON says in any form, without keys twice and without fractions."""
    try:
        value: Json = json.loads(
            line.decode("utf-8"),
            object_pairs_hook=_without_repeats,
            parse_int=_whole,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
        )
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"the line is not JSON: {error}") from error
    return value


def as_object(value: Json) -> dict[str, Json]:
    """Return `value`, which has to be an object."""
    if not isinstance(value, dict):
        raise RefusedError("an object was expected")
    return value


def as_list(value: Json) -> list[Json]:
    """Return `value`, which has to be a list."""
    if not isinstance(value, list):
        raise RefusedError("a list was expected")
    return value


def text_of(fields: Mapping[str, Json], name: str) -> str:
    """Return the string that stands in the field `name`."""
    value = fields.get(name)
    if not isinstance(value, str):
        raise RefusedError(f"{name} has to be a string")
    return value


def number_of(fields: Mapping[str, Json], name: str) -> int:
    """Return the whole number that stands in the field `name`."""
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise RefusedError(f"{name} has to be a whole number")
    return value


def without(fields: Mapping[str, Json], names: Iterable[str]) -> dict[str, Json]:
    """Return `fields` but for those in `names`."""
    left_out = frozenset(names)
    return {name: value for name, value in fields.items() if name not in left_out}


def _text(value: Json) -> str:
    if isinstance(value, dict):
        written = (f"{_text(name)}:{_text(value[name])}" for name in sorted(value))
        return "{" + ",".join(written) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, str):
        return '"' + value.translate(_ESCAPES) + '"'
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _check_limits(value: Json) -> None:
    fields = 0
    level: list[Json] = [value]
    for depth in range(GREATEST_DEPTH + 2):
        for item in level:
            if isinstance(item, int) and abs(item) > GREATEST_NUMBER:
                raise RefusedError("a number is too great")
        fields += sum(len(item) for item in level if isinstance(item, dict))
        containers = [item for item in level if isinstance(item, dict | list)]
        if not containers:
            break
        if depth >= GREATEST_DEPTH:
            raise RefusedError("the line is too deep")
        level = [inner for item in containers for inner in (item.values() if isinstance(item, dict) else item)]
    if fields > MOST_FIELDS:
        raise RefusedError("the line has too many fields")


def _without_repeats(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise RefusedError("a key stands twice")
    return fields


def _whole(digits: str) -> int:
    if len(digits) > len(str(-GREATEST_NUMBER)):
        raise RefusedError("a number is too great")
    return int(digits)


def _no_fraction(text: str) -> NoReturn:
    raise RefusedError(f"{text} is not a whole number")
