"""The fields of one JSON object of a scenario, where naive days begin in the scenario's zone. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from services.law import written
from services.law.fields import Fields


@dataclass(frozen=True, slots=True)
class ScenarioFields(Fields):
    """An object of a scenario."""

    zone: ZoneInfo = field(kw_only=True)

    def instant(self, name: str) -> datetime:
        return written.instant_or_day(self.raw(name), self.zone, field=self.place + name)

    def optional_instant(self, name: str) -> datetime | None:
        return self.instant(name) if self.has(name) else None

    def declared(self, name: str) -> dict[str, str | int]:
        """The declared attributes: words and whole numbers; whatever else is no declaration and says nothing."""
        given = self.inner(name).values if self.has(name) else {}
        return {key: value for key, value in given.items() if isinstance(value, str) or type(value) is int}
