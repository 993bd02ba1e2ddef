"""Which days are worked, and which is the tenth after a day: looked up, and the same as if one had walked."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors.tree import CalendarError
from services.law import calendar
from services.law.calendar import Calendar, Mark
from tests.unit.law import walking

CALENDAR = calendar.load()
counts = st.integers(1, 400)
known_days = st.dates(date(2019, 6, 1), date(2028, 6, 1))
any_day = st.dates(date(1910, 1, 1), date(2190, 1, 1))
# Close to each other, so that corrections meet holidays, weekends and one another.
near_days = st.dates(date(2024, 2, 20), date(2024, 6, 10))


@st.composite
def corrections(draw: st.DrawFn) -> Calendar:
    """The packaged calendar with some days made the other way round."""
    days = draw(st.sets(near_days, max_size=12))
    off = {day for day in days if CALENDAR.is_working(day)}
    return CALENDAR.corrected(adds_off=off, adds_worked=days - off, version="drawn", act="DRAWN")


@given(known_days | any_day, counts)
def test_the_day_so_many_working_days_later_is_the_one_that_walking_finds(day: date, count: int) -> None:
    assert CALENDAR.working_day_after(day, count) == walking.after(CALENDAR, day, count)


@given(known_days | any_day, counts)
def test_the_day_so_many_working_days_earlier_is_the_one_that_walking_finds(day: date, count: int) -> None:
    assert CALENDAR.working_day_before(day, count) == walking.before(CALENDAR, day, count)


@given(corrections(), near_days, st.integers(1, 60))
def test_a_corrected_calendar_is_looked_up_as_rightly(corrected: Calendar, day: date, count: int) -> None:
    assert corrected.working_day_after(day, count) == walking.after(corrected, day, count)
    assert corrected.working_day_before(day, count) == walking.before(corrected, day, count)


@given(known_days, counts)
def test_going_forth_and_back_returns_to_a_working_day(day: date, count: int) -> None:
    start = CALENDAR.working_day_after(day, 1)

    assert CALENDAR.working_day_before(CALENDAR.working_day_after(start, count), count) == start


@given(known_days, counts)
def test_one_day_more_is_the_next_working_day(day: date, count: int) -> None:
    later = CALENDAR.working_day_after(day, count + 1)

    assert later == CALENDAR.working_day_after(CALENDAR.working_day_after(day, count), 1)


@given(near_days, near_days, st.integers(1, 60))
def test_a_new_day_off_never_brings_a_day_nearer(off: date, day: date, count: int) -> None:
    corrected = CALENDAR.corrected(adds_off=[off], adds_worked=[], version="off", act="OFF")

    assert corrected.working_day_after(day, count) >= CALENDAR.working_day_after(day, count)
    assert corrected.working_day_before(day, count) <= CALENDAR.working_day_before(day, count)


# Each with what makes it hard.
LATER: dict[str, tuple[str, int, str]] = {
    "over a worked Saturday": ("2024-05-03", 1, "2024-05-04"),
    "onto a worked Saturday": ("2024-04-30", 2, "2024-05-03"),
    "the third is the worked Saturday": ("2024-04-30", 3, "2024-05-04"),
    "from the worked Saturday": ("2024-05-04", 1, "2024-05-06"),
    "over two holidays and the day off between": ("2024-05-06", 1, "2024-05-10"),
    "over Nauryz and the Monday that follows it": ("2024-03-20", 1, "2024-03-26"),
    "over two days off that follow Nauryz": ("2025-03-20", 1, "2025-03-26"),
    "over a worked Sunday": ("2025-01-03", 1, "2025-01-05"),
    "from a day off that was moved": ("2025-01-03", 2, "2025-01-06"),
    "a Monday that is worked although a holiday made it off": ("2020-05-07", 1, "2020-05-11"),
    "a day off that follows behind another holiday": ("2022-05-06", 1, "2022-05-11"),
    "over the year's end": ("2023-12-29", 1, "2024-01-03"),
    "over the year's end into days off that follow": ("2021-12-31", 1, "2022-01-05"),
    "over Kurban Ait, which does not move": ("2022-07-08", 1, "2022-07-11"),
    "into a year of weekends only": ("2027-12-31", 1, "2028-01-03"),
    "in a year of weekends only": ("1999-12-31", 1, "2000-01-03"),
}


@pytest.mark.parametrize("case", LATER)
def test_working_days_after(case: str) -> None:
    day, count, expected = LATER[case]

    assert str(CALENDAR.working_day_after(date.fromisoformat(day), count)) == expected


EARLIER: dict[str, tuple[str, int, str]] = {
    "back onto a worked Saturday": ("2024-05-06", 1, "2024-05-04"),
    "back over two holidays and the day off between": ("2024-05-10", 1, "2024-05-06"),
    "back over Nauryz": ("2024-03-26", 1, "2024-03-20"),
    "back from a weekend": ("2024-06-16", 1, "2024-06-14"),
    "back over the year's end": ("2024-01-03", 1, "2023-12-29"),
    "back into a year of weekends only": ("2020-01-01", 1, "2019-12-31"),
}


@pytest.mark.parametrize("case", EARLIER)
def test_working_days_before(case: str) -> None:
    day, count, expected = EARLIER[case]

    assert str(CALENDAR.working_day_before(date.fromisoformat(day), count)) == expected


def test_the_worked_days_of_all_years_are_those_of_the_data() -> None:
    worked = [str(day) for year in range(1900, 2200) for day, mark in CALENDAR.marked(year) if mark.is_working]

    assert worked == [
        "2020-01-05", "2020-05-11", "2020-12-20", "2021-07-03", "2022-03-05", "2022-08-27", "2022-10-22",
        "2023-07-01", "2024-05-04", "2025-01-05",
    ]  # fmt: skip


MARKS: dict[str, tuple[str, str, str | None, str | None]] = {
    "a weekend": ("2024-03-02", "weekend", None, None),
    "a holiday": ("2024-03-08", "holiday", "Z010000267_", None),
    "a holiday on a weekend": ("2024-03-23", "holiday", "Z010000267_", None),
    "a day off that follows a holiday": ("2024-03-25", "observed", None, "2024-03-23"),
    "a day off that was moved here": ("2024-05-08", "moved-here", "G24G0000109", "2024-05-04"),
    "a worked Saturday": ("2024-05-04", "worked", "G24G0000109", "2024-05-08"),
    "a worked Monday that had been off": ("2020-05-11", "worked", "P1900000820", "2020-05-08"),
    "a weekend of a year without data": ("1999-01-02", "weekend", None, None),
}


@pytest.mark.parametrize("case", MARKS)
def test_a_day_that_is_not_ordinary_says_why(case: str) -> None:
    day, kind, act, other = MARKS[case]

    mark = CALENDAR.mark(date.fromisoformat(day))

    assert mark is not None
    assert (mark.kind, mark.act, str(mark.other) if mark.other else None) == (kind, act, other)
    assert mark.is_working is CALENDAR.is_working(date.fromisoformat(day)) is (kind == "worked")


@pytest.mark.parametrize("day", ["2024-03-07", "1999-01-04", "2024-05-06"])
def test_an_ordinary_working_day_has_no_mark(day: str) -> None:
    assert CALENDAR.mark(date.fromisoformat(day)) is None
    assert CALENDAR.is_working(date.fromisoformat(day))


def test_a_holiday_and_what_follows_it_have_its_name_in_three_languages() -> None:
    for day in (date(2024, 3, 23), date(2024, 3, 25)):
        mark = CALENDAR.mark(day)
        assert mark is not None
        assert mark.name is not None
        assert (mark.name.kk, mark.name.en) == ("Наурыз мейрамы", "Nauryz")


def test_every_act_of_a_mark_can_be_told() -> None:
    acts = {mark.act for year in CALENDAR.years for _, mark in CALENDAR.marked(year) if mark.act}

    assert acts == set(CALENDAR.acts)


@pytest.mark.parametrize("year", range(2020, 2026))
def test_a_year_of_which_all_is_known_is_complete(year: int) -> None:
    assert CALENDAR.is_complete(year)
    assert CALENDAR.unknown[year] == ()


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_year_of_estimates_is_not_complete_and_says_why(year: int) -> None:
    assert not CALENDAR.is_complete(year)
    assert len(CALENDAR.unknown[year]) == 3


@pytest.mark.parametrize("year", [1900, 2019, 2028, 2199, 1, 9999])
def test_a_year_without_data_is_not_complete(year: int) -> None:
    assert not CALENDAR.is_complete(year)


BEYOND: dict[str, Callable[[Calendar], object]] = {
    "after the last day": lambda calendar: calendar.working_day_after(date(2199, 12, 31), 1),
    "before the first day": lambda calendar: calendar.working_day_before(date(1900, 1, 1), 1),
    "a great many days after": lambda calendar: calendar.working_day_after(date(2024, 1, 1), 10**9),
    "a great many days before": lambda calendar: calendar.working_day_before(date(2024, 1, 1), 10**9),
    "a day too early": lambda calendar: calendar.is_working(date(1899, 12, 31)),
    "a day too late": lambda calendar: calendar.mark(date(2200, 1, 1)),
    "from Python's first day": lambda calendar: calendar.working_day_before(date.min, 1),
    "from Python's last day": lambda calendar: calendar.working_day_after(date.max, 1),
    "a correction too late": lambda calendar: calendar.corrected(
        adds_off=[date(2200, 1, 1)], adds_worked=[], version="x", act="X"
    ),
}


@pytest.mark.parametrize("case", BEYOND)
def test_what_lies_beyond_the_calendar_is_an_error_of_ours(case: str) -> None:
    with pytest.raises(CalendarError) as refused:
        BEYOND[case](CALENDAR)

    assert [finding.code for finding in refused.value.findings] == ["HB-5104"]


def test_the_first_and_the_last_day_are_within() -> None:
    assert CALENDAR.working_day_after(date(1900, 1, 1), 1) == date(1900, 1, 2)
    assert CALENDAR.working_day_before(date(2199, 12, 31), 1) == date(2199, 12, 30)


@pytest.mark.parametrize("count", [0, -1])
def test_days_are_counted_from_one(count: int) -> None:
    with pytest.raises(ValueError, match="from 1"):
        CALENDAR.working_day_after(date(2024, 1, 1), count)
    with pytest.raises(ValueError, match="from 1"):
        CALENDAR.working_day_before(date(2024, 1, 1), count)


TUESDAY, SATURDAY, WORKED = date(2024, 6, 11), date(2024, 6, 15), date(2024, 5, 4)


def test_a_correction_takes_days_off_and_makes_days_worked() -> None:
    corrected = CALENDAR.corrected(adds_off=[TUESDAY, WORKED], adds_worked=[SATURDAY], version="2", act="ACT-2")

    assert [corrected.is_working(day) for day in (TUESDAY, WORKED, SATURDAY)] == [False, False, True]
    assert corrected.mark(TUESDAY) == corrected.mark(WORKED) == Mark("override-off", act="ACT-2")
    assert corrected.mark(SATURDAY) == Mark("override-worked", act="ACT-2")
    assert corrected.version == "2"


def test_a_correction_leaves_the_calendar_that_it_corrects_as_it_was() -> None:
    before = [CALENDAR.mark(TUESDAY), CALENDAR.working_day_after(TUESDAY, 5)]

    CALENDAR.corrected(adds_off=[TUESDAY], adds_worked=[], version="2", act="ACT-2")

    assert [CALENDAR.mark(TUESDAY), CALENDAR.working_day_after(TUESDAY, 5)] == before


def test_a_correction_that_says_what_is_known_keeps_the_older_reason() -> None:
    holiday, monday = date(2024, 3, 8), date(2024, 3, 25)

    corrected = CALENDAR.corrected(adds_off=[holiday, monday], adds_worked=[WORKED], version="2", act="ACT-2")

    assert [corrected.mark(day) for day in (holiday, monday, WORKED)] == [
        CALENDAR.mark(day) for day in (holiday, monday, WORKED)
    ]


def test_a_correction_can_be_taken_back_by_another() -> None:
    first = CALENDAR.corrected(adds_off=[TUESDAY], adds_worked=[], version="2", act="ACT-2")
    second = first.corrected(adds_off=[], adds_worked=[TUESDAY], version="3", act="ACT-3")

    assert second.is_working(TUESDAY)
    assert second.mark(TUESDAY) == Mark("override-worked", act="ACT-3")


def test_a_correction_of_a_year_without_data_is_possible() -> None:
    day = date(2031, 3, 21)

    corrected = CALENDAR.corrected(adds_off=[day], adds_worked=[], version="2", act="ACT-2")

    assert corrected.working_day_after(day - timedelta(days=1), 1) == date(2031, 3, 24)
    assert not corrected.is_complete(2031)


def test_a_correction_makes_no_year_complete() -> None:
    corrected = CALENDAR.corrected(adds_off=[date(2026, 5, 26)], adds_worked=[], version="2", act="ACT-2")

    assert not corrected.is_complete(2026)
    assert corrected.unknown == CALENDAR.unknown


def test_a_day_cannot_be_corrected_both_ways_at_once() -> None:
    with pytest.raises(CalendarError) as refused:
        CALENDAR.corrected(adds_off=[TUESDAY], adds_worked=[TUESDAY], version="2", act="ACT-2")

    assert [(f.code, dict(f.particulars)) for f in refused.value.findings] == [("HB-5101", {"day": "2024-06-11"})]


def test_calendars_of_the_same_version_are_equal_and_others_are_not() -> None:
    one = CALENDAR.corrected(adds_off=[TUESDAY], adds_worked=[], version="2", act="ACT-2")
    same = CALENDAR.corrected(adds_off=[TUESDAY], adds_worked=[], version="2", act="ACT-2")

    assert one == same != CALENDAR
    assert len({one, same, CALENDAR}) == 2


def test_years_that_a_correction_does_not_touch_are_not_made_again() -> None:
    CALENDAR.working_day_after(date(2023, 1, 1), 1)

    corrected = CALENDAR.corrected(adds_off=[TUESDAY], adds_worked=[], version="2", act="ACT-2")

    assert corrected._years[2023] is CALENDAR._years[2023]
    assert corrected._years[2024] is not CALENDAR._years[2024]


def test_the_packaged_calendar_is_made_once() -> None:
    assert calendar.load() is CALENDAR
