"""A schema as people read it: what a field holds, within which limits."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from habarshy.contract_page.markup import Html, code, element, escaped, joined, say, table

Schema = Mapping[str, Any]

_PART: Final = "#/components/schemas/"
_FORMATS: Final = {"date-time": "instant", "uuid": "uuid"}
_TYPES: Final = {"string": "text", "integer": "number", "boolean": "truth", "object": "object"}
_LIMITS: Final = {
    "minimum": "at-least",
    "minLength": "at-least",
    "minItems": "at-least",
    "maximum": "at-most",
    "maxLength": "at-most",
    "maxItems": "at-most",
    "maxProperties": "at-most",
}


def fields(schema: Schema) -> Html:
    """The fields of an object, the required ones first."""
    required = schema.get("required", ())
    named = sorted(schema.get("properties", {}).items(), key=lambda item: item[0] not in required)
    rows = [
        (_named(name, required=name in required), holds(field), field.get("description", "")) for name, field in named
    ]
    if any(meaning for *_, meaning in rows):
        return table(("field", "holds", "meaning"), rows)
    return table(("field", "holds"), [row[:2] for row in rows])


def _named(name: str, *, required: bool) -> Html:
    return joined([code(name), " ", say("must") if required else element("span", say("may"), class_="pale")])


def holds(schema: Schema) -> Html:
    """What a value is, with its limits; that it may be null means that it may be left out, which stands elsewhere."""
    match schema:
        case {"$ref": str(reference)}:
            return link(reference.removeprefix(_PART))
        case {"anyOf": list(options)}:
            return joined((holds(option) for option in options if option.get("type") != "null"), " / ")
        case {"const": constant}:
            return say("always", what=code(constant if isinstance(constant, str) else str(constant).lower()))
        case {"enum": list(allowed)}:
            return say("one-of", what=joined(map(code, allowed), ", "))
        case {"type": "array"}:
            return _limited(say("list", what=holds(schema.get("items", {}))), schema)
        case {"type": "object"}:
            return _limited(_object(schema), schema)
        case {"type": str(kind)}:
            return _limited(say(_FORMATS.get(schema.get("format", ""), _TYPES[kind])), schema)
        case _:
            return say("any")


def link(part: str) -> Html:
    return element("a", code(part), href=f"#part-{part}")


def _object(schema: Schema) -> Html:
    named = schema.get("properties")
    if named:
        return joined([say("object"), fields(schema)])
    values = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
    of = next((value for value in values if isinstance(value, Mapping)), None)
    return say("object") if of is None else say("map", what=holds(of))


def _limited(what: Html, schema: Schema) -> Html:
    limits = list(_limits(schema))
    return joined([what, *limits], ", ") if limits else what


def _limits(schema: Schema) -> Iterator[Html]:
    yield from (say(key, what=escaped(schema[name])) for name, key in _LIMITS.items() if name in schema)
    if pattern := schema.get("pattern"):
        yield code(pattern)
