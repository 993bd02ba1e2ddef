"""Reads the examples, and checks one as strictly as a record from the wire."""

from collections.abc import Iterator
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, Field, TypeAdapter

from schemas import contract, packaged
from schemas.catalogue.catalogue import Catalogue
from schemas.codec import record
from schemas.errors.tree import Finding, NotSayableError
from schemas.messages import registry
from schemas.messages.body import DutyBody
from schemas.messages.envelope import Notice, ServiceRecord
from schemas.texts import Text
from schemas.values import Value

FOLDER = packaged.ROOT / "examples" / "situations"
STORIES = packaged.ROOT / "examples" / "stories"


class Example(Value):
    """A message in a situation: its envelope, and its body before sealing."""

    situation: Text
    envelope: dict[str, Any]
    body: dict[str, Any] | None = None


class Story(Value):
    """What happens from beginning to end, message by message, in the order in which the bus gets them."""

    story: Text
    steps: Annotated[tuple[Example, ...], Field(min_length=2)]


Checked = tuple[registry.Envelope, BaseModel | None]


def names() -> tuple[str, ...]:
    return tuple(file.name.removesuffix(".json") for file in packaged.names(FOLDER, ".json"))


def story_names() -> tuple[str, ...]:
    return tuple(file.name.removesuffix(".json") for file in packaged.names(STORIES, ".json"))


def example(name: str) -> Example:
    return _EXAMPLE.validate_python(packaged.json_value(FOLDER / f"{name}.json"))


def story(name: str) -> Story:
    return TypeAdapter(Story).validate_python(packaged.json_value(STORIES / f"{name}.json"))


def every_message() -> Iterator[tuple[str, Example]]:
    """All examples, then all steps of all stories, each with a name that says where it stands."""
    for name in names():
        yield name, example(name)
    for name in story_names():
        for number, step in enumerate(story(name).steps, start=1):
            yield f"{name}, step {number}", step


def body_line(body: dict[str, Any] | None) -> bytes:
    return b"" if body is None else orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def check(said: Example, catalogue: Catalogue) -> Checked:
    """The typed message; RefusedError or NotSayableError where it is none. The body stands here before it is sealed."""
    line, clear = orjson.dumps(said.envelope, option=orjson.OPT_SORT_KEYS), body_line(said.body)
    envelope = registry.read_envelope(line)
    body = registry.read_body(envelope, clear) if said.body is not None else None
    found = list(contract.findings(envelope, catalogue))
    if isinstance(envelope, Notice | ServiceRecord) and isinstance(body, DutyBody):
        found.extend(contract.body_findings(envelope, body, catalogue))
    announced = registry.body_digest(envelope) is not None
    if announced != (said.body is not None):
        found.append(Finding("HB-1018" if announced else "HB-1015", "/body", {}))
    if found:
        raise NotSayableError(*found)
    return envelope, body


def digest_is_of_clear_body(said: Example) -> bool:
    """In our own examples nothing is sealed, and the envelope names the digest of the clear body."""
    digest = registry.body_digest(registry.read_envelope(orjson.dumps(said.envelope, option=orjson.OPT_SORT_KEYS)))
    return digest is None or digest == record.digest(body_line(said.body))


_EXAMPLE = TypeAdapter(Example)
