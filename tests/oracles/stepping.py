"""Deadlines found by stepping: minute by minute, day by day. It shares no code with what it judges, and looks up days off by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

YEARS = Path(str(files("schemas"))) / "calendar" / "years"
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
MINUTES = {"minutes": 1, "hours": 60, "tauliq": 24 * 60}
MONTHS = {"month": 1, "quarter": 3, "half-year": 6}
SUNDAY_AND_SATURDAY = (5, 6)


@cache
def written_days() -> tuple[frozenset[date], frozenset[date], frozenset[int]]:
    """The days off against their weekday, the worked ones, and the complete years, as the files say."""
    off, worked, complete = set[date](), set[date](), set[int]()
    for file in YEARS.glob("*.yaml"):
        # Everything as text: read otherwise, YAML takes the key off for False.
        year = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - this loader makes no objects
        off |= _days(year["celebrated"], "day") | _days(year.get("observed", []), "day")
        off |= _days(year.get("transfers", []), "off")
        worked |= _days(year.get("transfers", []), "worked")
        if not year.get("incomplete_because"):
            complete.add(int(year["year"]))
    assert complete, f"no years in {YEARS}"
    return frozenset(off), frozenset(worked), frozenset(complete)


def _days(rows: Sequence[Mapping[str, str]], name: str) -> set[date]:
    return {date.fromisoformat(row[name]) for row in rows}


@dataclass(frozen=True)
class Days:
    """Which days are off, with corrections that a test makes."""

    adds_off: frozenset[date] = frozenset()
    adds_worked: frozenset[date] = frozenset()

    def worked(self, day: date) -> bool:
        off, worked, _ = written_days()
        if day in self.adds_off or day in self.adds_worked:
            return day in self.adds_worked
        if day in worked or day in off:
            return day in worked
        return day.weekday() not in SUNDAY_AND_SATURDAY


@dataclass(frozen=True)
class Case:
    """A term, the instant it runs from, and where."""

    term: Mapping[str, Any]
    at: datetime
    zone: ZoneInfo
    days: Days = field(default_factory=Days)


def deadline(case: Case) -> datetime | None:
    unit = case.term["unit"]
    if unit in MINUTES:
        return _by_minutes(case.at, case.term["value"] * MINUTES[unit], back=_back(case))
    if unit == "immediately":
        return _by_minutes(case.at, 15, back=False)
    if unit == "none":
        return None
    return end_of(last_day(case), case.zone)


def provisional(case: Case) -> bool:
    """Whether a day was looked at, between the event and the last day, in a year that is not complete."""
    if case.term["unit"] != "working-days":
        return False
    day, last = case.at.astimezone(case.zone).date(), last_day(case)
    while day != last:
        day += -DAY if _back(case) else DAY
        if day.year not in written_days()[2]:
            return True
    return False


def _by_minutes(at: datetime, minutes: int, *, back: bool) -> datetime:
    for _ in range(minutes):
        at = at - MINUTE if back else at + MINUTE
    return at


def _back(case: Case) -> bool:
    return bool(case.term.get("direction") == "before")


def last_day(case: Case) -> date:
    day, unit = case.at.astimezone(case.zone).date(), case.term["unit"]
    match unit:
        case "same-day":
            return day
        case "periodic":
            return _due_day(case)
        case "calendar-months":
            return _months(day, case.term["value"], back=_back(case))
        case _:
            return _walked(case, day, working=unit == "working-days")


def _walked(case: Case, day: date, *, working: bool) -> date:
    left = case.term["value"]
    while left:
        day += -DAY if _back(case) else DAY
        if not working or case.days.worked(day):
            left -= 1
    return day


def _months(event: date, months: int, *, back: bool) -> date:
    """Steps until so many month borders are crossed, and then to the day of that number or as near as the month comes to it."""
    day, crossed = event, 0
    while crossed < months:
        next_day = day + (-DAY if back else DAY)
        crossed += next_day.month != day.month
        day = next_day
    # Backwards the month is entered at its last day, forwards at its first.
    while back and day.day > event.day:
        day -= DAY
    while not back and day.day < event.day and (day + DAY).month == day.month:
        day += DAY
    return day


def _ends_period(day: date, every: str) -> bool:
    return every == "day" or ((day + DAY).day == 1 and day.month % MONTHS[every] == 0)


def _due_day(case: Case) -> date:
    """The first end of a period that does not lie before the event, and from there to its due day."""
    day = case.at.astimezone(case.zone).date() - 2 * DAY
    while not (_ends_period(day, case.term["every"]) and end_of(day, case.zone) >= case.at):
        day += DAY
    due = case.term.get("due_day_of_next_month")
    if due is None:
        return day
    month = day.month
    while day.month == month or day.day != due:
        day += DAY
    return day


@cache
def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Steps from well before the day's end to the first minute after which no later minute belongs to it."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) - DAY
    end = at
    for _ in range(3 * 24 * 60):
        if at.astimezone(zone).date() <= day:
            end = at + MINUTE
        at += MINUTE
    return end
