"""What the packaged calendar says of itself."""

import re
from datetime import date
from pathlib import Path

import pytest

from schemas.calendar import loading
from schemas.texts import LANGUAGES
from tests.unit.calendar import calendar_files

PUBLISHED = loading.load()


def test_the_packaged_calendar_has_a_version() -> None:
    assert re.fullmatch(r"20\d\d\.\d{1,3}", PUBLISHED.version)


def test_the_packaged_calendar_does_not_contradict_itself() -> None:
    assert list(PUBLISHED.problems()) == []


def test_the_years_of_which_everything_is_known_are_complete() -> None:
    assert [year.year for year in PUBLISHED.years if year.complete] == list(range(2020, 2026))


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_year_that_is_not_complete_says_why(year: int) -> None:
    published = PUBLISHED.year(year)

    assert published is not None
    assert published.incomplete_because == ("moving-feast", "transfers", "constitution-day")


def test_every_reason_is_a_reason_of_some_year() -> None:
    given = {code for year in PUBLISHED.years for code in year.incomplete_because}

    assert {reason.code for reason in PUBLISHED.reasons} == given


def test_every_holiday_is_celebrated_in_some_year() -> None:
    celebrated = {c.holiday for year in PUBLISHED.years for c in year.celebrated}

    assert {holiday.code for holiday in PUBLISHED.holidays} == celebrated


def test_kurban_ait_is_an_estimate_only_where_the_year_is_not_complete() -> None:
    estimated = {c.day: c.holiday for year in PUBLISHED.years for c in year.celebrated if c.estimated}

    assert estimated == {date(2026, 5, 27): "kurban-ait", date(2027, 5, 16): "kurban-ait"}


def test_names_reasons_and_acts_are_said_differently_in_each_language() -> None:
    texts = [act.text for act in PUBLISHED.acts] + [reason.text for reason in PUBLISHED.reasons]
    texts += [holiday.name for holiday in PUBLISHED.holidays]

    for text in texts:
        assert len({text.in_(language) for language in LANGUAGES}) >= (2 if text.kk == text.ru else len(LANGUAGES))


def test_a_year_that_nobody_published_is_not_there() -> None:
    assert PUBLISHED.year(2019) is None


def test_an_unchanged_copy_is_the_same_calendar(tmp_path: Path) -> None:
    copy = calendar_files.changed(tmp_path, "calendar.yaml", "version", PUBLISHED.version)

    assert loading.from_yaml(copy) == PUBLISHED
