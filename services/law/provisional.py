"""Why a deadline may still move: which year of the calendar is not complete. Pure."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from schemas.calendar import loading
from schemas.explanations.making import step
from schemas.messages.bus import Step
from services.law.calendar import Calendar
from services.law.deadlines import Deadline

_YEARS_NAMED: Final = 3


def steps(deadline: Deadline) -> Iterator[Step]:
    """Nothing for a deadline that stands."""
    years = incomplete_years(deadline)
    if len(years) > _YEARS_NAMED:
        yield step("provisional-years", first=years[0], last=years[-1])
        return
    for year in years:
        yield step("provisional", year=year)
        for reason in reasons(deadline.calendar, year):
            yield step("kept-open", year=year, why=reason)


def incomplete_years(deadline: Deadline) -> list[int]:
    """The years whose calendar is not complete, of those in which a day was looked at."""
    if not deadline.provisional or deadline.last_day is None:
        return []
    event, last = deadline.start.at.astimezone(deadline.start.zone).date(), deadline.last_day
    day = timedelta(days=1)
    first, final = (event + day, last) if last > event else (last, event - day)
    return [year for year in range(first.year, final.year + 1) if not deadline.calendar.is_complete(year)]


def reasons(calendar: Calendar, year: int) -> tuple[str, ...]:
    """What keeps a year open, by its code in the calendar."""
    codes = {reason.text: reason.code for reason in loading.load().reasons}
    return tuple(codes[text] for text in calendar.unknown.get(year, ()) if text in codes) or ("unpublished",)
