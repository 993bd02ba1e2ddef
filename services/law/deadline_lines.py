"""One line of `habarshy deadline --batch`: from the bytes of a question to the bytes of its answer. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, get_args

from pydantic import TypeAdapter

from schemas.catalogue.rules import CaseTerm
from schemas.catalogue.term import Direction, Every, Periodic, Term, Unnumbered
from schemas.errors.tree import Finding, LineError
from schemas.explanations import making
from schemas.texts import Language
from services.law import deadlines, entries, lines, periods, written, zones
from services.law.deadlines import Deadline, Law, Start
from services.law.lines import JsonObject
from services.law.periods import Period

DEFAULT_ZONE: Final = "Asia/Almaty"
LINE_LIMIT: Final = 1_000_000
"""No question is longer, in bytes."""

_RUNNING: Final = ("hours", "minutes", "tauliq")
_DAYS: Final = ("calendar-days", "working-days", "calendar-months")
_OTHERS: Final = ("same-day", "immediately", "none")
_UNITS: Final = (*_RUNNING, *_DAYS, *_OTHERS, "periodic")
_MOST: Final[Mapping[str, int]] = dict.fromkeys(_RUNNING, 1_000_000) | dict.fromkeys(_DAYS, 3_660)
_LAST_DUE_DAY: Final = 28
_TERM: Final[TypeAdapter[Term]] = TypeAdapter(Term)


@dataclass(frozen=True)
class Answering:
    """Answers lines by one state of the law, and says in one language what is wrong with a bad one."""

    law: Law
    language: Language = "en"

    def answer(self, line: bytes) -> bytes:
        """The answer to a line, without its line break."""
        return lines.answer(line, self._respond, language=self.language)

    def _respond(self, fields: JsonObject) -> Mapping[str, Any]:
        deadline = self._deadline(fields)
        at = deadline.at
        return {
            "deadline": making.in_utc(at) if at else None,
            "basis": deadline.basis,
            "provisional": deadline.provisional,
        }

    def too_long(self) -> bytes:
        """The answer to a line of which not even the id was read."""
        return lines.refusal(None, Finding("HB-7103", "", {"limit": LINE_LIMIT}), self.language)

    def _deadline(self, fields: JsonObject) -> Deadline:
        duty, term = fields.get("duty"), fields.get("term")
        if duty is None and term is None:
            raise LineError(Finding("HB-7118", "", {}))
        if duty is not None and term is not None:
            raise LineError(Finding("HB-7111", "", {}))
        if term is not None:
            return self._of_term(_term(term), fields)
        return self._of_duty(lines.text_of(duty, field="duty"), fields)

    def _of_term(self, term: Term, fields: JsonObject) -> Deadline:
        start = _start(fields, of_period=isinstance(term, Periodic))
        # A bare term belongs to no duty: policy aims at what it aims at by default.
        aim = self.law.policy.aim("", term) if isinstance(term, Unnumbered) else None
        return deadlines.of_term(term, start, calendar=self.law.calendar, aim=aim)

    def _of_duty(self, code: str, fields: JsonObject) -> Deadline:
        known = self.law.catalogue.duty(code)
        start = _start(fields, of_period=known is not None and known.periodic)
        duty = entries.entry(code, start, self.law.catalogue)
        rule = duty.rule(CaseTerm)
        if rule and (declared := fields.get("attributes")) is not None:
            start = _declaring(start, _mapping(declared, field="attributes"), rule.attribute)
        return deadlines.of_duty(duty, start, law=self.law)


def _mapping(value: object, *, field: str) -> JsonObject:
    if isinstance(value, dict):
        return value
    raise LineError(Finding("HB-7114", field, {"field": field, "value": written.shown(value)}))


def _present(fields: JsonObject, name: str, *, within: str = "") -> object:
    value = fields.get(name)
    if value is None:
        raise LineError(Finding("HB-7104", within + name, {"field": within + name}))
    return value


def _start(fields: JsonObject, *, of_period: bool) -> Start:
    key = fields.get("zone")
    zone = zones.zone(DEFAULT_ZONE if key is None else lines.text_of(key, field="zone"))
    period = fields.get("period") if of_period else None
    if period is None:
        return Start(written.instant_or_day(_present(fields, "event"), zone, field="event"), zone)
    reported = _named(period) if isinstance(period, str) else _period(_mapping(period, field="period"))
    return Start(reported.ends_at(zone), zone, period=reported)


def _named(said: str) -> Period:
    """2024-03-05, 2024-03, 2024-Q1 or 2024-H1."""
    period = periods.of_any_length(said)
    if period is None:
        raise LineError(Finding("HB-7119", "period", {"value": written.shown(said)}))
    return period


def _period(fields: JsonObject) -> Period:
    first = written.day(_present(fields, "start", within="period/"), field="period/start")
    last = written.day(_present(fields, "end", within="period/"), field="period/end")
    if last < first:
        raise LineError(Finding("HB-7116", "period", {"start": str(first), "end": str(last)}))
    return Period(first, last)


def _declaring(start: Start, declared: JsonObject, name: str) -> Start:
    """The start with the term that the case has of its own, where one is declared."""
    if declared.get(name) is None:
        return start
    value = _number(declared, name, within="attributes/", most=_MOST["hours"])
    return Start(start.at, start.zone, {name: value}, start.period)


def _number(fields: JsonObject, name: str, *, within: str, most: int) -> int:
    value = _present(fields, name, within=within)
    if type(value) is int and 1 <= value <= most:
        return value
    field = within + name
    bounds = {"least": 1, "greatest": most}
    raise LineError(Finding("HB-7112", field, {"field": field, "value": written.shown(value), **bounds}))


def _one_of(value: object, choices: tuple[str, ...], *, field: str) -> str:
    if isinstance(value, str) and value in choices:
        return value
    particulars = {"field": field, "value": written.shown(value), "choices": ", ".join(choices)}
    raise LineError(Finding("HB-7113", field, particulars))


def _term(given: object) -> Term:
    """The term; of its fields those that its unit has, whatever else is written there."""
    fields = _mapping(given, field="term")
    unit = _one_of(_present(fields, "unit", within="term/"), _UNITS, field="term/unit")
    if unit in _OTHERS:
        return _made(unit)
    if unit == "periodic":
        every = _one_of(_present(fields, "every", within="term/"), get_args(Every), field="term/every")
        due = fields.get("due_day_of_next_month")
        if due is not None:
            due = _number(fields, "due_day_of_next_month", within="term/", most=_LAST_DUE_DAY)
        return _made(unit, every=every, due_day_of_next_month=due)
    direction = fields.get("direction")
    if direction is not None:
        direction = _one_of(direction, get_args(Direction), field="term/direction")
    value = _number(fields, "value", within="term/", most=_MOST[unit])
    return _made(unit, value=value, direction=direction or "after")


@lru_cache(maxsize=1_000)
def _made(unit: str, **rest: Any) -> Term:  # noqa: ANN401 - what pydantic reads
    return _TERM.validate_python({"unit": unit, **rest})
