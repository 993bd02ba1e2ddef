"""Why a deadline is what it is: ordered steps, from which a reader recomputes it with neither calendar nor zone data. Pure.

Made when somebody asks, apart from the deadline: most deadlines are never explained.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, assert_never

from schemas.catalogue.duty import Duty
from schemas.catalogue.rules import CaseTerm, Continuous
from schemas.catalogue.term import DayTerm, Periodic, RunningTerm, SameDay, Unnumbered
from schemas.explanations import sentences
from schemas.explanations.making import step
from schemas.messages.bus import Step
from schemas.policy.model import Distance, OnTheDay
from services.law import days_off, periods, provisional
from services.law.deadlines import Deadline, Start

_DAY: Final = timedelta(days=1)
_INSTANT: Final = timedelta(microseconds=1)


def steps(deadline: Deadline, duty: Duty | None = None) -> tuple[Step, ...]:
    """The way from the start to the deadline; a bare term has no duty that names its start."""
    return tuple(_steps(deadline, duty))


def _steps(deadline: Deadline, duty: Duty | None) -> Iterator[Step]:
    yield from _start(deadline, duty)
    match deadline.term:
        case RunningTerm():
            yield from _running(deadline, deadline.term, duty)
        case DayTerm():
            yield from _days(deadline, deadline.term)
        case SameDay():
            yield _falls_on(deadline.start)
            yield step("until-its-end")
        case Periodic():
            yield from _period(deadline, deadline.term)
        case Unnumbered():
            yield from _aim(deadline, deadline.term)
        case _:
            assert_never(deadline.term)
    yield from _end(deadline)
    if duty is not None:
        yield from _who_says_so(deadline, duty)
    yield from provisional.steps(deadline)


def _start(deadline: Deadline, duty: Duty | None) -> Iterator[Step]:
    start = deadline.start
    if start.period is not None:
        return  # Whoever names the period needs no instant: nothing is counted from it.
    yield step("starts-at", instant=duty.clock_from, at=start.at) if duty else step("event-at", at=start.at)


def _falls_on(start: Start) -> Step:
    local = start.at.astimezone(start.zone)
    return step("falls-on", day=local.date(), zone=start.zone.key or "", offset=_offset(local))


def _running(deadline: Deadline, term: RunningTerm, duty: Duty | None) -> Iterator[Step]:
    if duty is not None:
        yield from _case_term(deadline, duty)
    back = term.direction == "before"
    yield step("takes-back" if back else "adds", unit=term.unit, value=term.value)
    yield step("runs-through", what="nights, weekends, holidays")
    if deadline.at is not None:
        first, last = sorted((deadline.start.at, deadline.at))
        zone = deadline.start.zone
        yield from days_off.ran_through(deadline.calendar, _day(first, zone), last=_day(last - _INSTANT, zone))


def _case_term(deadline: Deadline, duty: Duty) -> Iterator[Step]:
    rule, general = duty.rule(CaseTerm), duty.term
    said = deadline.start.attributes.get(rule.attribute) if rule else None
    if rule is None or not isinstance(said, int) or not isinstance(general, RunningTerm):
        return
    code = "case-term-not-shorter" if deadline.term == general else "case-term"
    instead = {"instead_unit": general.unit, "instead_value": general.value}
    yield step(code, attribute=rule.attribute, unit="hours", value=said, **instead)


def _days(deadline: Deadline, term: DayTerm) -> Iterator[Step]:
    start, last = deadline.start, deadline.last_day
    event = _day(start.at, start.zone)
    yield _falls_on(start)
    yield step("takes-back" if term.direction == "before" else "adds", unit=term.unit, value=term.value)
    yield step("not-counted", day=event)
    if last is None:
        return
    match term.unit:
        case "working-days":
            yield from days_off.counted(deadline.calendar, event, last=last)
            return
        case "calendar-days":
            yield step("every-day-counts")
            yield from _calendar_days(event, last)
        case "calendar-months":
            yield step("every-day-counts")
            yield step("same-number" if last.day == event.day else "month-end", number=event.day, day=last)
        case _:
            assert_never(term.unit)
    yield from days_off.not_moved(deadline.calendar, last)


def _calendar_days(event: date, last: date) -> Iterator[Step]:
    count = abs((last - event).days)
    first = event + (_DAY if last > event else -_DAY)
    if count == 1:
        yield step("day-number", day=last, number=1)
    else:
        yield step("days-run", first=first, last=last, **{"from": 1, "to": count})


def _period(deadline: Deadline, term: Periodic) -> Iterator[Step]:
    start, period = deadline.start, deadline.period
    if period is None or deadline.last_day is None:
        return
    if start.period is None:
        yield _falls_on(start)
        meant = _day(start.at - _INSTANT, start.zone)
        if meant != _day(start.at, start.zone):
            yield step("is-the-end-of", day=meant)
    if period == periods.containing(period.first, term.every):
        name = periods.name(period, term.every)
        yield step("for-period", every=term.every, period=name, first=period.first, last=period.last)
    else:
        yield step("for-days", first=period.first, last=period.last)
    if term.due_day_of_next_month is None:
        yield step("due-at-its-end")
    else:
        yield step("due-on", number=term.due_day_of_next_month, day=deadline.last_day)
    yield from days_off.not_moved(deadline.calendar, deadline.last_day)


def _aim(deadline: Deadline, term: Unnumbered) -> Iterator[Step]:
    yield step("no-number" if term.unit == "immediately" else "no-term")
    match deadline.aim.within if deadline.aim else None:
        case None:
            yield step("no-target")
        case Distance() as distance:
            yield step("policy-target", unit=distance.unit, value=distance.value, minutes=distance.minutes)
        case OnTheDay():
            yield step("policy-same-day")
            yield _falls_on(deadline.start)
        case other:
            assert_never(other)


def _who_says_so(deadline: Deadline, duty: Duty) -> Iterator[Step]:
    """The sources define almost nothing of how a term is counted; what we read into them says so."""
    match deadline.term:
        case RunningTerm():
            yield step("law-says-continuous" if duty.rule(Continuous) else "read-as-running")
        case DayTerm():
            yield step("read-as-days")
        case SameDay() | Periodic():
            yield step("read-as-due")
        case Unnumbered():
            return
        case _:
            assert_never(deadline.term)


def _end(deadline: Deadline) -> Iterator[Step]:
    at, zone = deadline.at, deadline.start.zone
    if at is None:
        return
    if deadline.start.period is None:
        yield from _clock_changed(deadline.start.at, at, zone=zone)
    if deadline.last_day is not None:
        yield step("last-day", day=deadline.last_day)
        midnight = datetime.combine(deadline.last_day + _DAY, datetime.min.time(), tzinfo=UTC)
        # Not the offset of the instant: where the clocks skip midnight, it is another one.
        offset = sentences.offset_text(midnight - at)
    else:
        offset = _offset(at.astimezone(zone))
    by_law = deadline.basis == "law"
    yield step("ends-at" if by_law else "aims-at", at=at, zone=zone.key or "", offset=offset)
    if by_law:
        yield step("end-included")


def _clock_changed(start: datetime, end: datetime, *, zone: tzinfo) -> Iterator[Step]:
    before, after = (_offset(at.astimezone(zone)) for at in sorted((start, end)))
    if before != after:
        yield step("clock-changed", zone=str(zone), **{"from": before, "to": after})


def _day(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()


def _offset(local: datetime) -> str:
    return sentences.offset_text(local.utcoffset() or timedelta())
