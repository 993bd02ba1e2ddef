"""Turns pydantic's errors into findings: the registered code, a JSON pointer that a reader can follow, no value quoted."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemas.errors.tree import Finding
from schemas.unreadable import UnreadableError

GREATEST_NUMBER_OF_FINDINGS = 20
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")

# pydantic's type of error -> our code, and which of its particulars our sentence mentions under which name.
_TABLE: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "missing": ("HB-2101", {}),
    "extra_forbidden": ("HB-2102", {}),
    "string_too_long": ("HB-2105", {"max_length": "limit"}),
    "too_long": ("HB-2105", {"max_length": "limit"}),
    "string_too_short": ("HB-2118", {"min_length": "limit"}),
    "too_short": ("HB-2118", {"min_length": "limit"}),
    "literal_error": ("HB-2106", {"expected": "expected"}),
    "union_tag_invalid": ("HB-2106", {"expected_tags": "expected"}),
    "union_tag_not_found": ("HB-2101", {}),
    "timezone_aware": ("HB-2107", {}),
    "string_pattern_mismatch": ("HB-2108", {"pattern": "pattern"}),
    "greater_than_equal": ("HB-2114", {"ge": "bound"}),
    "less_than_equal": ("HB-2120", {"le": "bound"}),
    "recursion_loop": ("HB-1006", {}),
}
# Families of types that say: this is not the kind of value that belongs here.
_INSTANTS = ("datetime", "date_from_datetime", "timezone")
_KINDS: Mapping[str, str] = {
    "string": "HB-2103",
    "int": "HB-2121",
    "bool": "HB-2122",
    "tuple": "HB-2123",
    "list": "HB-2123",
    "dict": "HB-2124",
    "model": "HB-2124",
    "date": "HB-2107",
    "uuid": "HB-2126",
}
_ANY_OTHER = "HB-2127"


def findings(error: ValidationError, raw: object) -> tuple[Finding, ...]:
    """What is wrong, one finding for each place, in the order of the document, at most twenty."""
    by_place: dict[str, Finding] = {}
    for detail in error.errors(include_url=False, include_input=False):
        finding = _finding(detail, raw)
        by_place.setdefault(finding.where, finding)
    return tuple(f for f in by_place.values() if not _only_follows(f, by_place))[:GREATEST_NUMBER_OF_FINDINGS]


def unreadable(error: UnreadableError) -> Finding:
    """A file that cannot be read, as a finding."""
    return Finding(error.code, error.where, {"what": error.what})


def placed(finding: Finding, place: str) -> Finding:
    """The same finding, said of a field of an entry in a file."""
    field = finding.where.removeprefix("/")
    return replace(finding, where=f"{place}: {field}" if field else place)


def _only_follows(finding: Finding, by_place: Mapping[str, Finding]) -> bool:
    """Whether a list is called too short only because pydantic dropped an item of it that has a finding of its own."""
    return finding.code == "HB-2118" and any(place.startswith(f"{finding.where}/") for place in by_place)


def _finding(detail: ErrorDetails, raw: object) -> Finding:
    kind, context = detail["type"], detail.get("ctx", {})
    missing = kind == "missing"
    parts = list(_visible(detail["loc"], raw, keep_last=missing))
    if kind.startswith("HB-"):
        return Finding(
            kind, pointer(parts), {name: value for name, value in context.items() if isinstance(value, str | int)}
        )
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        parts.append(str(context["discriminator"]).strip("'"))
    if kind in _TABLE:
        code, names = _TABLE[kind]
        particulars = {ours: _plain(context[theirs]) for theirs, ours in names.items()}
        if "expected" in particulars:
            quoted = re.findall(r"'([^']*)'", str(particulars["expected"]))
            particulars["expected"] = ", ".join(quoted) if quoted else str(particulars["expected"]).lower()
        return Finding(code, pointer(parts), particulars)
    if kind.startswith(_INSTANTS):
        return Finding("HB-2107", pointer(parts), {})
    code = next((code for prefix, code in _KINDS.items() if kind.startswith(prefix)), _ANY_OTHER)
    return Finding(code, pointer(parts), {})


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)


def pointer(parts: list[str]) -> str:
    """A JSON pointer (RFC 6901). A name that could not be ours is a stranger's text, and findings go into logs: it is not repeated."""
    return "".join(f"/{shown(part)}" for part in parts)


def shown(name: str) -> str:
    return name if _NAME.fullmatch(name) else "…"


def _visible(location: tuple[int | str, ...], raw: object, *, keep_last: bool) -> Iterator[str]:
    """The parts of a place that the document itself shows: pydantic also names the branch of a union, which it does not."""
    current: Any = raw
    for number, part in enumerate(location):
        match current:
            case Mapping() if part in current:
                current = current[part]
                yield str(part)
            case list() | tuple() if isinstance(part, int) and part < len(current):
                current = current[part]
                yield str(part)
            case _ if keep_last and number == len(location) - 1:
                yield str(part)
