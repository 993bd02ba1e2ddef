"""How two calendars differ."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.law import calendar, calendar_changes
from services.law.calendar import Calendar, Mark

CALENDAR = calendar.load()
TUESDAY, SATURDAY = date(2024, 6, 11), date(2024, 6, 15)
days = st.sets(st.dates(date(2024, 1, 1), date(2025, 12, 31)), max_size=10)


def turned(chosen: set[date], *, act: str = "TEST") -> Calendar:
    """The packaged calendar with these days made the other way round."""
    off = {day for day in chosen if CALENDAR.is_working(day)}
    return CALENDAR.corrected(adds_off=off, adds_worked=chosen - off, version=act, act=act)


def test_a_calendar_does_not_differ_from_itself() -> None:
    assert list(calendar_changes.between(CALENDAR, CALENDAR)) == []
    assert list(calendar_changes.completed(CALENDAR, CALENDAR)) == []


def test_a_change_says_from_what_to_what() -> None:
    first, second = calendar_changes.between(CALENDAR, turned({TUESDAY, SATURDAY}))

    assert (first.day, first.before, first.after) == (TUESDAY, None, Mark("override-off", act="TEST"))
    assert (second.day, second.before) == (SATURDAY, Mark("weekend"))
    assert second.after == Mark("override-worked", act="TEST")
    assert first.moves_deadlines
    assert second.moves_deadlines


def test_the_same_day_by_another_act_differs_and_moves_nothing() -> None:
    (change,) = calendar_changes.between(turned({TUESDAY}, act="ONE"), turned({TUESDAY}, act="TWO"))

    assert change.day == TUESDAY
    assert not change.moves_deadlines


def test_a_year_that_only_one_of_them_knows_is_compared_too() -> None:
    day = date(2031, 3, 21)

    assert [change.day for change in calendar_changes.between(CALENDAR, turned({day}))] == [day]
    assert [change.day for change in calendar_changes.between(turned({day}), CALENDAR)] == [day]


@given(days)
def test_every_day_that_was_turned_is_found_and_no_other(chosen: set[date]) -> None:
    found = list(calendar_changes.between(CALENDAR, turned(chosen)))

    assert [change.day for change in found] == sorted(chosen)
    assert all(change.moves_deadlines for change in found)


@given(days, days)
def test_the_way_back_is_the_way_there_turned_round(one: set[date], other: set[date]) -> None:
    there = calendar_changes.between(turned(one), turned(other))
    back = calendar_changes.between(turned(other), turned(one))

    assert [(c.day, c.before, c.after) for c in there] == [(c.day, c.after, c.before) for c in back]


@given(days)
def test_where_no_day_moves_deadlines_every_day_is_counted_alike(chosen: set[date]) -> None:
    other = turned(chosen)
    moving = {change.day for change in calendar_changes.between(CALENDAR, other) if change.moves_deadlines}

    day = date(2024, 1, 1)
    while day.year < 2026:
        assert (CALENDAR.is_working(day) != other.is_working(day)) == (day in moving)
        day += timedelta(days=1)
