"""How two calendars differ: day by day, and in which years are complete. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.law.calendar import Calendar, Mark


@dataclass(frozen=True, slots=True)
class Change:
    """A day that the two calendars see differently."""

    day: date
    before: Mark | None
    after: Mark | None

    @property
    def moves_deadlines(self) -> bool:
        """Whether the day is worked in one of the two and not in the other; if not, only its reason differs."""
        return _is_working(self.before) != _is_working(self.after)


def _is_working(mark: Mark | None) -> bool:
    return mark is None or mark.is_working


def between(before: Calendar, after: Calendar) -> Iterator[Change]:
    """Every day on which they differ, in order."""
    for year in sorted(before.years | after.years):
        days = {day for calendar in (before, after) for day, _ in calendar.marked(year)}
        for day in sorted(days):
            change = Change(day, before.mark(day), after.mark(day))
            if change.before != change.after:
                yield change


def completed(before: Calendar, after: Calendar) -> Iterator[tuple[int, bool]]:
    """Each year that is complete in one of the two only, and whether that is the second."""
    for year in sorted(before.years | after.years):
        if before.is_complete(year) != after.is_complete(year):
            yield year, after.is_complete(year)
