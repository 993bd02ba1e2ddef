"""`habarshy calendar YEAR` and `habarshy calendar diff BEFORE AFTER`."""

import calendar as months_of_python
import re
from datetime import date
from pathlib import Path

import pytest

from habarshy.command import program
from habarshy.command.words_of_calendar import CALENDAR
from schemas.calendar import loading
from schemas.texts import Language
from services.law import calendar
from tests.unit.calendar.calendar_files import changed, written_override
from tests.unit.command.terminal import LANGUAGES, Terminal

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_year = pytest.mark.parametrize("year", sorted(calendar.load().years))
GRID_WIDTH = 24
"""Of a month with the gap behind it."""


def flat(text: str) -> str:
    return " ".join(text.split())


def said(key: str, language: str, **particulars: object) -> str:
    return CALENDAR[key][LANGUAGES.index(language)].format(**particulars)


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


# A year that is not there.


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


# With an operator's file.


@each_language
def test_a_file_corrects_the_year_and_its_act_is_told(language: str, tmp_path: Path, habarshy: Terminal) -> None:
    file = str(written_override(tmp_path))

    answer = habarshy("calendar", "2026", "--override", file, "--lang", language)

    assert answer.exit_code == program.DONE
    out = flat(answer.out)
    assert re.search(r"2026-01-05 \w\w .{0,80}2026-01-04 .{0,30}— TEST-ACT", out)
    assert re.search(r"2026-01-04 \w\w .{0,80}2026-01-05 .{0,30}— TEST-ACT", out)
    assert said("calendar-incomplete", language, year=2026) not in out


def test_options_may_stand_before_the_year(tmp_path: Path, habarshy: Terminal) -> None:
    file = str(written_override(tmp_path))

    before = habarshy("calendar", "--override", file, "--json", "--lang", "kk", "2026")

    assert before.document == habarshy("calendar", "2026", "--override", file, "--json").document


def test_files_are_laid_one_on_the_other_in_their_order(tmp_path: Path, habarshy: Terminal) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    written_override(tmp_path).rename(first)
    other = [{"day": "2026-01-05"}]
    written = written_override(tmp_path, "adds_worked", other).read_text(encoding="utf-8")
    off = re.sub(r"adds_off:.*?adds_worked", "adds_worked", written, flags=re.DOTALL)
    second.write_text(off.replace("test-1", "test-2"), encoding="utf-8")

    answer = habarshy("calendar", "2026", "--override", str(first), "--override", str(second), "--json").document

    assert answer["calendar"].endswith("+test-1+test-2")
    assert next(day for day in answer["days"] if day["day"] == "2026-01-05")["working"] is True


def test_a_file_of_another_year_makes_that_year_known(tmp_path: Path, habarshy: Terminal) -> None:
    file = str(written_override(tmp_path, "completes", [2031]))

    assert habarshy("calendar", "2031", "--override", file, "--json").document["complete"] is True


def test_a_year_known_from_corrections_alone_says_so(tmp_path: Path, habarshy: Terminal) -> None:
    file = str(written_override(tmp_path, "adds_worked", [{"day": "2031-01-04"}]))

    assert CALENDAR["calendar-unpublished"][0] in flat(habarshy("calendar", "2031", "--override", file).out)


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [("adds_off/0/day", "2026-01-10", "HB-5102"), ("act", "X", "HB-2124"), ("adds_off", "x", "HB-2123")],
)
@each_language
def test_a_file_that_is_wrong_is_refused_with_file_and_field(  # noqa: PLR0913, PLR0917 - a table of cases
    path: str, value: str, code: str, language: str, tmp_path: Path, habarshy: Terminal
) -> None:
    said_before = written_override(tmp_path, path, value)
    said_before.write_text(
        said_before.read_text("utf-8").replace("given_for: '2026-01-05'", "given_for: null"), "utf-8"
    )

    answer = habarshy("calendar", "2026", "--override", str(said_before), "--lang", language)

    assert (answer.exit_code, answer.out) == (program.OBJECTIONS, "")
    assert f"{code}: override.yaml: {path}" in answer.err


@pytest.mark.parametrize("call", [("calendar", "2026", "--override"), ("calendar", "diff", "packaged")])
def test_a_file_that_is_missing_is_said_in_the_language(call: tuple[str, ...], habarshy: Terminal) -> None:
    answer = habarshy(*call, "nope.yaml", "--lang", "ru")

    assert answer.exit_code == program.FILES
    assert "HB-6010: Не удалось прочитать nope.yaml: такого файла или папки нет." in answer.err


# What differs.


@each_language
def test_a_calendar_that_does_not_differ_is_said_in_words(language: str, habarshy: Terminal) -> None:
    answer = habarshy("calendar", "diff", "packaged", "packaged", "--lang", language)

    assert (answer.exit_code, answer.out) == (program.DONE, "")
    assert answer.err == said("diff-nothing", language) + "\n"


