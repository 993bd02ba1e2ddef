"""The periods of reports: days, months, quarters and half-years, their names and their ends. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from schemas import law_of_the_day
from schemas.catalogue.term import Every
from services.law import civil_time

_FORM: Final = re.compile(r"[0-9]{4}-([0-9]{2}(-[0-9]{2})?|Q[1-4]|H[12])")
_MONTHS: Final[Mapping[Every, int]] = {"month": 1, "quarter": 3, "half-year": 6}
_NAMES: Final[Mapping[Every, Callable[[date], str]]] = {
    "day": lambda first: first.isoformat(),
    "month": lambda first: f"{first.year:04}-{first.month:02}",
    "quarter": lambda first: f"{first.year:04}-Q{(first.month + 2) // 3}",
    "half-year": lambda first: f"{first.year:04}-H{(first.month + 5) // 6}",
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From its first day to its last, both included."""

    first: date
    last: date

    def begins_at(self, zone: tzinfo) -> datetime:
        return civil_time.beginning_of(self.first, zone)

    def ends_at(self, zone: tzinfo) -> datetime:
        """24:00 of the last day, which is also 00:00 of the next."""
        return civil_time.end_of(self.last, zone)


def containing(day: date, every: Every) -> Period:
    if every == "day":
        return Period(day, day)
    months = _MONTHS[every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, civil_time.months_later(first, months) - timedelta(days=1))


def ended_by(instant: datetime, every: Every, zone: tzinfo) -> Period:
    """The period that an instant belongs to. 00:00 of a period's first day is 24:00 of the last day of the one before."""
    return containing((instant - timedelta(microseconds=1)).astimezone(zone).date(), every)


def name(period: Period, every: Every) -> str:
    """2024-03-05, 2024-03, 2024-Q1 or 2024-H1."""
    return _NAMES[every](period.first)


def named(said: str, every: Every) -> Period | None:
    """The period of that name; null where the calendar has no such period, or it is one of another length."""
    first = law_of_the_day.first_day(said) if _FORM.fullmatch(said) else None
    period = containing(first, every) if first is not None else None
    return period if period is not None and name(period, every) == said else None


def of_any_length(said: str) -> Period | None:
    """The period of that name, whatever its length: the name itself tells."""
    found = (named(said, every) for every in _NAMES)
    return next((period for period in found if period is not None), None)
