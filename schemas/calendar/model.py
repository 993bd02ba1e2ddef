"""The calendar as it is published: holidays, the days off that follow them, transfers, and the acts behind them."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, StrictInt, StringConstraints

from schemas import fields
from schemas.errors.tree import Finding
from schemas.texts import Text
from schemas.values import Value, broken

_AS_WRITTEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SATURDAY: Final = 5


def _written_as_a_day(value: object) -> object:
    """A number or an instant would be read as a day as well, though as one that nobody meant."""
    if isinstance(value, str) and _AS_WRITTEN.fullmatch(value):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise broken("HB-2107")


def _year_in_reach(year: int) -> int:
    if not fields.LEAST_YEAR <= year <= fields.GREATEST_YEAR:
        raise broken("HB-5104", year=year, least=fields.LEAST_YEAR, greatest=fields.GREATEST_YEAR)
    return year


def _day_in_reach(day: date) -> date:
    _year_in_reach(day.year)
    return day


Day = Annotated[date, BeforeValidator(_written_as_a_day), AfterValidator(_day_in_reach)]
YearNumber = Annotated[StrictInt, AfterValidator(_year_in_reach)]
CalendarVersion = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}\.[0-9]{1,3}$")]
ActCode = Annotated[str, StringConstraints(pattern=r"^\S+$", max_length=60), AfterValidator(fields.readable)]
"""The code under which an act is kept where it is published, or whatever else its readers find it by."""


class Act(Value):
    """What a day off or a worked day rests on; the text says no more of it than we know."""

    code: ActCode
    text: Text


class Holiday(Value):
    """A holiday by name; its days stand in the years."""

    code: fields.Code
    name: Text
    act: ActCode


class Reason(Value):
    """Why a year is not complete."""

    code: fields.Code
    text: Text


class Celebrated(Value):
    """A holiday on its day; estimated where nobody has announced it yet."""

    day: Day
    holiday: fields.Code
    estimated: StrictBool = False


class Observed(Value):
    """A working day that is off because a holiday falls on a day off."""

    day: Day
    of: Day


class Transfer(Value):
    """A day off that the government gives in place of another, which is worked."""

    off: Day
    worked: Day
    act: ActCode


class Year(Value):
    """The days of one year that are not as their weekday says."""

    year: YearNumber
    incomplete_because: tuple[fields.Code, ...] = ()
    celebrated: tuple[Celebrated, ...]
    observed: tuple[Observed, ...] = ()
    transfers: tuple[Transfer, ...] = ()

    @property
    def complete(self) -> bool:
        return not self.incomplete_because

    def problems(self, known: Mapping[str, Collection[str]]) -> Iterator[Finding]:
        """What contradicts itself in this year, or refers to nothing."""
        place = f"years/{self.year}"
        named = [("holidays", c.holiday) for c in self.celebrated]
        named += [("acts", t.act) for t in self.transfers] + [("reasons", r) for r in self.incomplete_because]
        for kind, code in named:
            if code not in known[kind]:
                yield Finding("HB-5105", place, {"name": code, "kind": kind})
        off = [c.day for c in self.celebrated] + [o.day for o in self.observed]
        for day in [*off, *(t.off for t in self.transfers)]:
            if day.year != self.year:
                yield Finding("HB-5106", place, {"day": str(day), "year": self.year})
        yield from _twice(place, [*off, *(t.off for t in self.transfers)])
        yield from _twice(place, [t.worked for t in self.transfers])
        yield from self._unfounded(place, frozenset(off))

    def _unfounded(self, place: str, off: frozenset[date]) -> Iterator[Finding]:
        """Days that are given for what gives none."""
        celebrated = {c.day for c in self.celebrated}
        for observed in self.observed:
            if observed.of not in celebrated or observed.of.weekday() < SATURDAY:
                yield Finding("HB-5107", place, {"day": str(observed.day), "of": str(observed.of)})
        for transfer in self.transfers:
            if transfer.off.weekday() >= SATURDAY:
                yield Finding("HB-5102", place, {"day": str(transfer.off)})
            if transfer.worked.weekday() < SATURDAY and transfer.worked not in off:
                yield Finding("HB-5103", place, {"day": str(transfer.worked)})


def _twice(place: str, days: Sequence[date]) -> Iterator[Finding]:
    for day, number in sorted(Counter(days).items()):
        if number > 1:
            yield Finding("HB-5108", place, {"day": str(day)})


class Published(Value):
    """The whole calendar in one version."""

    version: CalendarVersion
    source: Text
    acts: tuple[Act, ...]
    holidays: tuple[Holiday, ...]
    reasons: tuple[Reason, ...]
    years: tuple[Year, ...] = Field(min_length=1)

    def year(self, number: int) -> Year | None:
        return next((year for year in self.years if year.year == number), None)

    def problems(self) -> Iterator[Finding]:
        """What contradicts itself, or refers to nothing."""
        known = {
            "acts": {act.code for act in self.acts},
            "holidays": {holiday.code for holiday in self.holidays},
            "reasons": {reason.code for reason in self.reasons},
        }
        for holiday in self.holidays:
            if holiday.act not in known["acts"]:
                yield Finding("HB-5105", f"holidays/{holiday.code}", {"name": holiday.act, "kind": "acts"})
        for number, times in Counter(year.year for year in self.years).items():
            if times > 1:
                yield Finding("HB-5109", f"years/{number}", {"year": number})
        for year in self.years:
            yield from year.problems(known)