@each_language
def test_what_a_file_changes_is_said_day_by_day_with_its_act(language: str, tmp_path: Path, habarshy: Terminal) -> None:
    answer = habarshy("calendar", "diff", "packaged", str(written_override(tmp_path)), "--lang", language)

    out = flat(answer.out)
    weekend, working = (said(key, language) for key in ("mark-weekend", "mark-working"))
    assert re.search(rf"2026-01-04 \w\w {weekend} → .{{0,80}} — TEST-ACT", out)
    assert re.search(rf"2026-01-05 \w\w {working} → .{{0,80}} — TEST-ACT", out)
    assert said("diff-completed", language, year=2026) in out
    assert "2026.1+test-1" in out


@each_language
def test_the_way_back_says_that_a_year_is_no_longer_complete(language: str, tmp_path: Path, habarshy: Terminal) -> None:
    answer = habarshy("calendar", "diff", str(written_override(tmp_path)), "packaged", "--lang", language)

    assert said("diff-uncompleted", language, year=2026) in flat(answer.out)


def test_another_reason_for_the_same_day_is_told_from_another_day(tmp_path: Path, habarshy: Terminal) -> None:
    first = written_override(tmp_path).rename(tmp_path / "first.yaml")
    second = written_override(tmp_path, "act/code", "OTHER-ACT")

    answer = habarshy("calendar", "diff", str(first), str(second))

    assert "only the reason differs: no deadline moves" in flat(answer.out)
    assert answer.err == "2 days differ; 0 of them can move deadlines.\n"


def test_the_calendar_of_a_folder_can_be_compared(tmp_path: Path, habarshy: Terminal) -> None:
    folder = changed(tmp_path, "years/2024.yaml", "transfers", [])

    answer = habarshy("calendar", "diff", "packaged", str(folder), "--json").document

    assert [(change["day"], change["after"]["kind"]) for change in answer["changes"]] == [
        ("2024-05-04", "weekend"),
        ("2024-05-08", "working-day"),
    ]


def test_a_folder_that_is_no_calendar_is_refused(tmp_path: Path, habarshy: Terminal) -> None:
    answer = habarshy("calendar", "diff", "packaged", str(tmp_path))

    assert answer.exit_code == program.OBJECTIONS
    assert answer.err.startswith("HB-3001: calendar.yaml: ")


def test_files_already_in_force_stand_under_both_sides(tmp_path: Path, habarshy: Terminal) -> None:
    in_force = str(written_override(tmp_path).rename(tmp_path / "in-force.yaml"))
    text = Path(in_force).read_text(encoding="utf-8").replace("2026-01-0", "2026-02-0").replace("test-1", "test-2")
    new = tmp_path / "new.yaml"
    new.write_text(text.replace("2026-02-04", "2026-02-01").replace("2026-02-05", "2026-02-02"), encoding="utf-8")

    answer = habarshy("calendar", "diff", "packaged", str(new), "--override", in_force, "--json").document

    assert (answer["before"], answer["after"]) == ("2026.1+test-1", "2026.1+test-1+test-2")
    assert [change["day"] for change in answer["changes"]] == ["2026-02-01", "2026-02-02"]


def test_a_program_gets_what_differs(tmp_path: Path, habarshy: Terminal) -> None:
    answer = habarshy("calendar", "diff", "packaged", str(written_override(tmp_path)), "--json").document

    # The third is Kurban Ait: an estimate in a year that is not complete, and none once it is.
    assert [(change["day"], change["moves_deadlines"]) for change in answer["changes"]] == [
        ("2026-01-04", True),
        ("2026-01-05", True),
        ("2026-05-27", False),
    ]
    assert answer["changes"][1]["before"]["kind"] == "working-day"
    assert answer["changes"][1]["after"]["act"] == "TEST-ACT"
    assert (answer["become_complete"], answer["no_longer_complete"]) == ([2026], [])
    assert [act["code"] for act in answer["acts"]] == ["TEST-ACT", "Z010000267_"]


@pytest.mark.parametrize("call", [("2026",), ("diff", "packaged", "FILE")])
@pytest.mark.parametrize("width", [40, 80, 120])
@each_language
def test_no_line_is_wider_than_the_screen(  # noqa: PLR0913, PLR0917 - a table of cases
    call: tuple[str, ...],
    width: int,
    language: str,
    tmp_path: Path,
    habarshy: Terminal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = str(written_override(tmp_path))
    monkeypatch.setattr("habarshy.command.output.PIPED_WIDTH", width)

    out = habarshy("calendar", *(file if word == "FILE" else word for word in call), "--lang", language).out

    assert out
    assert [line for line in out.splitlines() if len(line.rstrip()) > width] == []
