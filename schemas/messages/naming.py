"""What an unknown field was perhaps meant to be: the fields that its model has in that place. For whoever writes a message; the bus does not guess."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, get_args

from pydantic import BaseModel

from schemas.errors import guessing
from schemas.errors.tree import Finding

_UNKNOWN = "HB-2102"


def guessed(found: Iterable[Finding], model: type[BaseModel], *, below: str = "") -> tuple[Finding, ...]:
    """The findings, each unknown field of this model with what was perhaps meant. The model's own place is `below`."""
    return tuple(_guessed(finding, model, below) for finding in found)


def _guessed(finding: Finding, model: type[BaseModel], below: str) -> Finding:
    if finding.code != _UNKNOWN or finding.near or not finding.where.startswith(f"{below}/"):
        return finding
    *place, name = finding.where.removeprefix(f"{below}/").split("/")
    return replace(finding, near=guessing.near(name, _fields_at(model, place)))


def _fields_at(model: type[BaseModel], place: Iterable[str]) -> set[str]:
    here = [model]
    for part in place:
        inner = [found for one in here if part in one.model_fields for found in _models(one.model_fields[part])]
        here = inner or here  # the number of an item names no field
    return {name for one in here for name in one.model_fields}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - whatever a field may be
    kind = getattr(annotation, "annotation", annotation)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        yield from _models(part)
