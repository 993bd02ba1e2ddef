"""Which days are worked: counted by looking up, not by walking. Pure.

A year knows its working days as a sorted tuple, made when somebody first asks. A correction makes anew only the years that it touches.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import Final, Literal

from schemas import fields
from schemas.calendar import loading
from schemas.calendar.model import SATURDAY, Published
from schemas.errors.tree import CalendarError, Finding
from schemas.texts import Text

Kind = Literal["weekend", "holiday", "observed", "moved-here", "worked", "override-off", "override-worked"]
_WORKED: Final = ("worked", "override-worked")


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a day is off, or worked although it would be off."""

    kind: Kind
    name: Text | None = None
    """The holiday; for a day of an override, the name that it gives."""
    act: str | None = None
    """The code of the act; null where our source names none, as for weekends and days off that follow a holiday."""
    other: date | None = None
    """The other day of the move: the worked day behind a day off that was moved here, the day off behind a worked day, the holiday behind the
    day off that follows it."""
    estimated: bool = False
    """Whether the day is a guess that nobody has announced."""

    @property
    def is_working(self) -> bool:
        return self.kind in _WORKED


_WEEKEND: Final = Mark("weekend")


@dataclass(frozen=True)
class _Year:
    """The days of one year: those that are not as their weekday says, and from them all that are worked."""

    number: int
    marks: Mapping[date, Mark]

    @cached_property
    def working(self) -> tuple[int, ...]:
        """The ordinals of the working days, ascending."""
        first, after = date(self.number, 1, 1).toordinal(), date(self.number + 1, 1, 1).toordinal()
        odd = {day.toordinal(): mark.is_working for day, mark in self.marks.items()}
        return tuple(n for n in range(first, after) if odd.get(n, (n + 6) % 7 < SATURDAY))

    def mark(self, day: date) -> Mark | None:
        return self.marks.get(day) or (_WEEKEND if day.weekday() >= SATURDAY else None)


@cache
def _bare(number: int) -> _Year:
    """A year of which nothing is known but its weekends; CalendarError beyond the years that are counted."""
    if not fields.LEAST_YEAR <= number <= fields.GREATEST_YEAR:
        raise CalendarError(
            Finding("HB-5104", "", {"year": number, "least": fields.LEAST_YEAR, "greatest": fields.GREATEST_YEAR})
        )
    return _Year(number, {})


@dataclass(frozen=True)
class Calendar:
    """The working days of every year from 1900 to 2199, in one version. Two of the same version are equal."""

    version: str
    acts: Mapping[str, Text] = field(compare=False, repr=False)
    """What is known of the acts that marks name by their codes."""
    unknown: Mapping[int, tuple[Text, ...]] = field(compare=False, repr=False)
    """What is not known of each year that is published: nothing, where the year is complete."""
    _years: Mapping[int, _Year] = field(compare=False, repr=False)

    @property
    def years(self) -> frozenset[int]:
        """The years of which more is known than their weekends."""
        return frozenset(self._years) | frozenset(self.unknown)

    def is_working(self, day: date) -> bool:
        mark = self.mark(day)
        return mark is None or mark.is_working

    def is_complete(self, year: int) -> bool:
        """Whether all days off and transfers of the year are known; of a year that is not published none are."""
        return self.unknown.get(year) == ()

    def mark(self, day: date) -> Mark | None:
        """Why the day is off, or worked although it would be off; None for an ordinary working day."""
        return self._year(day.year).mark(day)

    def working_day_after(self, day: date, count: int) -> date:
        """The working day that is so many after this one; the day itself is not counted."""
        year = day.year
        working = self._year(year).working
        place = bisect_right(working, day.toordinal()) + _counted(count) - 1
        while place >= len(working):
            place -= len(working)
            year += 1
            working = self._year(year).working
        return date.fromordinal(working[place])

    def working_day_before(self, day: date, count: int) -> date:
        """The working day that is so many before this one; the day itself is not counted."""
        year = day.year
        working = self._year(year).working
        place = bisect_left(working, day.toordinal()) - _counted(count)
        while place < 0:
            year -= 1
            working = self._year(year).working
            place += len(working)
        return date.fromordinal(working[place])

    def corrected(
        self, *, adds_off: Collection[date], adds_worked: Collection[date], version: str, act: str
    ) -> "Calendar":
        """This calendar with days taken off and days worked; what says nothing new changes nothing."""
        if both := sorted(set(adds_off) & set(adds_worked)):
            raise CalendarError(*(Finding("HB-5101", "", {"day": str(day)}) for day in both))
        off = {day: Mark("override-off", act=act) for day in adds_off if self.is_working(day)}
        worked = {day: Mark("override-worked", act=act) for day in adds_worked if not self.is_working(day)}
        return self.with_marks(off | worked, version=version)

    def with_marks(self, marks: Mapping[date, Mark], *, version: str) -> "Calendar":
        """This calendar with these marks in place of its own."""
        touched = {
            number: _Year(number, {**self._year(number).marks, **of_year})
            for number, of_year in _by_year(marks).items()
        }
        return replace(self, version=version, _years={**self._years, **touched})

    def marked(self, year: int) -> Iterator[tuple[date, Mark]]:
        """The days of a year that are not as their weekday says, and holidays that fall on a weekend, in their order."""
        yield from sorted(self._year(year).marks.items(), key=lambda entry: entry[0])

    def working_days(self, year: int) -> int:
        return len(self._year(year).working)

    def _year(self, number: int) -> _Year:
        return self._years.get(number) or _bare(number)


def _counted(count: int) -> int:
    if count < 1:
        raise ValueError(f"days are counted from 1, not from {count}: the day itself is not one of them")
    return count


def _by_year(marks: Mapping[date, Mark]) -> Mapping[int, Mapping[date, Mark]]:
    years: defaultdict[int, dict[date, Mark]] = defaultdict(dict)
    for day, mark in marks.items():
        years[day.year][day] = mark
    return years


@cache
def load() -> Calendar:
    """The packaged calendar."""
    return of(loading.load())


def of(published: Published) -> Calendar:
    """The calendar that a publication says."""
    marks = {day: mark for one in _layers(published) for day, mark in one}
    reasons = {reason.code: reason.text for reason in published.reasons}
    return Calendar(
        version=published.version,
        acts={act.code: act.text for act in published.acts},
        unknown={year.year: tuple(reasons[code] for code in year.incomplete_because) for year in published.years},
        _years={number: _Year(number, of_year) for number, of_year in _by_year(marks).items()},
    )


def _layers(published: Published) -> Iterator[Iterator[tuple[date, Mark]]]:
    """What each day is; where a day is in several, the later decides."""
    names = {holiday.code: holiday for holiday in published.holidays}
    celebrated = {c.day: c for year in published.years for c in year.celebrated}
    yield (
        (c.day, Mark("holiday", names[c.holiday].name, names[c.holiday].act, estimated=c.estimated))
        for c in celebrated.values()
    )
    yield (
        (o.day, Mark("observed", names[celebrated[o.of].holiday].name, other=o.of))
        for year in published.years
        for o in year.observed
    )
    transfers = [transfer for year in published.years for transfer in year.transfers]
    yield ((t.off, Mark("moved-here", act=t.act, other=t.worked)) for t in transfers)
    yield ((t.worked, Mark("worked", act=t.act, other=t.off)) for t in transfers)
