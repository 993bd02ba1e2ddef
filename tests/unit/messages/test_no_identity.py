"""No envelope has room for who a person is: whatever admits free text is listed here, with its reason."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas.messages import envelope, registry

FREE: dict[tuple[str, str], str] = {
    ("checkpoint", "origin"): "the name of the log, as its checkpoints carry it",
    ("countersignature", "origin"): "the name of the log that the witness saw",
    ("reference-entry", "version"): "the version of a calendar or policy, written by the bus",
    ("obligation", "versions_used/*"): "the versions of law and data that the judge used",
    ("obligation", "explanation/particulars"): "what the judge counted with; a test of the judge holds it to codes",
    ("rejection", "meaning/*"): "a registered sentence, filled by the bus",
    ("rejection", "remedy/*"): "a registered sentence, filled by the bus",
    ("rejection", "field"): "a JSON pointer: the contract's own names, or an unknown one of the sender's",
    ("directory-entry", "agency/names/*"): "the name of an agency",
}
# A name, and the form of a personal number.
NAMES = "Үлгі Үлгіұлы", "900101300123"


def schema_of(kind: str) -> dict[str, Any]:
    return TypeAdapter(registry.KINDS[kind].envelope).json_schema()


def texts(schema: dict[str, Any], definitions: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every place in a schema where a text may stand, keys of objects included, with what limits it."""
    if "$ref" in schema:
        yield from texts(definitions[schema["$ref"].split("/")[-1]], definitions, path)
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from texts(branch, definitions, path)
    if schema.get("type") == "string":
        yield path, schema
    for name, below in schema.get("properties", {}).items():
        yield from texts(below, definitions, f"{path}/{name}".lstrip("/"))
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from texts(schema[key], definitions, path)
    keys = [{"pattern": pattern} for pattern in schema.get("patternProperties", {})]
    if not keys and "propertyNames" in schema:
        keys.append(schema["propertyNames"])
    yield from ((f"{path}#key", key) for key in keys)
    for below in schema.get("patternProperties", {}).values():
        yield from texts(below, definitions, path)


def admits(schema: dict[str, Any], text: str) -> bool:
    """Whether the text fits. A word of a closed list, a UUID and an instant have no room for it."""
    if "enum" in schema or "const" in schema or schema.get("format") in ("uuid", "date-time", "date"):
        return False
    fits_the_length = schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", len(text))
    return fits_the_length and re.search(schema.get("pattern", ""), text) is not None


def admits_a_name(schema: dict[str, Any]) -> bool:
    return any(admits(schema, name) for name in NAMES)


def listed(kind: str, path: str) -> bool:
    return (kind, path) in FREE or (kind, path.rpartition("/")[0] + "/*") in FREE


@pytest.mark.parametrize("kind", registry.KINDS)
def test_no_field_of_an_envelope_admits_a_name(kind: str) -> None:
    schema = schema_of(kind)
    free = {path for path, text in texts(schema, schema.get("$defs", {})) if admits_a_name(text)}

    assert {path for path in free if not listed(kind, path)} == set()


@pytest.mark.parametrize(("kind", "place"), FREE, ids=" ".join)
def test_what_is_listed_still_admits_free_text(kind: str, place: str) -> None:
    schema = schema_of(kind)
    free = {path for path, text in texts(schema, schema.get("$defs", {})) if admits_a_name(text)}

    assert any(path == place or path.rpartition("/")[0] + "/*" == place for path in free)


@pytest.mark.parametrize("kind", [name for name in registry.KINDS if name not in {kind for kind, _ in FREE}])
def test_what_agencies_say_to_each_other_admits_no_text_at_all(kind: str) -> None:
    """The key of a record and its envelope travel unsealed."""
    schema = schema_of(kind)

    assert all(not admits_a_name(text) for _, text in texts(schema, schema.get("$defs", {})))


@pytest.mark.parametrize("kind", registry.KINDS)
def test_an_envelope_has_texts_at_all(kind: str) -> None:
    schema = schema_of(kind)

    assert {"type", "sender", "schema_version"} <= {path for path, _ in texts(schema, schema.get("$defs", {}))}


@pytest.mark.parametrize("kind", registry.KINDS)
def test_every_free_text_has_a_limit(kind: str) -> None:
    schema = schema_of(kind)

    free = [(path, text) for path, text in texts(schema, schema.get("$defs", {})) if admits_a_name(text)]
    assert [path for path, text in free if "maxLength" not in text] == []


# The JSON Schema does not say what the keys of these may be; the models do.
KEYED = {"parties": envelope.Parties, "instants": envelope.Instants, "attributes": envelope.Attributes}


@pytest.mark.parametrize("field", KEYED)
@pytest.mark.parametrize(
    "key", ["Үлгі", "Sample Name", "900101300123", "a" * 81], ids=["name", "latin", "number", "long"]
)
def test_a_key_of_an_envelope_admits_no_name(field: str, key: str) -> None:
    value = {"parties": "court-bostandyk", "instants": "2026-03-06T04:05:00Z", "attributes": 3}[field]
    adapter: TypeAdapter[Any] = TypeAdapter(KEYED[field])

    assert adapter.validate_python({"prosecutor": value}, strict=False)
    with pytest.raises(ValidationError):
        adapter.validate_python({key: value}, strict=False)
