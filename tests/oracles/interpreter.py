"""Recomputes a deadline from the steps of its explanation alone: it has neither a calendar nor zone data, and knows no law.

Whatever does not follow from the step before is a contradiction, and raised as one.
"""

import calendar
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

Particulars = Mapping[str, str | int]
Told = tuple[str, Particulars]

DAY = timedelta(days=1)
LENGTH = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "tauliq": timedelta(days=1)}
TARGET = {"minutes": 1, "hours": 60, "calendar-days": 1440}
OFF = {"weekend", "holiday", "estimated", "observed", "moved-here", "override-off"}
WORKED = {"worked", "override-worked"}
SAYS_MORE = {
    "case-term", "case-term-not-shorter", "runs-through", "ran-through", "ran-through-days", "clock-changed", "every-day-counts", "no-number",
    "end-included", "provisional", "provisional-years", "kept-open",
    "law-says-continuous", "read-as-running", "read-as-days", "read-as-due",
}  # fmt: skip
"""Steps that a person needs and the computation does not."""


class ContradictionError(AssertionError):
    """The steps do not follow from each other."""


@dataclass
class Reader:
    """What was understood so far."""

    at: datetime | None = None
    event: date | None = None
    day: date | None = None
    """How far the days are counted."""
    counted: int = 0
    unit: str = ""
    value: int = 0
    back: bool = False
    last: date | None = None
    running_to: datetime | None = None
    answer: datetime | None = None


def deadline(steps: Iterable[Told]) -> datetime | None:
    """The deadline; None where there is none."""
    reader = Reader()
    for code, particulars in steps:
        if code in SAYS_MORE:
            _check_more(code, particulars)
            continue
        _READ[code](reader, particulars)
    return reader.answer


def _check(holds: object, what: object) -> None:
    if not holds:
        raise ContradictionError(what)


def _text(particulars: Particulars, name: str) -> str:
    return str(particulars[name])


def _day(particulars: Particulars, name: str = "day") -> date:
    return date.fromisoformat(_text(particulars, name))


def _number(particulars: Particulars, name: str) -> int:
    return int(particulars[name])


def _offset(particulars: Particulars) -> timedelta:
    text = _text(particulars, "offset")
    hours, minutes, seconds = (*map(int, text[1:].split(":")), 0)[:3]
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -length if text[0] == "-" else length


def _weekend(day: date) -> bool:
    return day.weekday() in (5, 6)


def _check_more(code: str, particulars: Particulars) -> None:
    if code == "ran-through":
        _check(particulars["why"] in OFF, particulars)
        _check(particulars["why"] != "weekend" or _weekend(_day(particulars)), particulars)


def _starts(reader: Reader, particulars: Particulars) -> None:
    reader.at = datetime.fromisoformat(_text(particulars, "at"))


def _falls_on(reader: Reader, particulars: Particulars) -> None:
    assert reader.at is not None
    local = (reader.at + _offset(particulars)).replace(tzinfo=None)
    _check(local.date() == _day(particulars), particulars)
    reader.event = reader.day = _day(particulars)
    if reader.unit == "policy-same-day":
        reader.last = reader.event


def _term(reader: Reader, particulars: Particulars, *, back: bool = False) -> None:
    reader.unit, reader.value, reader.back = _text(particulars, "unit"), _number(particulars, "value"), back
    if reader.unit in LENGTH:
        assert reader.at is not None
        reader.running_to = reader.at + (-1 if back else 1) * reader.value * LENGTH[reader.unit]


def _not_counted(reader: Reader, particulars: Particulars) -> None:
    _check(_day(particulars) == reader.event, particulars)


def _step(reader: Reader, day: date) -> None:
    """One day on: none may be left out."""
    assert reader.day is not None
    reader.day += -DAY if reader.back else DAY
    _check(reader.day == day, f"{day} does not follow")


def _counted(reader: Reader, particulars: Particulars) -> None:
    _step(reader, _day(particulars))
    why = particulars.get("why")
    _check(why in WORKED if why else not _weekend(_day(particulars)), particulars)
    reader.counted += 1
    _check(reader.counted == _number(particulars, "number"), particulars)
    reader.last = reader.day


def _counted_run(reader: Reader, particulars: Particulars) -> None:
    _check(reader.counted + 1 == _number(particulars, "from"), particulars)
    _check(_day(particulars, "first") == _next(reader), particulars)
    while reader.day != _day(particulars, "last"):
        _step(reader, _next(reader))
        assert reader.day is not None
        _check(reader.unit != "working-days" or not _weekend(reader.day), particulars)
        reader.counted += 1
        _check(reader.counted <= _number(particulars, "to"), particulars)
    _check(reader.counted == _number(particulars, "to"), particulars)
    reader.last = reader.day


def _next(reader: Reader) -> date:
    assert reader.day is not None
    return reader.day + (-DAY if reader.back else DAY)


