"""The fields of one JSON object of a scenario, read with errors that name the place. Unknown fields are never looked at. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from schemas.errors.tree import Finding, LineError
from services.law import written


@dataclass(frozen=True, slots=True)
class Fields:
    """An object, where it stands in the line, and the zone in which its naive days begin."""

    values: Mapping[str, Any]
    place: str
    zone: ZoneInfo

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
            raise LineError(Finding("HB-7203", self.place + name, {"field": self.place + name}))
        return self.texts(name)

    def instant(self, name: str) -> datetime:
        return written.instant_or_day(self.raw(name), self.zone, field=self.place + name)

    def optional_instant(self, name: str) -> datetime | None:
        return self.instant(name) if self.has(name) else None

    def inner(self, name: str) -> "Fields":
        return Fields(_object(self.raw(name), self.place + name), f"{self.place}{name}/", self.zone)

    def day(self, name: str) -> date:
        return written.day(self.raw(name), field=self.place + name)

    def days(self, name: str) -> frozenset[date]:
        return frozenset(written.day(day, field=self.place + name) for day in self.texts(name))

    def objects(self, name: str) -> Iterator["Fields"]:
        value = self.raw(name)
        if not isinstance(value, list):
            raise LineError(Finding("HB-7201", self.place + name, {"field": self.place + name}))
        for number, item in enumerate(value):
            yield Fields(_object(item, f"{self.place}{name}/{number}"), f"{self.place}{name}/{number}/", self.zone)

    def declared(self, name: str) -> dict[str, str | int]:
        """The declared attributes: words and whole numbers; whatever else is no declaration and says nothing."""
        given = _object(self.values[name], self.place + name) if self.has(name) else {}
        return {key: value for key, value in given.items() if isinstance(value, str) or type(value) is int}

    def _as_text(self, value: object, name: str) -> str:
        if isinstance(value, str):
            return value
        field = self.place + name
        raise LineError(Finding("HB-7105", field, {"field": field, "value": written.shown(value)}))


def _object(value: object, place: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise LineError(Finding("HB-7114", place, {"field": place, "value": written.shown(value)}))
