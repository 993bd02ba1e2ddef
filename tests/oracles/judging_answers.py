"""What answers an obligation, by which instant it is judged, and when its term ends, for the oracle of judging."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from schemas.catalogue.duty import Duty
from schemas.catalogue.term import Periodic
from tests.oracles import stepping
from tests.oracles.judging_messages import Message, catalogue, days_of
from tests.oracles.stepping import Days

BAD: Final = ("late", "breached")


class Met(NamedTuple):
    """What answers an obligation, and the instant by which that is judged."""

    judged: datetime
    messages: tuple[Message, ...]


class Standing(NamedTuple):
    """All that is to be known of an obligation at a moment, but the time."""

    start: datetime | None
    declared_by: Message | None
    """The notice that alone names the start."""
    applies: str
    deadline: datetime | None
    end: datetime | None
    """The deadline, if law sets it."""
    met: Met | None
    came_first: bool


@dataclass(eq=False)
class Owed:
    """One obligation, with what was decided about it on the way."""

    duty: Duty
    recipient: str | None
    debtor: str
    days: Days
    ignored: set[str] = field(default_factory=set)
    later_days: Days | None = None
    kept: Standing | None = None
    pinned: datetime | None = None
    disputed: bool = False
    annulled: bool = False
    ever: bool = False
    """Whether it ever was one."""
    asked: Message | None = None
    breaches: int = 0
    retracted: int = 0
    version: int = 1
    shown: datetime | None = None
    dated: bool = False
    verdict: str = "open"


def refused(message: Message, owed: Owed) -> bool:
    return owed.recipient in message.refused_to


def met_by(
    duty: Duty, answers: Sequence[Message], owed: Owed, end: datetime | None, begins: datetime | None
) -> Met | None:
    if duty.closed_by is None:
        tellings = [met for m in answers if (met := _telling_met(m, owed, end))]
        return min(tellings, key=lambda met: met.judged, default=None)
    acts = [
        (m.name, judged_by(m, done, owed, end))
        for m in answers
        if (done := m.done(owed.ignored)) and (begins is None or done >= begins)
    ]
    if duty.closed_by.any:
        return min((met for _, met in acts), key=lambda met: met.judged, default=None)
    each = [
        min((met for name, met in acts if name == fact), key=lambda m: m.judged, default=None)
        for fact in duty.closed_by.all
    ]
    found = sorted((met for met in each if met), key=lambda met: met.judged)
    return Met(found[-1].judged, tuple(m for met in found for m in met.messages)) if len(found) == len(each) else None


def _telling_met(message: Message, owed: Owed, end: datetime | None) -> Met | None:
    fields = message.says(owed.ignored)
    if fields is None or (refused(message, owed) and not message.deemed):
        return None
    if message.kind == "notice":
        return Met(message.received, (message,))
    return judged_by(message, datetime.fromisoformat(fields["told_at"]), owed, end)


def judged_by(message: Message, done: datetime, owed: Owed, end: datetime | None) -> Met:
    """Whoever owed it and recorded it too late is judged by when he did."""
    late = end is not None and message.received > end and message.author == owed.debtor
    return Met(message.received if late else done, (message,))


@cache
def term_end(  # noqa: PLR0913, PLR0917 - all that a deadline depends on, so that it is stepped once
    code: str, start: datetime, zone: ZoneInfo, days: Days, hours: int | None, period: str | None
) -> tuple[datetime | None, bool]:
    """The deadline, and whether law sets it."""
    duty = catalogue().duties_by_code[code][0]
    term = duty.term.model_dump()
    if isinstance(duty.term, Periodic) and period is not None:
        return stepping.end_of(_due(days_of(period)[1], duty.term.due_day_of_next_month), zone), True
    if hours is not None and duty.code == "detention.court-decision-or-release":
        term["value"] = min(term["value"], hours)
    if duty.code == "transfer.list-removal-notice":
        return stepping.end_of(start.astimezone(zone).date(), zone), False
    return stepping.deadline(stepping.Case(term, start, zone, days)), term["unit"] not in ("immediately", "none")


def _due(last: date, due_day: int | None) -> date:
    day = last
    while due_day is not None and (day <= last or day.day != due_day):
        day += timedelta(days=1)
    return day


def corrected(days: Days, off: Sequence[str], worked: Sequence[str]) -> Days:
    now_off, now_worked = (frozenset(date.fromisoformat(day) for day in said) for said in (off, worked))
    return replace(
        days, adds_off=days.adds_off - now_worked | now_off, adds_worked=days.adds_worked - now_off | now_worked
    )
