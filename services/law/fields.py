"""The fields of one JSON object, read with errors that name the place. Unknown fields are never looked at. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from zoneinfo import ZoneInfo

from schemas.errors.tree import Finding, LineError
from services.law import written, zones
from services.law.lines import JsonObject


@dataclass(frozen=True, slots=True)
class Fields:
    """An object, and where it stands in the line."""

    values: JsonObject
    place: str = ""

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def raw(self, name: str) -> object:
        """The value; LineError where it is missing."""
        value = self.values.get(name)
        if value is None:
            raise LineError(Finding("HB-7104", self.place + name, {"field": self.place + name}))
        return value

    def text(self, name: str) -> str:
        return self._as_text(self.raw(name), name)

    def optional_text(self, name: str) -> str | None:
        return self.text(name) if self.has(name) else None

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; one text by itself is a list of one, a missing field an empty list."""
        value = self.values.get(name)
        if value is None:
            return ()
        return tuple(self._as_text(item, name) for item in (value if isinstance(value, list) else [value]))

    def list_of_texts(self, name: str) -> tuple[str, ...]:
        if not isinstance(self.raw(name), list):
            raise self._refused("HB-7203", name)
        return self.texts(name)

    def number(self, name: str, *, most: int) -> int:
        value = self.raw(name)
        if type(value) is int and 1 <= value <= most:
            return value
        raise self._refused("HB-7112", name, value=written.shown(value), least=1, greatest=most)

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        value = self.raw(name)
        if isinstance(value, str) and value in choices:
            return value
        raise self._refused("HB-7113", name, value=written.shown(value), choices=", ".join(choices))

    def day(self, name: str) -> date:
        return written.day(self.raw(name), field=self.place + name)

    def days(self, name: str) -> frozenset[date]:
        return frozenset(written.day(day, field=self.place + name) for day in self.texts(name))

    def named_zone(self) -> ZoneInfo:
        return zones.zone(self.text("zone") if self.has("zone") else zones.DEFAULT)

    def inner(self, name: str) -> Self:
        return self._within(self.raw(name), name)

    def objects(self, name: str) -> Iterator[Self]:
        value = self.raw(name)
        if not isinstance(value, list):
            raise self._refused("HB-7201", name)
        for number, item in enumerate(value):
            yield self._within(item, f"{name}/{number}")

    def _within(self, value: object, name: str) -> Self:
        if isinstance(value, dict):
            return replace(self, values=value, place=f"{self.place}{name}/")
        raise self._refused("HB-7114", name, value=written.shown(value))

    def _as_text(self, value: object, name: str) -> str:
        if isinstance(value, str):
            return value
        raise self._refused("HB-7105", name, value=written.shown(value))

    def _refused(self, code: str, name: str, **particulars: str | int) -> LineError:
        field = self.place + name
        return LineError(Finding(code, field, {"field": field, **particulars}))
