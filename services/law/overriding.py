"""An operator's file corrects the calendar. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from schemas.calendar.override import Override
from schemas.errors.tree import CalendarError, Finding
from services.law.calendar import Calendar, Mark


def overridden(calendar: Calendar, override: Override) -> Calendar:
    """The calendar as the file corrects it; CalendarError with every day of which the file says nothing new."""
    if problems := tuple(_problems(calendar, override)):
        raise CalendarError(*problems)
    corrected = calendar.with_marks(dict(_marks(calendar, override)), version=f"{calendar.version}+{override.version}")
    return replace(
        corrected,
        acts={**calendar.acts, override.act.code: override.act.text},
        unknown={**calendar.unknown, **dict.fromkeys(override.completes, ())},
    )


def _problems(calendar: Calendar, override: Override) -> Iterator[Finding]:
    for number, off in enumerate(override.adds_off):
        if not calendar.is_working(off.day):
            yield Finding("HB-5102", f"adds_off/{number}/day", {"day": str(off.day)})
    for number, worked in enumerate(override.adds_worked):
        if calendar.is_working(worked.day):
            yield Finding("HB-5103", f"adds_worked/{number}/day", {"day": str(worked.day)})


def _marks(calendar: Calendar, override: Override) -> Iterator[tuple[date, Mark]]:
    act = override.act.code
    behind = {worked.given_for: worked.day for worked in override.adds_worked}
    for year in override.completes:
        yield from ((day, replace(mark, estimated=False)) for day, mark in calendar.marked(year) if mark.estimated)
    yield from ((off.day, Mark("override-off", off.name, act, behind.get(off.day))) for off in override.adds_off)
    yield from ((worked.day, Mark("override-worked", None, act, worked.given_for)) for worked in override.adds_worked)
