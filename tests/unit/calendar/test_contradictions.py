"""A calendar that contradicts itself, or cannot be read, is refused with the place and the code."""

import shutil
from pathlib import Path

import pytest

from schemas.calendar import loading
from schemas.errors.tree import CalendarError
from tests.unit.calendar.calendar_files import changed, objections
from tests.unit.changing import GONE

HEAD, OF_2020, OF_2024 = "calendar.yaml", "years/2020.yaml", "years/2024.yaml"
TWICE = [{"day": "2024-01-01", "holiday": "new-year"}, {"day": "2024-01-01", "holiday": "new-year"}]

CASES: dict[str, tuple[str, str, object, list[tuple[str, str]]]] = {
    "a holiday's act is unknown": (HEAD, "holidays/0/act", "X1", [("HB-5105", "holidays/new-year")]),
    "a holiday of a year is unknown": (OF_2024, "celebrated/0/holiday", "nope", [("HB-5105", "years/2024")]),
    "a transfer's act is unknown": (OF_2024, "transfers/0/act", "X1", [("HB-5105", "years/2024")]),
    "a reason is unknown": (OF_2024, "incomplete_because", ["nope"], [("HB-5105", "years/2024")]),
    "a day is of another year": (OF_2024, "celebrated/0/day", "2025-01-01", [("HB-5106", "years/2024")]),
    "a day off is given for a day of no holiday": (OF_2024, "observed/0/of", "2024-03-24", [("HB-5107", "years/2024")]),
    "a day off is given for a holiday on a weekday": (
        OF_2024,
        "observed/0/of",
        "2024-03-22",
        [("HB-5107", "years/2024")],
    ),
    "a weekend is given off": (OF_2024, "transfers/0/off", "2024-05-11", [("HB-5102", "years/2024")]),
    "a working day is called worked": (OF_2024, "transfers/0/worked", "2024-05-06", [("HB-5103", "years/2024")]),
    "a day stands twice": (OF_2024, "celebrated", TWICE, [("HB-5108", "years/2024")]),
    "a year stands twice": (OF_2020, "year", 2021, [("HB-5109", "years/2021")]),
    "a year is beyond reach": (OF_2020, "year", 2200, [("HB-5104", "calendar.yaml: years/0/year")]),
    "a day is beyond reach": (
        OF_2024,
        "transfers/0/worked",
        "1899-12-30",
        [("HB-5104", "calendar.yaml: years/4/transfers/0/worked")],
    ),
    "a day is a number": (
        OF_2024,
        "transfers/0/worked",
        20240504,
        [("HB-2107", "calendar.yaml: years/4/transfers/0/worked")],
    ),
    "a day is an instant": (
        OF_2024,
        "transfers/0/worked",
        "2024-05-04T00:00:00",
        [("HB-2107", "calendar.yaml: years/4/transfers/0/worked")],
    ),
    "a day is not in any month": (
        OF_2024,
        "transfers/0/worked",
        "2024-02-30",
        [("HB-2107", "calendar.yaml: years/4/transfers/0/worked")],
    ),
    "a field is unknown": (OF_2024, "notes", "x", [("HB-2102", "calendar.yaml: years/4/notes")]),
    "a field is missing": (OF_2024, "celebrated", GONE, [("HB-2101", "calendar.yaml: years/4/celebrated")]),
    "the version has another form": (HEAD, "version", "1", [("HB-2108", "calendar.yaml: version")]),
    "a text lacks a language": (HEAD, "acts/0/text/kk", GONE, [("HB-2101", "calendar.yaml: acts/0/text/kk")]),
}


@pytest.mark.parametrize("case", CASES)
def test_a_contradiction_is_named_with_its_place(case: str, tmp_path: Path) -> None:
    file, path, value, expected = CASES[case]

    found = objections(changed(tmp_path, file, path, value))

    assert expected[0] in found


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    folder = changed(tmp_path, HEAD, "version", "2026.1")
    (folder / HEAD).unlink()

    assert objections(folder) == [("HB-3001", HEAD)]


def test_a_folder_without_years_is_named(tmp_path: Path) -> None:
    folder = changed(tmp_path, HEAD, "version", "2026.1")
    shutil.rmtree(folder / "years")

    assert objections(folder) == [("HB-3001", "years")]


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    folder = changed(tmp_path, HEAD, "version", "2026.1")
    (folder / OF_2024).write_text("year: [", encoding="utf-8")

    assert objections(folder) == [("HB-3001", "2024.yaml")]


def test_a_file_that_holds_no_fields_is_refused(tmp_path: Path) -> None:
    folder = changed(tmp_path, HEAD, "version", "2026.1")
    (folder / HEAD).write_text("- a list\n", encoding="utf-8")

    with pytest.raises(CalendarError) as refused:
        loading.from_yaml(folder)

    assert [(f.code, f.where) for f in refused.value.findings] == [("HB-2124", HEAD)]
