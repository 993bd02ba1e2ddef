"""Terms, instants, zones and calendars as Hypothesis draws them, with the edges drawn more often than chance would."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from hypothesis import strategies as st
from pydantic import TypeAdapter

from schemas.catalogue.term import Term, Unnumbered
from schemas.policy import model as policy
from services.law import calendar, deadlines, zones
from services.law.calendar import Calendar
from services.law.deadlines import Deadline, Start
from tests.oracles.stepping import Case, Days

ZONES: Final = ("Asia/Almaty", "Asia/Qyzylorda", "Asia/Aqtobe", "Asia/Oral", "UTC", "Europe/Berlin")
READ: Final[TypeAdapter[Term]] = TypeAdapter(Term)
FIRST, LAST = date(2019, 12, 1), date(2028, 2, 1)

directions = st.sampled_from(["after", "before"])
running = st.one_of(
    st.fixed_dictionaries(
        {"unit": st.just("hours"), "value": st.integers(1, 100), "direction": directions},
    ),
    st.fixed_dictionaries(
        {"unit": st.just("minutes"), "value": st.integers(1, 3_000), "direction": directions},
    ),
    st.fixed_dictionaries(
        {"unit": st.just("tauliq"), "value": st.integers(1, 5), "direction": directions},
    ),
)
calendar_days = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["calendar-days", "calendar-months"]),
        "value": st.integers(1, 30),
        "direction": directions,
    }
)
working_days = st.fixed_dictionaries(
    {"unit": st.just("working-days"), "value": st.integers(1, 90), "direction": directions}
)
periodic = st.fixed_dictionaries(
    {
        "unit": st.just("periodic"),
        "every": st.sampled_from(["day", "month", "quarter", "half-year"]),
        "due_day_of_next_month": st.none() | st.integers(1, 28),
    }
)
others = st.sampled_from([{"unit": "same-day"}, {"unit": "immediately"}, {"unit": "none"}])
terms = st.one_of(running, calendar_days, working_days, periodic, others)

days = st.dates(FIRST, LAST)
zone_names = st.sampled_from(ZONES)
AROUND_MIDNIGHT: Final = [timedelta(microseconds=n) for n in (-1, 0, 1)]


@st.composite
def instants(draw: st.DrawFn, zone: str) -> datetime:
    """Any instant, or one around a midnight of the zone: of any day, of a month's first, of the day on which the clocks changed."""
    if draw(st.booleans()):
        return draw(st.datetimes(datetime(2019, 12, 1), datetime(2028, 2, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - Hypothesis wants the bounds naive
    day = draw(st.one_of(days, days.map(lambda day: day.replace(day=1)), st.just(date(2024, 3, 1))))
    midnight = datetime(day.year, day.month, day.day, tzinfo=zones.zone(zone)).astimezone(UTC)
    return midnight + draw(st.sampled_from(AROUND_MIDNIGHT))


@dataclass(frozen=True)
class Drawn:
    """One case for both: what the oracle is given, and from it what the code is."""

    case: Case

    @property
    def start(self) -> Start:
        return Start(self.case.at, self.case.zone)

    @cached_property
    def calendar(self) -> Calendar:
        return corrected(self.case.days)

    def deadline(self) -> Deadline:
        return of_term(READ.validate_python(self.case.term), self.start, self.calendar)


def of_term(term: Term, start: Start, known: Calendar) -> Deadline:
    aim = policy.load().aim("", term) if isinstance(term, Unnumbered) else None
    return deadlines.of_term(term, start, calendar=known, aim=aim)


def corrected(corrections: Days) -> Calendar:
    return calendar.load().corrected(
        adds_off=corrections.adds_off, adds_worked=corrections.adds_worked, version="drawn", act="DRAWN"
    )


@st.composite
def corrections(draw: st.DrawFn) -> Days:
    off = draw(st.frozensets(days, max_size=6))
    return Days(off, draw(st.frozensets(days, max_size=6)) - off)


@st.composite
def cases(draw: st.DrawFn, of: st.SearchStrategy[Mapping[str, Any]] = terms) -> Drawn:
    term, key = draw(of), draw(zone_names)
    at, zone, changed = draw(instants(key)), zones.zone(key), draw(corrections())
    return Drawn(Case(term, at, zone, changed))
