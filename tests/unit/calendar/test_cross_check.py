"""The packaged calendar is what the package `holidays` knows: every day, every name, every act."""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import version

import holidays
import pytest
from holidays.countries import kazakhstan

from schemas.calendar import loading
from schemas.calendar.model import Act
from services.law import calendar
from tests import calendar_source

COMPLETE = range(2020, 2026)
ESTIMATED = (2026, 2027)
YEARS = (*COMPLETE, *ESTIMATED)
CALENDAR = calendar.load()
each_year = pytest.mark.parametrize("year", YEARS)
MARKS_OF_OFF = ("holiday", "observed", "moved-here")


def days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def test_the_source_is_the_version_that_we_name() -> None:
    assert version("holidays") == "0.108"
    assert "0.108" in loading.load().source.en


@each_year
def test_every_day_is_worked_exactly_when_the_source_says_so(year: int) -> None:
    source = holidays.country_holidays("KZ", years=year)

    differing = [day for day in days(year) if CALENDAR.is_working(day) != source.is_working_day(day)]

    assert differing == []


@each_year
def test_the_days_off_that_are_named_are_those_that_the_source_names(year: int) -> None:
    source = holidays.country_holidays("KZ", years=year)

    named = {day for day, mark in CALENDAR.marked(year) if mark.kind in MARKS_OF_OFF}

    assert named == {day for day in source if day.year == year}


@each_year
def test_the_worked_days_are_those_that_the_source_names(year: int) -> None:
    worked = {day: mark.other for day, mark in CALENDAR.marked(year) if mark.kind == "worked"}

    assert worked == {day: off for off, day in calendar_source.transfers(year)}


@each_year
def test_holidays_have_the_names_of_the_source(year: int) -> None:
    source = holidays.country_holidays("KZ", years=year, language="kk")
    estimate = " (бағаланған)"

    for day, mark in CALENDAR.marked(year):
        if mark.kind == "holiday":
            assert mark.name is not None
            assert mark.name.kk + (estimate if mark.estimated else "") == source[day]
        if mark.kind == "observed":
            assert mark.name is not None
            assert source[day].startswith(mark.name.kk)


@each_year
def test_the_generator_prints_the_year_that_we_ship(year: int) -> None:
    shipped = (loading.FOLDER / "years" / f"{year}.yaml").read_text(encoding="utf-8")

    assert "\n".join(calendar_source.lines(year)) + "\n" == shipped


@pytest.mark.parametrize("year", COMPLETE)
def test_every_transfer_names_the_act_that_the_source_names(year: int) -> None:
    published = loading.load().year(year)

    assert published is not None
    assert {transfer.act for transfer in published.transfers} == {calendar_source.act(year)}


@pytest.mark.parametrize("year", ESTIMATED)
def test_for_the_years_without_an_act_the_source_names_none(year: int) -> None:
    assert calendar_source.act(year) is None
    assert list(calendar_source.transfers(year)) == []


def test_no_act_stands_in_the_calendar_that_the_source_does_not_name() -> None:
    named = {calendar_source.act(year) for year in COMPLETE} | {"Z010000267_"}

    assert {act.code for act in loading.load().acts} == named
    assert "Z010000267_" in (kazakhstan.Kazakhstan.__doc__ or "")


@pytest.mark.parametrize("act", loading.load().acts, ids=lambda act: act.code)
def test_of_an_act_no_number_is_said_beside_its_code_and_year(act: Act) -> None:
    """Decrees have numbers and dates, which our source does not tell; a text that has one was made up."""
    year = next((str(year) for year in COMPLETE if calendar_source.act(year) == act.code), "")

    for text in (act.text.en, act.text.kk, act.text.ru):
        rest = text.replace(act.code, "").replace(year, "")
        assert act.code in text
        assert not [character for character in rest if character.isdigit()]
