"""`habarshy calendar diff BEFORE AFTER`: which days differ, from what to what, by which act."""

import re
from pathlib import Path

import pytest

from habarshy.command import program
from tests.unit.calendar.calendar_files import TEXT, changed, written_override
from tests.unit.command.calendar_screen import each_language, flat, said
from tests.unit.command.terminal import Terminal


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
    assert answer.err == "Days that differ: 2; of these, can move deadlines: 0.\n"


def test_options_may_stand_before_the_word_diff(habarshy: Terminal) -> None:
    answer = habarshy("calendar", "--lang", "kk", "diff", "packaged", "packaged")

    assert answer.err == said("diff-nothing", "kk") + "\n"


def test_an_act_that_only_the_older_calendar_has_is_told_too(tmp_path: Path, habarshy: Terminal) -> None:
    file = str(written_override(tmp_path))

    answer = habarshy("calendar", "diff", file, "packaged", "--json").document

    assert {"code": "TEST-ACT", "text": TEXT} in answer["acts"]
    assert f"TEST-ACT {TEXT['en']}" in flat(habarshy("calendar", "diff", file, "packaged").out)


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
