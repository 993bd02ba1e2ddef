"""What would move if the law had to be read otherwise: a pure difference, before anything is changed. Pure.

A correction of a reading or of the calendar says how the law should have been read all along: it moves what is open, and what was breached and
is still unmet. An amendment is a new entry of the catalogue with a day from which it is in force: it touches only what starts from that day on.
Both are told apart by the data, not here: each obligation is judged by the entry in force on the day its clock started.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from schemas.messages.bus import Step, Verdict
from services.law.calendar import Calendar
from services.law.deadlines import Deadline, Law
from services.obligations import judging
from services.obligations.cases import Case, Until
from services.obligations.obligation import Obligation, ObligationKey
from services.obligations.parts import Parts
from services.obligations.records import LawCorrected, MessageName, Place, Record


@dataclass(frozen=True, slots=True)
class Move:
    """An obligation whose deadline or verdict would be another one."""

    key: ObligationKey
    debtor: str | None
    deadline_before: datetime | None
    deadline_after: datetime | None
    verdict_before: Verdict | None
    """Null for what would only be owed then: what the bus would ask, because a limit would have run out."""
    verdict_after: Verdict
    why: tuple[Step, ...]


def moves(cases: Iterable[Case], *, before: Law, after: Law, parts: Parts, until: Until) -> Iterator[Move]:
    """The obligations that would move, case by case, in the order in which they opened."""
    for case in cases:
        old = {o.key: o for o in judging.judge(case, law=before, parts=parts, until=until)}
        corrected = replace(case, records=(*case.records, _correction(after, until.as_of)))
        for new in judging.judge(corrected, law=before, parts=parts, until=until):
            if (move := _move(old.get(new.key), new, before=before, after=after)) is not None:
                yield move


def _move(was: Obligation | None, new: Obligation, *, before: Law, after: Law) -> Move | None:
    if was is None and new.taken_back:
        return None
    if was is not None and (was.deadline_at, was.verdict) == (new.deadline_at, new.verdict):
        return None
    return Move(
        new.key,
        new.debtor.agency,
        was.deadline_at if was is not None else None,
        new.deadline_at,
        was.verdict if was is not None else None,
        new.verdict,
        tuple(_why(was, new, before=before, after=after)),
    )


def _correction(law: Law, at: datetime) -> Record:
    """The correction, as it would be recorded now: after everything else of this instant."""
    return Record(MessageName("", "recompute"), LawCorrected(law), at, Place("\uffff", 0, 0))


def _why(was: Obligation | None, new: Obligation, *, before: Law, after: Law) -> Iterator[Step]:
    if (was is None or new.taken_back) and new.duty.raised_by is not None:
        yield Step(code="follows-from", particulars={"duty": new.duty.raised_by.unmet})
        return
    old, moved = was.outcome.deadline if was is not None else None, new.outcome.deadline
    if old is None or moved is None:
        return
    if old.term != moved.term:
        yield _changed("catalogue-changed", before.catalogue.version, after.catalogue.version)
    if old.aim != moved.aim:
        yield _changed("policy-changed", before.policy.version, after.policy.version)
    yield from (
        Step(code="day-now-worked" if after.calendar.is_working(day) else "day-now-off", particulars={"day": str(day)})
        for day in _days_between(old, moved)
        if _differs(day, before.calendar, after.calendar)
    )


def _changed(code: str, before: str, after: str) -> Step:
    return Step(code=code, particulars={"before": before, "after": after})


def _differs(day: date, before: Calendar, after: Calendar) -> bool:
    return before.is_working(day) != after.is_working(day)


def _days_between(old: Deadline, new: Deadline) -> Iterator[date]:
    """Every day that either count may have looked at; none where no working days were counted."""
    if getattr(old.term, "unit", None) != "working-days" or old.last_day is None or new.last_day is None:
        return
    started = old.start.at.astimezone(UTC).astimezone(old.start.zone).date()
    first, last = min(started, old.last_day, new.last_day), max(started, old.last_day, new.last_day)
    yield from (first + timedelta(days=n) for n in range((last - first).days + 1))
