"""`habarshy calendar YEAR --override FILE`: the year as an operator's file corrects it."""

import re
from pathlib import Path

import pytest

from habarshy.command import program
from tests.unit.calendar.calendar_files import written_override
from tests.unit.command.calendar_screen import each_language, flat, said
from tests.unit.command.terminal import Terminal


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

    assert said("calendar-unpublished", "en") in flat(habarshy("calendar", "2031", "--override", file).out)


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
