"""The calendar as an operator's file corrects it."""

from datetime import date

import pytest

from schemas.calendar.override import Override
from schemas.errors.tree import CalendarError
from services.law import calendar, overriding
from services.law.calendar import Calendar
from tests.unit.calendar.calendar_files import SOUND_OVERRIDE, TEXT

CALENDAR = calendar.load()
MONDAY, SUNDAY = date(2026, 1, 5), date(2026, 1, 4)
FEAST = date(2026, 5, 27)


def said(**changes: object) -> Override:
    """The sound override with other values in some of its fields."""
    return Override.model_validate(SOUND_OVERRIDE | changes)


def overridden(**changes: object) -> Calendar:
    return overriding.overridden(CALENDAR, said(**changes))


def test_the_version_names_the_calendar_and_the_override() -> None:
    assert overridden().version == f"{CALENDAR.version}+test-1"


def test_days_are_taken_off_and_worked_as_the_file_says() -> None:
    corrected = overridden()

    assert [corrected.is_working(day) for day in (MONDAY, SUNDAY)] == [False, True]
    assert corrected.working_day_after(date(2026, 1, 2), 2) == date(2026, 1, 6)


def test_the_days_name_the_act_and_each_other() -> None:
    off, worked = (overridden().mark(day) for day in (MONDAY, SUNDAY))

    assert off is not None
    assert worked is not None
    assert (off.kind, off.act, off.other) == ("override-off", "TEST-ACT", SUNDAY)
    assert (worked.kind, worked.act, worked.other) == ("override-worked", "TEST-ACT", MONDAY)
    assert off.name is not None
    assert off.name.kk == TEXT["kk"]


def test_the_act_can_be_told() -> None:
    assert overridden().acts["TEST-ACT"].ru == TEXT["ru"]
    assert "TEST-ACT" not in CALENDAR.acts


def test_a_year_that_the_file_completes_is_complete() -> None:
    corrected = overridden()

    assert corrected.is_complete(2026)
    assert not corrected.is_complete(2027)
    assert not CALENDAR.is_complete(2026)


def test_a_year_of_which_nothing_was_known_can_be_completed() -> None:
    corrected = overridden(completes=[2031])

    assert corrected.is_complete(2031)
    assert 2031 in corrected.years


def test_what_was_an_estimate_is_none_in_a_complete_year() -> None:
    before, after = CALENDAR.mark(FEAST), overridden().mark(FEAST)

    assert before is not None
    assert after is not None
    assert (before.estimated, after.estimated) == (True, False)
    assert (after.kind, after.act, after.name) == (before.kind, before.act, before.name)


def test_an_estimate_that_was_wrong_is_worked() -> None:
    corrected = overridden(adds_worked=[{"day": str(FEAST)}])

    assert corrected.is_working(FEAST)


def test_two_files_are_laid_one_on_the_other() -> None:
    first = overridden()
    second = said(version="test-2", adds_off=[{"day": "2026-02-02", "name": TEXT}], adds_worked=[], completes=[])

    both = overriding.overridden(first, second)

    assert both.version == f"{CALENDAR.version}+test-1+test-2"
    assert [both.is_working(day) for day in (MONDAY, SUNDAY, date(2026, 2, 2))] == [False, True, False]
    assert both.is_complete(2026)


NOTHING_NEW: dict[str, tuple[dict[str, object], str, str]] = {
    "a holiday taken off": ({"adds_off": [{"day": "2026-01-01", "name": TEXT}]}, "HB-5102", "adds_off/0/day"),
    "a weekend taken off": ({"adds_off": [{"day": "2026-01-10", "name": TEXT}]}, "HB-5102", "adds_off/0/day"),
    "an ordinary day called worked": ({"adds_worked": [{"day": "2026-01-06"}]}, "HB-5103", "adds_worked/0/day"),
    "a worked Saturday called worked": ({"adds_worked": [{"day": "2024-05-04"}]}, "HB-5103", "adds_worked/0/day"),
}


@pytest.mark.parametrize("case", NOTHING_NEW)
def test_a_day_of_which_nothing_new_is_said_is_refused(case: str) -> None:
    changes, code, where = NOTHING_NEW[case]

    with pytest.raises(CalendarError) as refused:
        overridden(**changes)

    assert [(finding.code, finding.where) for finding in refused.value.findings] == [(code, where)]


def test_the_same_file_twice_says_nothing_new() -> None:
    with pytest.raises(CalendarError) as refused:
        overriding.overridden(overridden(), said())

    assert [finding.code for finding in refused.value.findings] == ["HB-5102", "HB-5103"]
