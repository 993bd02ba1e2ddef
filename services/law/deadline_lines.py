"""One line of `habarshy deadline --batch`: from the bytes of a question to the bytes of its answer. Pure."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, get_args

from pydantic import TypeAdapter

from schemas.catalogue.rules import CaseTerm
from schemas.catalogue.term import Direction, Every, Periodic, Term, Unnumbered
from schemas.errors.tree import Finding, LineError
from schemas.explanations import making
from services.law import deadlines, entries, lines, periods, written
from services.law.deadlines import Deadline, Start
from services.law.fields import Fields
from services.law.lines import JsonObject
from services.law.periods import Period

LINE_LIMIT: Final = 1_000_000
"""No question is longer, in bytes."""

_RUNNING: Final = ("hours", "minutes", "tauliq")
_DAYS: Final = ("calendar-days", "working-days", "calendar-months")
_OTHERS: Final = ("same-day", "immediately", "none")
_UNITS: Final = (*_RUNNING, *_DAYS, *_OTHERS, "periodic")
_MOST: Final[Mapping[str, int]] = dict.fromkeys(_RUNNING, 1_000_000) | dict.fromkeys(_DAYS, 3_660)
_LAST_DUE_DAY: Final = 28
_TERM: Final[TypeAdapter[Term]] = TypeAdapter(Term)


class Answering(lines.Answering):
    """Answers a question by its deadline."""

    limit = LINE_LIMIT

    def _respond(self, values: JsonObject) -> Mapping[str, Any]:
        deadline = self._deadline(Fields(values))
        at = deadline.at
        return {
            "deadline": making.in_utc(at) if at else None,
            "basis": deadline.basis,
            "provisional": deadline.provisional,
        }

    def _deadline(self, fields: Fields) -> Deadline:
        if not (fields.has("duty") or fields.has("term")):
            raise LineError(Finding("HB-7118", "", {}))
        if fields.has("duty") and fields.has("term"):
            raise LineError(Finding("HB-7111", "", {}))
        if fields.has("term"):
            return self._of_term(_term(fields.inner("term")), fields)
        return self._of_duty(fields.text("duty"), fields)

    def _of_term(self, term: Term, fields: Fields) -> Deadline:
        start = _start(fields, of_period=isinstance(term, Periodic))
        # A bare term belongs to no duty: policy aims at what it aims at by default.
        aim = self.law.policy.aim("", term) if isinstance(term, Unnumbered) else None
        return deadlines.of_term(term, start, calendar=self.law.calendar, aim=aim)

    def _of_duty(self, code: str, fields: Fields) -> Deadline:
        known = self.law.catalogue.duty(code)
        start = _start(fields, of_period=known is not None and known.periodic)
        duty = entries.entry(code, start, self.law.catalogue)
        rule = duty.rule(CaseTerm)
        if rule and fields.has("attributes"):
            start = _declaring(start, fields.inner("attributes"), rule.attribute)
        return deadlines.of_duty(duty, start, law=self.law)


def _start(fields: Fields, *, of_period: bool) -> Start:
    zone = fields.named_zone()
    period = fields.values.get("period") if of_period else None
    if period is None:
        return Start(written.instant_or_day(fields.raw("event"), zone, field="event"), zone)
    reported = _named(period) if isinstance(period, str) else _period(fields.inner("period"))
    return Start(reported.ends_at(zone), zone, period=reported)


def _named(said: str) -> Period:
    """2024-03-05, 2024-03, 2024-Q1 or 2024-H1."""
    period = periods.of_any_length(said)
    if period is None:
        raise LineError(Finding("HB-7119", "period", {"value": written.shown(said)}))
    return period


def _period(fields: Fields) -> Period:
    first, last = fields.day("start"), fields.day("end")
    if last < first:
        raise LineError(Finding("HB-7116", "period", {"start": str(first), "end": str(last)}))
    return Period(first, last)


def _declaring(start: Start, declared: Fields, name: str) -> Start:
    """The start with the term that the case has of its own, where one is declared."""
    if not declared.has(name):
        return start
    return Start(start.at, start.zone, {name: declared.number(name, most=_MOST["hours"])}, start.period)


def _term(fields: Fields) -> Term:
    """The term; of its fields those that its unit has, whatever else is written there."""
    unit = fields.one_of("unit", _UNITS)
    if unit in _OTHERS:
        return _made(unit)
    if unit == "periodic":
        every = fields.one_of("every", get_args(Every))
        due = "due_day_of_next_month"
        return _made(unit, every=every, **{due: fields.number(due, most=_LAST_DUE_DAY)} if fields.has(due) else {})
    direction = fields.one_of("direction", get_args(Direction)) if fields.has("direction") else "after"
    return _made(unit, value=fields.number("value", most=_MOST[unit]), direction=direction)


@lru_cache(maxsize=1_000)
def _made(unit: str, **rest: Any) -> Term:  # noqa: ANN401 - what pydantic reads
    return _TERM.validate_python({"unit": unit, **rest})
