"""The contract as JSON Schema: one file for each message, as programs in other languages read it."""

from collections.abc import Iterator
from typing import Any

import orjson
from pydantic import BaseModel, TypeAdapter

from schemas.messages import other_bodies
from schemas.messages.body import DutyBody
from schemas.messages.facts import every as facts
from schemas.messages.facts.statement import Statement
from schemas.messages.notices import every as notices
from schemas.messages.registry import KINDS, Kind
from schemas.messages.service_records import every as service_records

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def files() -> dict[str, bytes]:
    """Every exported file by its name, such as `fact/custody.protocol-drawn.v1.json`."""
    return {
        name: orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
        for name, schema in schemas().items()
    }


def schemas() -> dict[str, Schema]:
    return {f"{kind}.v{version.split('.')[0]}.json": schema for kind, version, schema in sorted(_messages())}


def _messages() -> Iterator[tuple[str, str, Schema]]:
    """Each message: where it is filed, its version, and the schema of its envelope and of its body before sealing."""
    for kind, entry in KINDS.items():
        match kind:
            case "fact":
                for (code, _), fact in facts.BY_VERSION.items():
                    yield (
                        f"fact/{code}",
                        fact.version,
                        _document(f"fact/{code}", fact.version, _fact_envelope(entry.envelope, fact), None),
                    )
            case "notice" | "service-record":
                for (code, _), body in _bodies(kind):
                    envelope = _named(_schema(entry.envelope), code)
                    yield (
                        f"{kind}/{code}",
                        body.version,
                        _document(f"{kind}/{code}", body.version, envelope, _schema(body)),
                    )
            case _:
                body_schema = _body(kind, entry)
                yield (
                    kind,
                    entry.versions[-1],
                    _document(kind, entry.versions[-1], _schema(entry.envelope), body_schema),
                )


def _body(kind: str, entry: Kind) -> Schema | None:
    """The schema of a body that no duty demands. What replaces a corrected body is of that message's own schema."""
    if kind == "correction":
        body = _schema(other_bodies.ReasonBody)
        body["properties"]["replacement"] = {
            "type": "object",
            "description": "the body of the corrected message, whole",
        }
        return body
    return _schema(entry.body) if isinstance(entry.body, type) else None


def _bodies(kind: str) -> Iterator[tuple[tuple[str, int], type[DutyBody]]]:
    yield from notices.BY_VERSION.items() if kind == "notice" else service_records.BY_VERSION.items()


def _schema(model: type[BaseModel]) -> Schema:
    return TypeAdapter(model).json_schema(mode="validation")


def _document(name: str, version: str, envelope: Schema, body: Schema | None) -> Schema:
    """One schema for {"envelope": …, "body": …}; the definitions of both stand beside them."""
    definitions = envelope.pop("$defs", {}) | (body.pop("$defs", {}) if body else {})
    properties = {"envelope": envelope} | ({"body": body} if body else {})
    document = {
        "$schema": DIALECT,
        "title": name,
        "x-version": version,
        "type": "object",
        "properties": properties,
        "required": ["envelope"],
        "additionalProperties": False,
    }
    return document | ({"$defs": definitions} if definitions else {})


def _named(envelope: Schema, code: str) -> Schema:
    envelope["properties"]["name"] = {"const": code, "type": "string"}
    return envelope


def _fact_envelope(model: type[BaseModel], fact: type[Statement]) -> Schema:
    """The envelope of one fact: its own instants and attributes in place of any."""
    envelope, own = _named(_schema(model), fact.code), _schema(fact)
    for field, names in {"instants": fact.instant_names(), "attributes": fact.attribute_names()}.items():
        required = [name for name in names if name in own.get("required", [])]
        if not names:
            envelope["properties"][field] = {"type": "object", "maxProperties": 0}
            continue
        envelope["properties"][field] = {
            "type": "object",
            "properties": {name: own["properties"][name] for name in names},
            "additionalProperties": False,
        } | ({"required": required} if required else {})
        if required:
            envelope["required"] = sorted({*envelope["required"], field})
    return envelope
