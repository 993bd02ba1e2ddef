"""The registry of error codes: what each means and what to do, in three languages."""

import string
from collections.abc import Mapping
from functools import cache

from pydantic import TypeAdapter

from schemas import fields, packaged
from schemas.texts import LANGUAGES, Text
from schemas.values import Value


class Registered(Value):
    """An error that can happen. {braces} are filled with the particulars of the case."""

    code: fields.ErrorCode
    meaning: Text
    remedy: Text

    def particulars(self) -> set[str]:
        """The names of the particulars that the sentences mention."""
        return {
            name
            for language in LANGUAGES
            for text in (self.meaning, self.remedy)
            for name in names_in(text.in_(language))
        }


class Filled(dict[str, str | int]):
    """Particulars for a sentence; one that is not known is shown by its name, for an error must never fail to be shown."""

    def __init__(self, particulars: Mapping[str, str | int]) -> None:
        super().__init__(particulars)

    def __missing__(self, name: str) -> str:
        return f"<{name}>"


def names_in(template: str) -> set[str]:
    """The names in {braces}."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@cache
def load() -> Mapping[str, Registered]:
    """Every registered error by its code, in the order of the file."""
    raw = packaged.yaml_value(packaged.ROOT / "errors" / "registry.yaml", "registry.yaml")
    entries = TypeAdapter(tuple[Registered, ...]).validate_python(raw)
    return {entry.code: entry for entry in entries}
