"""Makes a message by changing one thing in a packaged example."""

import copy
from typing import Any, Final

import orjson

from schemas.examples import reading
from schemas.messages import registry
from schemas.messages.body import DutyBody
from schemas.messages.envelope import Notice, ServiceRecord
from schemas.messages.registry import Envelope

GONE: Final = object()
"""Stands for a field that is left out."""
Path = tuple[str | int, ...]


def _changed(document: dict[str, Any], path: Path, value: object) -> dict[str, Any]:
    made = copy.deepcopy(document)
    *above, last = path
    holder: Any = made
    for part in above:
        holder = holder.setdefault(part, {}) if isinstance(holder, dict) else holder[part]
    if value is GONE:
        del holder[last]
    else:
        holder[last] = value
    return made


def envelope(name: str, *path: str | int, to: object) -> Envelope:
    """The example's envelope with another value at the path."""
    said = reading.example(name).envelope
    return registry.read_envelope(orjson.dumps(_changed(said, path, to), option=orjson.OPT_SORT_KEYS))


def unchanged(name: str) -> Envelope:
    return registry.read_envelope(orjson.dumps(reading.example(name).envelope, option=orjson.OPT_SORT_KEYS))


def about_duty(read: Envelope) -> Notice | ServiceRecord:
    """The message as one that answers to a duty; TypeError where it is none."""
    if isinstance(read, Notice | ServiceRecord):
        return read
    message = f"{read.type} answers to no duty"
    raise TypeError(message)


def body(name: str, *path: str | int, to: object = GONE) -> DutyBody:
    """The example's body, with another value at the path where one is given."""
    said = reading.example(name)
    line = reading.body_line(_changed(said.body, path, to) if path and said.body is not None else said.body)
    read = registry.read_body(unchanged(name), line)
    if isinstance(read, DutyBody):
        return read
    message = f"the body of {name} is demanded by no duty"
    raise TypeError(message)
