"""Is a changed schema still the same contract? Compares two exported JSON Schemas. Pure.

A change is minor where every message that was right before is right still, and means the same; else it is major.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Schema = Mapping[str, Any]

# Keywords that bound a value, and whether a greater number allows more.
_BOUNDS: Final[Mapping[str, bool]] = {
    "maxLength": True,
    "maxItems": True,
    "maxProperties": True,
    "maximum": True,
    "minLength": False,
    "minItems": False,
    "minProperties": False,
    "minimum": False,
}
_NOT_COMPARED: Final = frozenset({"title", "description", "$schema", "$defs", "x-version", "$ref", "discriminator"})
_COMPARED_APART: Final = frozenset(
    {
        "properties",
        "required",
        "enum",
        "const",
        "anyOf",
        "oneOf",
        "items",
        "additionalProperties",
        "propertyNames",
        "type",
    }
)


@dataclass(frozen=True)
class Change:
    """One difference, where it is, and whether old messages suffer by it."""

    where: str
    what: str
    major: bool

    def __str__(self) -> str:
        return f"{'MAJOR' if self.major else 'minor'}  {self.where or '/'}: {self.what}"


def changes(old: Schema, new: Schema) -> tuple[Change, ...]:
    """Every difference between two exported schemas."""
    return tuple(_Comparison(old.get("$defs", {}), new.get("$defs", {})).of(old, new, ""))


def objections(name: str, old: Schema, new: Schema) -> tuple[str, ...]:
    """Why the new schema must not replace the old one under its version; nothing where it may."""
    found = changes(old, new)
    listed = "\n".join(f"    {change}" for change in found)
    if any(change.major for change in found):
        return (
            (
                f"{name}: messages that were right are right no longer. Keep this version's model, and write the new one beside it "
                f"under the next major version.\n{listed}"
            ),
        )
    if found and _minor(new) <= _minor(old):
        return (
            f"{name}: the schema allows more than before. Raise its minor version, now {old['x-version']}.\n{listed}",
        )
    return ()


def _minor(schema: Schema) -> int:
    return int(str(schema["x-version"]).split(".")[1])


@dataclass(frozen=True)
class _Comparison:
    old_definitions: Mapping[str, Schema]
    new_definitions: Mapping[str, Schema]

    def of(self, old: Schema, new: Schema, where: str) -> Iterator[Change]:
        old, new = _resolved(old, self.old_definitions), _resolved(new, self.new_definitions)
        if old == new and not _refers(old):
            return
        if ("anyOf" in old) != ("anyOf" in new):
            old, new = _as_branches(old), _as_branches(new)
        yield from _types(old, new, where)
        yield from self._properties(old, new, where)
        yield from _allowed(old, new, where)
        yield from self._branches(old, new, where)
        for keyword in ("items", "additionalProperties", "propertyNames"):
            yield from self._inner(keyword, old, new, where)
        yield from _bounds(old, new, where)
        yield from _others(old, new, where)

    def _properties(self, old: Schema, new: Schema, where: str) -> Iterator[Change]:
        before, after = old.get("properties", {}), new.get("properties", {})
        required_before, required_after = set(old.get("required", ())), set(new.get("required", ()))
        for name in sorted(before.keys() | after.keys()):
            place = f"{where}/{name}"
            if name not in after:
                yield Change(place, "the field is gone", major=True)
            elif name not in before:
                yield Change(
                    place,
                    "a required field is new" if name in required_after else "an optional field is new",
                    major=name in required_after,
                )
            else:
                yield from self.of(before[name], after[name], place)
        for name in sorted((required_after - required_before) & before.keys()):
            yield Change(f"{where}/{name}", "the field has become required", major=True)
        for name in sorted((required_before - required_after) & after.keys()):
            yield Change(f"{where}/{name}", "the field is required no longer", major=False)

    def _branches(self, old: Schema, new: Schema, where: str) -> Iterator[Change]:
        for keyword in ("anyOf", "oneOf"):
            before, after = list(old.get(keyword, ())), list(new.get(keyword, ()))
            for number, branch in enumerate(before):
                fits = [tuple(self.of(branch, other, where)) for other in after]
                best = min(fits, key=lambda found: sum(1000 if change.major else 1 for change in found), default=None)
                if best is None:
                    yield Change(where, f"alternative {number + 1} is gone", major=True)
                else:
                    yield from best
            if len(after) > len(before):
                yield Change(where, "an alternative is new", major=not before)

    def _inner(self, keyword: str, old: Schema, new: Schema, where: str) -> Iterator[Change]:
        before, after = old.get(keyword), new.get(keyword)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from self.of(before, after, f"{where}/*")
        elif before != after:
            yield Change(where, f"{keyword} is {after!r}, was {before!r}", major=after is not None)


def _resolved(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    while "$ref" in schema:
        schema = {
            **definitions[str(schema["$ref"]).rsplit("/", 1)[-1]],
            **{k: v for k, v in schema.items() if k != "$ref"},
        }
    return schema


def _as_branches(schema: Schema) -> Schema:
    """A schema without alternatives is one alternative: a field that may now be null as well allows more, not another thing."""
    if "anyOf" in schema:
        return schema
    outside = {"title", "description", "default"}
    branch = {key: value for key, value in schema.items() if key not in outside}
    return {key: value for key, value in schema.items() if key in outside} | {"anyOf": [branch]}


def _refers(schema: object) -> bool:
    """Whether something inside stands elsewhere: then two equal texts may still mean two things."""
    if isinstance(schema, Mapping):
        return "$ref" in schema or any(_refers(value) for value in schema.values())
    return isinstance(schema, list) and any(_refers(value) for value in schema)


def _types(old: Schema, new: Schema, where: str) -> Iterator[Change]:
    if old.get("type") != new.get("type"):
        yield Change(
            where, f"the type is {new.get('type')!r}, was {old.get('type')!r}", major=new.get("type") is not None
        )


def _allowed(old: Schema, new: Schema, where: str) -> Iterator[Change]:
    before = [old["const"]] if "const" in old else old.get("enum")
    after = [new["const"]] if "const" in new else new.get("enum")
    if before is None and after is None:
        return
    if before is None or after is None:
        yield Change(
            where,
            "a closed list of words was made open" if after is None else "only some words are allowed now",
            major=after is not None,
        )
        return
    for word in before:
        if word not in after:
            yield Change(where, f"the word {word!r} is gone", major=True)
    for word in after:
        if word not in before:
            yield Change(where, f"the word {word!r} is new", major=False)


def _bounds(old: Schema, new: Schema, where: str) -> Iterator[Change]:
    for keyword, greater_allows_more in _BOUNDS.items():
        before, after = old.get(keyword), new.get(keyword)
        if before == after:
            continue
        loosened = after is None or (before is not None and (after > before) == greater_allows_more)
        yield Change(where, f"{keyword} is {after}, was {before}", major=not loosened)


def _others(old: Schema, new: Schema, where: str) -> Iterator[Change]:
    """Whatever else differs (pattern, format, default) is taken for major: nobody can tell that old messages keep their meaning."""
    known = _BOUNDS.keys() | _NOT_COMPARED | _COMPARED_APART
    for keyword in sorted((old.keys() | new.keys()) - known):
        if old.get(keyword) != new.get(keyword):
            # A field that had no default was in every message; giving it one changes none of them.
            first_default = keyword == "default" and "default" not in old
            what = f"{keyword} is {new.get(keyword)!r}, was {old.get(keyword)!r}"
            yield Change(where, what, major=not first_default)
