"""The messages of the document: each with its headers, the schema of its two lines, and its examples."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from schemas import exporting
from schemas.asyncapi import headers, titles
from schemas.catalogue.catalogue import Catalogue
from schemas.codec import record
from schemas.examples import reading
from schemas.messages.registry import KINDS
from schemas.topics import INBOX, OBLIGATIONS, OUTBOX, Topic

Schema = dict[str, Any]

CONTENT_TYPE: Final = "application/vnd.habarshy.record"
DELIVERED: Final = ".delivered"
"""How the name of an agency's message ends as it lies in an inbox: the same two lines under other headers."""
_NAMED: Final = frozenset({"fact", "notice", "service-record"})
_BODY_LINES: Final = {
    "none": "The body line is empty: the value ends with the line feed.",
    "sealed": "The body line is sealed, and holds canonical JSON of the schema SealedBody. The body shown here is what it says once it is open.",
    "clear": "The body line is clear: the body as shown here.",
}


@dataclass(frozen=True)
class Said:
    """One message of the contract: its type, the name of its fact or duty, and the schema of its two lines."""

    key: str
    kind: str
    name: str | None
    schema: Schema


Contract = tuple[Said, ...]


def contract() -> Contract:
    """All messages, in their order."""
    return tuple(_said(file, schema) for file, schema in exporting.schemas().items())


def _said(file: str, schema: Schema) -> Said:
    path = file.removesuffix(".json")
    kind, _, named = path.rpartition(".v")[0].partition("/")
    return Said(path.replace("/", "."), kind, named or None, schema)


def carried(topic: Topic, contract: Contract) -> list[str]:
    """The names of the messages that a topic carries."""
    return [_key_on(topic, said) for said in contract if said.kind in topic.carries]


def _key_on(topic: Topic, said: Said) -> str:
    return f"{said.key}{DELIVERED}" if topic is INBOX and said.kind in OUTBOX.carries else said.key


def components(contract: Contract, catalogue: Catalogue) -> dict[str, Schema]:
    """Each message; those of agencies twice, as they are sent and as they are delivered."""
    examples = _examples()
    found: dict[str, Schema] = {}
    for said in contract:
        shown = examples.get((said.kind, said.name), {})
        found[said.key] = _component(said, catalogue, examples=shown, under=_headers_of(said.kind))
        if said.kind in INBOX.carries & OUTBOX.carries:
            found[f"{said.key}{DELIVERED}"] = _component(said, catalogue, examples=shown, under=headers.DELIVERED)
    return dict(sorted(found.items()))


def _headers_of(kind: str) -> str:
    made_for_one = kind not in OUTBOX.carries and kind in INBOX.carries | OBLIGATIONS.carries
    return headers.FROM_BUS if made_for_one else headers.SIGNED


def _component(said: Said, catalogue: Catalogue, *, examples: Mapping[str, reading.Example], under: str) -> Schema:
    title = titles.of_message(said.kind, said.name, catalogue)
    how = KINDS[said.kind].body_line
    return {
        "name": said.name or said.kind,
        "title": title.en,
        "description": _BODY_LINES[how],
        "contentType": CONTENT_TYPE,
        "tags": [{"name": said.kind}],
        "headers": {"$ref": f"#/components/schemas/{under}"},
        "payload": {"$ref": f"#/components/schemas/{said.key}"},
        "bindings": {"kafka": {"key": _record_key(said.kind), "bindingVersion": "0.5.0"}},
        "examples": [_example(name, example) for name, example in examples.items()],
        "x-title": title.model_dump(),
        "x-body-line": how,
        "x-situations": {name: example.situation.model_dump() for name, example in examples.items()},
    }


def _record_key(kind: str) -> Schema:
    described = (
        "The occasion's reference."
        if "occasion" in KINDS[kind].envelope.model_fields
        else "What the type of message names: see the reference of the record."
    )
    return {"type": "string", "description": described}


def _example(name: str, example: reading.Example) -> Schema:
    payload = {"envelope": example.envelope} | ({} if example.body is None else {"body": example.body})
    return {"name": name, "summary": example.situation.en, "payload": payload}


def _examples() -> dict[tuple[str, str | None], dict[str, reading.Example]]:
    found: dict[tuple[str, str | None], dict[str, reading.Example]] = {}
    for name in reading.names():
        example = reading.example(name)
        kind = example.envelope["type"]
        about = example.envelope["name"] if kind in _NAMED else None
        found.setdefault((kind, about), {})[name] = example
    return found


def schemas(contract: Contract) -> dict[str, Schema]:
    """The two lines of every message, and whatever they are made of; one name stands for one thing throughout the contract."""
    found = dict(_parts()) | headers.schemas()
    for said in contract:
        own = {name: value for name, value in said.schema.items() if name not in ("$schema", "$defs")}
        found |= {name: _moved(value) for name, value in said.schema.get("$defs", {}).items()}
        found[said.key] = _moved(own) | {"description": _two_lines(said.kind)}
        if KINDS[said.kind].body == "published":
            found[said.key]["properties"] |= {"body": {"description": "The document that comes into force."}}
    return dict(sorted(found.items()))


def _parts() -> Iterator[tuple[str, Schema]]:
    for model in headers.MODELS:
        schema = TypeAdapter(model).json_schema()
        yield from ((name, _moved(value)) for name, value in schema.pop("$defs", {}).items())
        yield model.__name__, _moved(schema)


def _two_lines(kind: str) -> str:
    return (
        f"The record's value is the envelope on one line, a line feed, and the body line; both are canonical JSON, together at most "
        f"{record.RECORD_LIMIT} bytes. {_BODY_LINES[KINDS[kind].body_line]}"
    )


def _moved(value: Any) -> Any:  # noqa: ANN401 - a schema is any JSON
    """The same schema, with its definitions looked for among the components."""
    match value:
        case dict():
            return {
                name: inner.replace("#/$defs/", "#/components/schemas/") if name == "$ref" else _moved(inner)
                for name, inner in value.items()
            }
        case list():
            return [_moved(inner) for inner in value]
        case _:
            return value
