"""What a changed schema does to messages that were right before."""

import copy
from types import ModuleType
from typing import Any

import jsonschema
import pytest

from schemas import evolution, exporting
from schemas.errors.tree import RefusedError
from schemas.examples import reading
from schemas.messages import collecting, registry

EVERY_MESSAGE = dict(reading.every_message())
SCHEMAS = exporting.schemas()
OLD: dict[str, Any] = {
    "x-version": "1.0",
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 10},
        "kind": {"enum": ["a", "b"]},
        "number": {"type": "integer", "minimum": 1, "maximum": 9},
        "who": {"anyOf": [{"$ref": "#/$defs/Who"}, {"type": "null"}], "default": None},
        "many": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
    },
    "$defs": {"Who": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}},
}


class Told:
    """Something that stands for an entry, in some version."""

    code = "a.b"
    version = "1.0"


def changed(path: str, value: object) -> dict[str, Any]:
    """The old schema with one thing at a path set to a value, or taken out where the value is `...`."""
    new = copy.deepcopy(OLD)
    *parents, last = path.split("/")
    node: Any = new
    for part in parents:
        node = node[int(part)] if isinstance(node, list) else node[part]
    if value is ...:
        del node[last]
    else:
        node[last] = value
    return new


MAJOR = {
    "a field is taken out": ("properties/kind", ..., "/kind: the field is gone"),
    "a field becomes required": ("required", ["name", "kind"], "/kind: the field has become required"),
    "a word is taken out": ("properties/kind", {"enum": ["a"]}, "the word 'b' is gone"),
    "any word becomes a closed list": ("properties/name", {"enum": ["x"]}, "only some words are allowed now"),
    "a text gets shorter": ("properties/name/maxLength", 9, "maxLength is 9, was 10"),
    "a number's least grows": ("properties/number/minimum", 2, "minimum is 2, was 1"),
    "a bound is new": ("properties/number/multipleOf", 2, "multipleOf is 2"),
    "a pattern is new": ("properties/name/pattern", "^x", "pattern is '^x'"),
    "another type": ("properties/name/type", "integer", "the type is 'integer'"),
    "another default": ("properties/who/default", {}, "default is {}"),
    "a list gets shorter": ("properties/many/maxItems", 2, "maxItems is 2"),
    "the list's items change": ("properties/many/items", {"type": "integer"}, "/many/*"),
    "null is no longer allowed": ("properties/who/anyOf", [{"$ref": "#/$defs/Who"}], "/who"),
    "a definition elsewhere changes": ("$defs/Who/properties/id", {"type": "integer"}, "/who/id"),
    "other fields are refused now": ("$defs/Who/additionalProperties", False, "additionalProperties is False"),
}
MINOR = {
    "an optional field is new": ("properties/more", {"type": "string"}, "an optional field is new"),
    "a field need not be there": ("required", [], "required no longer"),
    "a word is new": ("properties/kind", {"enum": ["a", "b", "c"]}, "the word 'c' is new"),
    "a text may be longer": ("properties/name/maxLength", 20, "maxLength is 20"),
    "a bound is taken away": ("properties/number/maximum", ..., "maximum is None"),
    "an alternative is new": (
        "properties/who/anyOf",
        [*OLD["properties"]["who"]["anyOf"], {"type": "string"}],
        "alternative is new",
    ),
}


@pytest.mark.parametrize(("path", "value", "said"), MAJOR.values(), ids=MAJOR.keys())
def test_what_breaks_old_messages_is_refused_with_a_readable_difference(path: str, value: object, said: str) -> None:
    (objection,) = evolution.objections("thing.v1.json", OLD, changed(path, value))
    assert "right no longer" in objection
    assert "MAJOR" in objection
    assert said in objection


@pytest.mark.parametrize(("path", "value", "said"), MINOR.values(), ids=MINOR.keys())
def test_what_allows_more_wants_a_new_minor_version(path: str, value: object, said: str) -> None:
    new = changed(path, value)
    (objection,) = evolution.objections("thing.v1.json", OLD, new)
    assert "Raise its minor version" in objection
    assert said in objection
    assert evolution.objections("thing.v1.json", OLD, new | {"x-version": "1.1"}) == ()


def test_the_same_schema_has_no_changes() -> None:
    assert evolution.changes(OLD, copy.deepcopy(OLD)) == ()


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_exported_schema_is_itself_sound(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    assert evolution.changes(SCHEMAS[name], copy.deepcopy(SCHEMAS[name])) == ()


@pytest.mark.parametrize("name", EVERY_MESSAGE)
def test_an_exported_schema_accepts_the_examples_of_its_message(name: str) -> None:
    example = EVERY_MESSAGE[name]
    envelope = example.envelope
    by_name = envelope["type"] in ("fact", "notice", "service-record")
    file = f"{envelope['type']}/{envelope['name']}.v1.json" if by_name else f"{envelope['type']}.v1.json"
    published = envelope["type"] == "reference-entry"  # its body is a document of any shape
    document = {"envelope": envelope} | ({} if example.body is None or published else {"body": example.body})
    jsonschema.Draft202012Validator(SCHEMAS[file]).validate(document)


@pytest.mark.parametrize("field", ["sender", "occasion", "instants", "type"])
def test_an_exported_schema_refuses_what_the_models_refuse(field: str) -> None:
    envelope = EVERY_MESSAGE["detention-protocol-drawn-at-night"].envelope
    without = {name: value for name, value in envelope.items() if name != field}
    validator = jsonschema.Draft202012Validator(SCHEMAS["fact/custody.protocol-drawn.v1.json"])
    assert not validator.is_valid({"envelope": without})
    assert not validator.is_valid({"envelope": envelope | {"mood": "good"}})


def test_two_major_versions_of_a_message_live_side_by_side() -> None:
    first, second = (
        type(name, (Told,), {"version": version}) for name, version in [("First", "1.4"), ("Second", "2.0")]
    )
    module = ModuleType("told")
    for model in (first, second):
        model.__module__ = "told"
        setattr(module, model.__name__, model)
    models = collecting.by_version(Told, [module])
    assert models == {("a.b", 1): first, ("a.b", 2): second}
    assert collecting.newest(models) == {"a.b": second}


@pytest.mark.parametrize("said", ["1.0", "1.4", "2.0"])
def test_every_version_up_to_the_known_ones_is_read(said: str) -> None:
    registry.check_version(said, ("1.4", "2.0"), "HB-2202", "a.b")


@pytest.mark.parametrize("said", ["1.5", "2.1", "3.0"])
def test_a_version_from_the_future_is_not_guessed_at(said: str) -> None:
    with pytest.raises(RefusedError) as refused:
        registry.check_version(said, ("1.4", "2.0"), "HB-2202", "a.b")
    assert refused.value.first.code == "HB-2204"


def test_a_required_field_that_may_be_left_out_is_a_minor_change() -> None:
    """As a model says it: a: Line becomes a: Line | None = None."""
    new = changed("properties/name", {"anyOf": [OLD["properties"]["name"], {"type": "null"}], "default": None})
    new["required"] = []
    assert not any(change.major for change in evolution.changes(OLD, new))


def test_a_version_must_rise() -> None:
    old, new = OLD | {"x-version": "1.5"}, changed("properties/more", {"type": "string"}) | {"x-version": "1.2"}
    assert evolution.objections("thing.v1.json", old, new)
