"""An operator's file: what it must say, and what it is refused for before any calendar is looked at."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from schemas.calendar import override
from schemas.errors.tree import CalendarError
from schemas.texts import LANGUAGES
from tests.unit.calendar.calendar_files import TEXT, override_objections, written_override
from tests.unit.changing import GONE

WORKED = [{"day": "2026-01-04"}]
OFF = {"day": "2026-01-05", "name": TEXT}

CASES: dict[str, tuple[str, object, str, str]] = {
    "no version": ("version", GONE, "HB-2101", "version"),
    "a version with spaces": ("version", "the first one", "HB-2108", "version"),
    "no act": ("act", GONE, "HB-2101", "act"),
    "an act without its code": ("act/code", GONE, "HB-2101", "act/code"),
    "an act in two words": ("act/code", "No 1", "HB-2108", "act/code"),
    "an act without its text": ("act/text", GONE, "HB-2101", "act/text"),
    "an act without its text in Kazakh": ("act/text/kk", GONE, "HB-2101", "act/text/kk"),
    "a day off without a name": ("adds_off/0/name", GONE, "HB-2101", "adds_off/0/name"),
    "an unknown field": ("adds_of", [], "HB-2102", "adds_of"),
    "an unknown field of a day": ("adds_off/0/why", "x", "HB-2102", "adds_off/0/why"),
    "a day beyond reach": ("adds_off/0/day", "2200-01-01", "HB-5104", "adds_off/0/day"),
    "a year beyond reach": ("completes", [1899], "HB-5104", "completes/0"),
    "a year in letters": ("completes", ["all"], "HB-2121", "completes/0"),
    "a day as a number": ("adds_off/0/day", 20260105, "HB-2107", "adds_off/0/day"),
    "a day that no month has": ("adds_off/0/day", "2026-02-29", "HB-2107", "adds_off/0/day"),
    "a day both off and worked": ("adds_worked", [{"day": "2026-01-05"}], "HB-5101", "adds_worked/0/day"),
    "a day off twice": ("adds_off", [OFF, OFF], "HB-5108", "adds_off"),
    "a worked day twice": ("adds_worked", WORKED * 2, "HB-5108", "adds_worked"),
    "a worked day given for a day that stays worked": (
        "adds_worked/0/given_for",
        "2026-01-06",
        "HB-5110",
        "adds_worked/0/given_for",
    ),
}


def test_a_sound_override_is_read_whole(tmp_path: Path) -> None:
    read = override.from_yaml(written_override(tmp_path))

    assert (read.version, read.act.code, read.completes) == ("test-1", "TEST-ACT", (2026,))
    assert [str(off.day) for off in read.adds_off] == ["2026-01-05"]
    assert [(str(worked.day), str(worked.given_for)) for worked in read.adds_worked] == [("2026-01-04", "2026-01-05")]


@pytest.mark.parametrize("field", ["adds_worked", "completes"])
def test_what_an_override_does_not_change_it_need_not_say(field: str, tmp_path: Path) -> None:
    read = override.from_yaml(written_override(tmp_path, field, GONE))

    assert getattr(read, field) == ()


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_named_with_its_field(case: str, tmp_path: Path) -> None:
    path, value, code, field = CASES[case]

    assert (code, f"override.yaml: {field}") in override_objections(written_override(tmp_path, path, value))


@pytest.mark.parametrize("case", CASES)
def test_every_refusal_says_what_to_do_in_three_languages(case: str, tmp_path: Path) -> None:
    path, value, _, _ = CASES[case]

    with pytest.raises(CalendarError) as refused:
        override.from_yaml(written_override(tmp_path, path, value))

    for finding in refused.value.findings:
        sentences = {finding.sentence(language) for language in LANGUAGES}
        assert len(sentences) == len(LANGUAGES)
        assert not [sentence for sentence in sentences if "<" in sentence]


@pytest.mark.parametrize("value", [datetime(2026, 1, 5, tzinfo=UTC), 1767571200, 1767571200.0, None])
def test_what_only_becomes_a_day_by_conversion_is_none(value: object) -> None:
    with pytest.raises(ValidationError):
        override.DayOff.model_validate({"day": value, "name": TEXT})


def test_every_fault_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    file = written_override(tmp_path, "adds_worked", [{"day": "2026-01-05"}, {"day": "2026-01-05"}])

    assert {code for code, _ in override_objections(file)} == {"HB-5101", "HB-5108"}


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "override.yaml"
    file.write_text("version: [", encoding="utf-8")

    assert override_objections(file) == [("HB-3001", "override.yaml")]


def test_a_field_that_stands_twice_is_refused(tmp_path: Path) -> None:
    file = written_override(tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + "version: other\n", encoding="utf-8")

    assert override_objections(file) == [("HB-3002", "override.yaml")]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "override.yaml"
    file.write_text("", encoding="utf-8")

    assert override_objections(file) == [("HB-2124", "override.yaml")]