def _skipped(reader: Reader, particulars: Particulars) -> None:
    _check(particulars["why"] in OFF, particulars)
    _check(particulars["why"] != "weekend" or _weekend(_day(particulars)), particulars)
    _step(reader, _day(particulars))


def _skipped_run(reader: Reader, particulars: Particulars) -> None:
    _check(particulars["why"] == "weekend", particulars)
    _check(_day(particulars, "first") == _next(reader), particulars)
    while reader.day != _day(particulars, "last"):
        _step(reader, _next(reader))
        assert reader.day is not None
        _check(_weekend(reader.day), particulars)


def _day_number(reader: Reader, particulars: Particulars) -> None:
    _step(reader, _day(particulars))
    reader.counted, reader.last = _number(particulars, "number"), reader.day


def _month(reader: Reader, particulars: Particulars) -> None:
    assert reader.event is not None
    day, number = _day(particulars), _number(particulars, "number")
    months = (day.year - reader.event.year) * 12 + day.month - reader.event.month
    _check(months == (-reader.value if reader.back else reader.value), particulars)
    _check(number == reader.event.day, particulars)
    _check(day.day == min(number, calendar.monthrange(day.year, day.month)[1]), particulars)
    reader.last, reader.counted = day, reader.value


def _same_number(reader: Reader, particulars: Particulars) -> None:
    _check(_day(particulars).day == _number(particulars, "number"), particulars)
    _month(reader, particulars)


def _month_end(reader: Reader, particulars: Particulars) -> None:
    _check(_day(particulars).day < _number(particulars, "number"), particulars)
    _month(reader, particulars)


def _is_the_end_of(reader: Reader, particulars: Particulars) -> None:
    _check(_day(particulars) + DAY == reader.event, particulars)
    reader.event = _day(particulars)


def _due_at_its_end(reader: Reader, _: Particulars) -> None:
    assert reader.last is not None


def _for_period(reader: Reader, particulars: Particulars) -> None:
    first, last = _day(particulars, "first"), _day(particulars, "last")
    _check(reader.event is None or first <= reader.event <= last, particulars)
    reader.last = last


def _due_on(reader: Reader, particulars: Particulars) -> None:
    assert reader.last is not None
    day = _day(particulars)
    months = (day.year - reader.last.year) * 12 + day.month - reader.last.month
    _check(months == 1, particulars)
    _check(day.day == _number(particulars, "number"), particulars)
    reader.last = day


def _until_its_end(reader: Reader, _: Particulars) -> None:
    reader.last = reader.event


def _policy_same_day(reader: Reader, _: Particulars) -> None:
    reader.unit = "policy-same-day"


def _policy_target(reader: Reader, particulars: Particulars) -> None:
    assert reader.at is not None
    minutes = _number(particulars, "value") * TARGET[_text(particulars, "unit")]
    _check(minutes == _number(particulars, "minutes"), particulars)
    reader.running_to = reader.at + timedelta(minutes=minutes)


def _last_day(reader: Reader, particulars: Particulars) -> None:
    _check(_day(particulars) == reader.last, particulars)
    _check(reader.counted == reader.value, particulars)


def _not_moved_off(reader: Reader, particulars: Particulars) -> None:
    _check(_day(particulars) == reader.last, particulars)


def _ends(reader: Reader, particulars: Particulars) -> None:
    if reader.running_to is not None:
        reader.answer = reader.running_to.astimezone(UTC)
    else:
        assert reader.last is not None
        midnight = datetime.combine(reader.last + DAY, time(), tzinfo=UTC)
        reader.answer = midnight - _offset(particulars)
    _check(reader.answer == datetime.fromisoformat(_text(particulars, "at")), particulars)


def _nothing(reader: Reader, _: Particulars) -> None:
    _check(reader.answer is None, "a deadline where there is none")


_READ: Mapping[str, Callable[[Reader, Particulars], None]] = {
    "starts-at": _starts,
    "event-at": _starts,
    "falls-on": _falls_on,
    "adds": _term,
    "takes-back": lambda reader, particulars: _term(reader, particulars, back=True),
    "not-counted": _not_counted,
    "counted": _counted,
    "counted-worked": _counted,
    "counted-run": _counted_run,
    "skipped": _skipped,
    "skipped-run": _skipped_run,
    "day-number": _day_number,
    "days-run": _counted_run,
    "same-number": _same_number,
    "month-end": _month_end,
    "not-moved-off": _not_moved_off,
    "is-the-end-of": _is_the_end_of,
    "for-period": _for_period,
    "for-days": _for_period,
    "due-at-its-end": _due_at_its_end,
    "due-on": _due_on,
    "until-its-end": _until_its_end,
    "policy-target": _policy_target,
    "policy-same-day": _policy_same_day,
    "no-term": _nothing,
    "no-target": _nothing,
    "last-day": _last_day,
    "ends-at": _ends,
    "aims-at": _ends,
}
