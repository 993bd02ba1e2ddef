"""Checks what a file holds: a document, a story, an envelope alone, or the two lines of a record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import orjson
from pydantic import TypeAdapter, ValidationError

from habarshy.command import lookups
from schemas import contract
from schemas.codec import canonical, record
from schemas.errors import translation
from schemas.errors.tree import Finding, HabarshyError, NotSayableError, RefusedError
from schemas.examples import reading
from schemas.examples.reading import Example, Story
from schemas.messages import naming, registry
from schemas.messages.registry import KINDS, Envelope
from schemas.texts import Text

FILE_LIMIT: Final = 10 * record.RECORD_LIMIT
"""No file that a person checks is longer; of a longer one nothing is read."""

Model = TypeVar("Model")


@dataclass(frozen=True)
class Sound:
    """What was found: messages that may be sent, and how they lay in the file."""

    envelopes: Sequence[Envelope]
    story: Text | None = None
    digest_differs: bool = False
    from_record: bool = False
    sealed: bool = False


def check(content: bytes) -> Sound:
    """What the file holds; RefusedError or NotSayableError, with every finding, where that is no sound message."""
    if len(content) > FILE_LIMIT:
        raise RefusedError(Finding("HB-6015", "", {"limit": FILE_LIMIT}))
    if _is_record(content):
        return _record(content)
    value = _document(content)
    if "steps" in value:
        return _story(value)
    said = _typed(_EXAMPLE, _with_situation(value if "envelope" in value else {"envelope": value}))
    envelope = _sayable(said, "")
    return Sound([envelope], digest_differs=not reading.digest_is_of_clear_body(said))


def canonical_form(content: bytes) -> bytes | None:
    """The canonical envelope of a file whose envelope can be read, whatever else is wrong with it."""
    value, _ = canonical.plain(content.partition(b"\n")[0] if _is_record(content) else content)
    if not isinstance(value, dict):
        return None
    return registry.canonical_form(orjson.dumps(value.get("envelope", value)))


def _is_record(content: bytes) -> bool:
    """Whether the first line is an envelope by itself; a document holds one under that name."""
    line, newline, _ = content.partition(b"\n")
    if not newline or not line.startswith(b"{"):
        return False
    canonical.check_depth(line)
    value, _ = canonical.plain(line)
    return isinstance(value, dict) and "type" in value and "envelope" not in value


def _document(content: bytes) -> Mapping[str, Any]:
    canonical.check_depth(content)
    value, problem = canonical.plain(content)
    if problem is not None:
        raise RefusedError(problem)
    if twice := canonical.doubled_key(content):
        raise RefusedError(Finding("HB-1016", "", {"field": twice}))
    if not isinstance(value, dict) or not {"envelope", "type", "steps"} & set(value):
        raise RefusedError(Finding("HB-6012", "", {}))
    return value


def _story(value: Mapping[str, Any]) -> Sound:
    steps = value["steps"]
    told = [_with_situation(step) for step in steps] if isinstance(steps, list) else steps
    story = _typed(_STORY, {"story": _NO_SITUATION, **value, "steps": told})
    return Sound([_sayable(step, f"/steps/{number}") for number, step in enumerate(story.steps)], story=story.story)


def _with_situation(value: object) -> object:
    """An agency's own document need not tell a situation."""
    return {"situation": _NO_SITUATION, **value} if isinstance(value, Mapping) else value


def _typed(adapter: TypeAdapter[Model], value: object) -> Model:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        raise NotSayableError(*translation.findings(error, value)) from error


def _sayable(said: Example, place: str) -> Envelope:
    try:
        return reading.check(said, lookups.catalogue())[0]
    except HabarshyError as error:
        # A document is laid out as its writer likes; only the field counts, not the byte of a line that he never sees.
        found = (
            replace(f, code="HB-1020" if f.code == "HB-1007" else f.code, where=place + _in_document(f.where))
            for f in error.findings
        )
        kind = KINDS.get(str(said.envelope.get("type")))
        raise NotSayableError(
            *(naming.guessed(found, kind.envelope, below=f"{place}/envelope") if kind else found)
        ) from error


def _in_document(where: str) -> str:
    return where if where.startswith("/body") else f"/envelope{where}"


def _record(content: bytes) -> Sound:
    line, _, body_line = content.removesuffix(b"\n").partition(b"\n")
    envelope = registry.read_envelope(line)
    if b"\n" in body_line:
        raise RefusedError(Finding("HB-1003", "", {}))
    if body_line and b'"ciphertext"' not in body_line:
        _with_clear_body(orjson.loads(line), body_line)
        return Sound([envelope])
    record.check_value(envelope, line, body_line)
    if found := contract.findings(envelope, lookups.catalogue()):
        raise NotSayableError(*found)
    return Sound([envelope], from_record=True, sealed=bool(body_line))


def _with_clear_body(envelope: Mapping[str, Any], body_line: bytes) -> None:
    canonical.check_depth(body_line, "/body")
    body, problem = canonical.plain(body_line, "/body")
    if problem is not None:
        raise RefusedError(problem)
    reading.check(_typed(_EXAMPLE, _with_situation({"envelope": envelope, "body": body})), lookups.catalogue())


_NO_SITUATION: Final = {"en": "-", "kk": "-", "ru": "-"}
_EXAMPLE: Final = TypeAdapter(Example)
_STORY: Final = TypeAdapter(Story)
