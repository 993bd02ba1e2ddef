"""Days off within an explanation: which were skipped and why, which were worked all the same, and which moved nothing. Pure."""

import itertools
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

from schemas.calendar import loading
from schemas.explanations.making import step
from schemas.fields import GREATEST_YEAR, LEAST_YEAR
from schemas.messages.bus import Step
from schemas.texts import Text
from services.law.calendar import Calendar, Mark

_DAY: Final = timedelta(days=1)
_NAMED_ONE_BY_ONE: Final = timedelta(days=60)
"""Of a longer stretch, whole runs of days are named, or an explanation would have no end."""
_NAMED_WITHIN_HOURS: Final = timedelta(days=31)


def counted(calendar: Calendar, event: date, *, last: date) -> Iterator[Step]:
    """Each working day by its number, and each day that was skipped, from the day of the event (not counted) to the last one."""
    number, one_by_one = 0, abs(last - event) <= _NAMED_ONE_BY_ONE
    marked = ((day, calendar.mark(day)) for day in _from(event, last))
    for _, group in itertools.groupby(marked, lambda each: _run(*each, one_by_one=one_by_one)):
        days = list(group)
        first, mark = days[0]
        if mark is None or mark.is_working:
            yield _worked(first, mark, number=number + 1) if len(days) == 1 else _run_of(days, number=number)
            number += len(days)
        elif len(days) == 1:
            yield step("skipped", day=first, **_why(mark))
        else:
            yield step("skipped-run", first=first, last=days[-1][0], why=mark.kind)


def ran_through(calendar: Calendar, first: date, *, last: date) -> Iterator[Step]:
    """The days off that a running term does not heed."""
    if last - first > _NAMED_WITHIN_HOURS:
        yield step("ran-through-days", first=first, last=last)
        return
    for day in (first, *_from(first, last)):
        mark = _mark(calendar, day)
        if mark and not mark.is_working:
            yield step("ran-through", day=day, **_why(mark))


def not_moved(calendar: Calendar, last: date) -> Iterator[Step]:
    """A last day that is off, where that does not matter."""
    mark = _mark(calendar, last)
    if mark and not mark.is_working:
        yield step("not-moved-off", day=last, **_why(mark))


def _from(day: date, last: date) -> Iterator[date]:
    """The days after (or before) a day, up to the last one."""
    way = _DAY if last > day else -_DAY
    while day != last:
        day += way
        yield day


def _run(day: date, mark: Mark | None, *, one_by_one: bool) -> object:
    """What a day has in common with its neighbours, so that they are named together."""
    if one_by_one or (mark is not None and mark.kind != "weekend"):
        return day
    return mark is None


def _run_of(days: list[tuple[date, Mark | None]], *, number: int) -> Step:
    return step("counted-run", first=days[0][0], last=days[-1][0], **{"from": number + 1, "to": number + len(days)})


def _worked(day: date, mark: Mark | None, *, number: int) -> Step:
    if mark is None:
        return step("counted", day=day, number=number)
    return step("counted-worked", day=day, number=number, **_why(mark))


def _mark(calendar: Calendar, day: date) -> Mark | None:
    """A term in hours may reach where no calendar does; there nothing is known to be off."""
    return calendar.mark(day) if LEAST_YEAR <= day.year <= GREATEST_YEAR else None


def _why(mark: Mark) -> Mapping[str, str | date]:
    found: dict[str, str | date] = {"why": "estimated" if mark.estimated else mark.kind}
    if mark.name is not None and mark.kind in ("holiday", "observed"):
        found["holiday"] = _codes().get(mark.name, "holiday")
    if mark.act is not None:
        found["act"] = mark.act
    if mark.other is not None:
        found["other"] = mark.other
    return found


@cache
def _codes() -> Mapping[Text, str]:
    return {holiday.name: holiday.code for holiday in loading.load().holidays}
