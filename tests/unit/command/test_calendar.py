"""`habarshy calendar YEAR`: a year at a glance, and why each day is off or worked."""

import calendar as months_of_python
import re
from datetime import date

import pytest

from habarshy.command import program
from schemas.calendar import loading
from schemas.texts import Language
from services.law import calendar
from tests.unit.command.calendar_screen import each_language, flat, said
from tests.unit.command.terminal import Terminal

each_year = pytest.mark.parametrize("year", sorted(calendar.load().years))
GRID_WIDTH = 24
"""Of a month with the gap behind it."""


def signs(out: str, year: int) -> dict[date, str]:
    """The sign behind each day of the grid, read as a person reads it: by month and column."""
    lines = out.splitlines()
    found = {}
    titles = [n for n, line in enumerate(lines) if line.split()[:1] in (["January"], ["May"], ["September"])]
    for block, top in enumerate(titles):
        for line in lines[top + 2 : top + 8]:
            for place in range(4):
                cells = line[place * GRID_WIDTH : place * GRID_WIDTH + 21].ljust(21)
                for weekday in range(7):
                    cell = cells[3 * weekday : 3 * weekday + 3]
                    if cell.strip():
                        day = date(year, 4 * block + place + 1, int(cell[:2]))
                        assert day.weekday() == weekday
                        found[day] = cell[2]
    return found


@each_year
def test_every_day_of_the_year_stands_in_its_month_under_its_weekday(year: int, habarshy: Terminal) -> None:
    found = signs(habarshy("calendar", str(year)).out, year)

    assert len(found) == 365 + months_of_python.isleap(year)


@each_year
def test_without_colour_one_sees_which_days_are_not_as_their_weekday(year: int, habarshy: Terminal) -> None:
    packaged = calendar.load()
    expected = {"holiday": "*", "observed": "-", "moved-here": "-", "worked": "+"}

    for day, sign in signs(habarshy("calendar", str(year)).out, year).items():
        mark = packaged.mark(day)
        if mark is None or mark.kind == "weekend":
            assert sign == " "
        else:
            assert sign == ("?" if mark.estimated else expected[mark.kind])


@each_year
@each_language
def test_every_transfer_and_worked_day_is_listed_with_its_act(
    year: int, language: Language, habarshy: Terminal
) -> None:
    published = loading.load().year(year)
    out = flat(habarshy("calendar", str(year), "--lang", language).out)

    assert published is not None
    for transfer in published.transfers:
        assert re.search(rf"{transfer.off} \w\w .{{0,80}}{transfer.worked} .{{0,60}}— {transfer.act}", out)
        assert re.search(rf"{transfer.worked} \w\w .{{0,80}}{transfer.off} .{{0,60}}— {transfer.act}", out)
    for observed in published.observed:
        assert f"{observed.day} " in out


@each_language
def test_holidays_are_named_in_the_language(language: Language, habarshy: Terminal) -> None:
    out = flat(habarshy("calendar", "2024", "--lang", language).out)

    for holiday in loading.load().holidays:
        there = f"{holiday.name.in_(language)} — {holiday.act}" in out
        assert there or holiday.code in ("first-president-day", "republic-of-kazakhstan-day")


@each_language
def test_the_acts_are_told(language: Language, habarshy: Terminal) -> None:
    out = flat(habarshy("calendar", "2024", "--lang", language).out)

    for code in ("Z010000267_", "G24G0000109"):
        assert f"{code} {flat(calendar.load().acts[code].in_(language))}" in out
    assert said("calendar-no-act", language) in out


@each_language
def test_a_year_without_transfers_says_so(language: str, habarshy: Terminal) -> None:
    out = flat(habarshy("calendar", "2026", "--lang", language).out)

    assert f"{said('calendar-worked', language)} {said('calendar-none', language)}" in out


@pytest.mark.parametrize("year", [2026, 2027])
@each_language
def test_an_incomplete_year_says_first_that_it_is_and_why(year: int, language: Language, habarshy: Terminal) -> None:
    out = flat(habarshy("calendar", str(year), "--lang", language).out)

    notice = out.index(said("calendar-incomplete", language, year=year))
    january = out.index(said("calendar-months", language).split()[0])
    for reason in loading.load().reasons:
        assert notice < out.index(flat(reason.text.in_(language))) < january


@pytest.mark.parametrize("year", range(2020, 2026))
@each_language
def test_a_complete_year_says_nothing_of_the_kind(year: int, language: str, habarshy: Terminal) -> None:
    answer = habarshy("calendar", str(year), "--lang", language)

    assert answer.exit_code == program.DONE
    assert said("calendar-incomplete", language, year=year) not in flat(answer.out)


def test_an_estimate_is_called_one(habarshy: Terminal) -> None:
    assert "2026-05-27 We Kurban Ait (an estimate)" in flat(habarshy("calendar", "2026").out)


def test_the_source_and_the_version_are_said_on_stderr(habarshy: Terminal) -> None:
    assert "holidays, version 0.108" in habarshy("calendar", "2024").err
    assert f"Calendar {loading.load().version}." in habarshy("calendar", "2024").err


def test_working_days_and_days_off_are_counted(habarshy: Terminal) -> None:
    assert "249 working days, 117 days off." in habarshy("calendar", "2024").out


def test_a_program_gets_the_year(habarshy: Terminal) -> None:
    answer = habarshy("calendar", "2024", "--json").document

    assert (answer["calendar"], answer["year"], answer["complete"]) == (loading.load().version, 2024, True)
    assert (answer["working_days"], answer["incomplete_because"]) == (249, [])
    worked = [day for day in answer["days"] if day["working"]]
    assert worked == [
        {
            "day": "2024-05-04",
            "kind": "worked",
            "working": True,
            "name": None,
            "act": "G24G0000109",
            "other": "2024-05-08",
            "estimated": False,
        }
    ]
    assert {act["code"] for act in answer["acts"]} == {"Z010000267_", "G24G0000109"}


def test_a_program_learns_why_a_year_is_not_complete(habarshy: Terminal) -> None:
    answer = habarshy("calendar", "2026", "--json").document

    assert answer["complete"] is False
    assert [reason["kk"] for reason in answer["incomplete_because"]] == [r.text.kk for r in loading.load().reasons]


@pytest.mark.parametrize("year", ["2019", "2028", "1900", "9999", "0000"])
@each_language
def test_a_year_of_which_nothing_is_known_is_answered_with_those_that_are(
    year: str, language: str, habarshy: Terminal
) -> None:
    answer = habarshy("calendar", year, "--lang", language)

    assert (answer.exit_code, answer.out) == (program.NOT_FOUND, "")
    assert answer.err.startswith("HB-5111: ")
    assert "2020–2027" in answer.err


@pytest.mark.parametrize("word", ["24", "2024-05", "next", "２０２４", "20245"])
def test_what_is_no_year_is_answered_with_how_one_looks(word: str, habarshy: Terminal) -> None:
    answer = habarshy("calendar", word)

    assert answer.exit_code == program.WRONG_CALL
    assert answer.err.startswith("HB-6004: ")
    assert "A year looks like 2026" in answer.err


def test_a_mistyped_command_is_guessed(habarshy: Terminal) -> None:
    assert "Did you mean: diff?" in habarshy("calendar", "dif", "a", "b").err
