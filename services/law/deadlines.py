"""By when: from a term and the instant its clock runs from to the instant at which it ends. Pure.

Running terms are added on the UTC line, to the microsecond. Terms in days are counted in the civil time of the agency that owes, and end at
24:00 of their last day. What this reading rests on is said by `explaining`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.catalogue.rules import CaseTerm
from schemas.catalogue.term import DayTerm, Periodic, RunningTerm, SameDay, Term, Unnumbered
from schemas.messages.bus import Basis
from schemas.policy.model import Aim, Distance, OnTheDay, Policy
from services.law import civil_time, periods
from services.law.calendar import Calendar
from services.law.periods import Period

_UNIT: Final[Mapping[str, timedelta]] = {
    "hours": timedelta(hours=1),
    "minutes": timedelta(minutes=1),
    "tauliq": timedelta(hours=24),
}


@dataclass(frozen=True)
class Law:
    """All that a deadline depends on beside the case: the catalogue, the calendar and the policy, each in one version."""

    catalogue: Catalogue
    calendar: Calendar
    policy: Policy


@dataclass(frozen=True, slots=True)
class Start:
    """What starts a clock: the instant, in whose civil time days are counted, and what was declared with it."""

    at: datetime
    zone: ZoneInfo
    attributes: Mapping[str, str | int] = field(default_factory=dict)
    period: Period | None = None
    """The period of a report; where it is not given, the one that the instant ends."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a term ends, and from what that was computed."""

    at: datetime | None
    """In UTC; null where neither law nor policy sets an end."""
    basis: Basis
    term: Term
    """The term as it was applied: shortened where the case has a term of its own."""
    start: Start
    calendar: Calendar
    provisional: bool = False
    """Whether a day was counted in a year whose calendar is not complete."""
    last_day: date | None = None
    """The day at whose 24:00 the term ends; null where it runs in hours."""
    period: Period | None = None
    aim: Aim | None = None
    """What policy aims at, where the law has no number."""


def of_duty(duty: Duty, start: Start, *, law: Law) -> Deadline:
    """The deadline of a duty, in the civil time of the agency that owes."""
    term = applied_term(duty, start.attributes)
    aim = law.policy.aim(duty.code, term) if isinstance(term, Unnumbered) else None
    return of_term(term, start, calendar=law.calendar, aim=aim)


def applied_term(duty: Duty, attributes: Mapping[str, str | int]) -> Term:
    """The duty's term, or the shorter one that a law sets in this case; a longer one changes nothing."""
    rule, term = duty.rule(CaseTerm), duty.term
    said = attributes.get(rule.attribute) if rule else None
    if not isinstance(said, int) or not isinstance(term, RunningTerm):
        return term
    shorter = RunningTerm(unit="hours", value=said, direction=term.direction)
    return shorter if _length(shorter) < _length(term) else term


def of_term(term: Term, start: Start, *, calendar: Calendar, aim: Aim | None = None) -> Deadline:
    """The end of a term by itself."""
    match term:
        case RunningTerm():
            way = -1 if term.direction == "before" else 1
            return Deadline(start.at.astimezone(UTC) + way * _length(term), "law", term, start, calendar)
        case DayTerm():
            return _of_days(term, start, calendar=calendar)
        case SameDay():
            day = _day_of(start)
            return Deadline(civil_time.end_of(day, start.zone), "law", term, start, calendar, last_day=day)
        case Periodic():
            return _of_period(term, start, calendar=calendar)
        case Unnumbered():
            return _of_aim(term, start, aim=aim, calendar=calendar)
        case _:
            assert_never(term)


def _length(term: RunningTerm) -> timedelta:
    return term.value * _UNIT[term.unit]


def _day_of(start: Start) -> date:
    return start.at.astimezone(start.zone).date()


def _of_days(term: DayTerm, start: Start, *, calendar: Calendar) -> Deadline:
    day, back, provisional = _day_of(start), term.direction == "before", False
    match term.unit:
        case "calendar-days":
            last = day + timedelta(days=-term.value if back else term.value)
        case "calendar-months":
            last = civil_time.months_later(day, -term.value if back else term.value)
        case "working-days":
            count = calendar.working_day_before if back else calendar.working_day_after
            last = count(day, term.value)
            provisional = not _all_complete(calendar, day, last=last)
        case _:
            assert_never(term.unit)
    end = civil_time.end_of(last, start.zone)
    return Deadline(end, "law", term, start, calendar, provisional=provisional, last_day=last)


def _all_complete(calendar: Calendar, day: date, *, last: date) -> bool:
    """Whether every day that was looked at lies in a complete year; the day of the event was not."""
    first, final = (day + timedelta(days=1), last) if last > day else (last, day - timedelta(days=1))
    return all(calendar.is_complete(year) for year in range(first.year, final.year + 1))


def _of_period(term: Periodic, start: Start, *, calendar: Calendar) -> Deadline:
    period = start.period or periods.ended_by(start.at, term.every, start.zone)
    last = period.last
    if term.due_day_of_next_month is not None:
        last = civil_time.months_later(last.replace(day=1), 1).replace(day=term.due_day_of_next_month)
    end = civil_time.end_of(last, start.zone)
    return Deadline(end, "law", term, start, calendar, last_day=last, period=period)


def _of_aim(term: Unnumbered, start: Start, *, aim: Aim | None, calendar: Calendar) -> Deadline:
    """Policy, never law: where nothing is aimed at, there is no instant."""
    match aim.within if aim else None:
        case None:
            return Deadline(None, "none", term, start, calendar, aim=aim)
        case Distance() as distance:
            end = start.at.astimezone(UTC) + timedelta(minutes=distance.minutes)
            return Deadline(end, "policy", term, start, calendar, aim=aim)
        case OnTheDay():
            day = _day_of(start)
            end = civil_time.end_of(day, start.zone)
            return Deadline(end, "policy", term, start, calendar, last_day=day, aim=aim)
        case other:
            assert_never(other)
