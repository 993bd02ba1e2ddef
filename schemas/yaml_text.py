"""Reads YAML without its traps. Imported only where YAML is read: programs use the compiled catalogue and do not wait for it."""

import re
from collections.abc import Hashable
from typing import Any

import yaml

from schemas.unreadable import UnreadableError


class DuplicateKeyError(ValueError):
    """The same key stands twice in one YAML mapping, so one of the two would be lost."""


class _Loader(yaml.CSafeLoader):
    """Refuses duplicate keys and reads yes, no, on and off as words, as YAML 1.2 does."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                message = f"the key {key.value!r} stands twice, at line {key.start_mark.line + 1}"
                raise DuplicateKeyError(message)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


# Of the bare words only these are more than text: null, true and false, whole numbers in base ten, dates.
# YAML 1.1 would also make booleans of yes and on, and 210 of 3:30.
_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", ["t", "T", "f", "F"]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", list("0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def value(text: str | bytes, where: str) -> Any:  # noqa: ANN401 - bytes become values here
    """The value of a YAML text; UnreadableError where it has none."""
    try:
        return _value(text)
    except DuplicateKeyError as error:
        raise UnreadableError("HB-3002", where, str(error)) from error
    except (yaml.YAMLError, ValueError, TypeError) as error:  # PyYAML lets a date like 2026-13-45 through to Python
        raise UnreadableError("HB-3001", where, " ".join(str(error).split())) from error


def _value(text: str | bytes) -> Any:  # noqa: ANN401 - bytes become values here
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
