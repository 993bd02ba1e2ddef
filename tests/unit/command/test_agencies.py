"""`habarshy agencies` and `habarshy agency`: who is on the bus, and when."""

import pytest

from schemas.directory.directory import Directory
from tests.unit.command.terminal import LANGUAGES, Terminal

ALMATY, BOSTANDYK, MEDEU = "750000000", "751310000", "751510000"


def listed(habarshy: Terminal, *filters: str) -> dict[str, dict[str, object]]:
    return {agency["id"]: agency for agency in habarshy("agencies", *filters, "--json").document["agencies"]}


def test_a_role_keeps_its_holders(habarshy: Terminal) -> None:
    found = listed(habarshy, "--role", "prosecutor")

    assert {"prosecutor-almaty", "prosecutor-bostandyk", "prosecutor-medeu"} <= set(found)
    assert all("prosecutor" in str(agency["roles"]) for agency in found.values())


def test_a_territory_holds_the_districts_below_it(habarshy: Terminal) -> None:
    found = listed(habarshy, "--territory", ALMATY)

    assert {"prosecutor-almaty", "prosecutor-bostandyk", "school-35-medeu"} <= set(found)
    assert all(str(agency["territory"]).startswith("75") for agency in found.values())


def test_a_district_does_not_hold_what_lies_above_or_beside_it(habarshy: Terminal) -> None:
    found = listed(habarshy, "--territory", BOSTANDYK)

    assert "prosecutor-bostandyk" in found
    assert {agency["territory"] for agency in found.values()} == {BOSTANDYK}


def test_role_and_territory_hold_together(habarshy: Terminal) -> None:
    assert set(listed(habarshy, "--role", "prosecutor", "--territory", BOSTANDYK)) == {"prosecutor-bostandyk"}


def test_a_territory_without_agencies_is_an_empty_answer(habarshy: Terminal) -> None:
    answer = habarshy("agencies", "--territory", "999999999")

    assert answer.exit_code == 0
    assert "0 of " in answer.err


@pytest.mark.parametrize("word", ["Temirtau", "TEMIRTAU", "Теміртау", "ТЕМІРТАУ", "Темиртау"])
def test_search_finds_an_agency_by_its_name_in_any_language(word: str, habarshy: Terminal) -> None:
    assert "school-7-temirtau" in listed(habarshy, "--search", word)


RENAMED = {
    "a day before": ("2026-08-14", {"school-106-bostandyk"}),
    "the last second": ("2026-08-14T23:59:59+05:00", {"school-106-bostandyk"}),
    "the instant": ("2026-08-15T00:00:00+05:00", {"lyceum-106-bostandyk"}),
    "the instant in UTC": ("2026-08-14T19:00:00Z", {"lyceum-106-bostandyk"}),
    "the day, which begins in Kazakhstan": ("2026-08-15", {"lyceum-106-bostandyk"}),
    "now": (None, {"lyceum-106-bostandyk"}),
}


@pytest.mark.parametrize("case", RENAMED)
def test_a_renamed_school_is_listed_under_the_name_of_that_instant(case: str, habarshy: Terminal) -> None:
    at, expected = RENAMED[case]
    found = listed(habarshy, "--territory", BOSTANDYK, "--role", "school", *(("--at", at) if at else ()))

    assert {name for name in found if "-106-" in name} == expected


@pytest.mark.parametrize(("at", "open_then"), [("2026-05-31", True), ("2026-06-01", False)])
def test_a_merged_unit_is_listed_until_it_is_merged(at: str, *, open_then: bool, habarshy: Terminal) -> None:
    found = listed(habarshy, "--territory", MEDEU, "--at", at)

    assert ("juvenile-medeu-koktobe" in found) == open_then
    assert "juvenile-medeu" in found


def test_before_the_directory_began_nobody_was_on_the_bus(habarshy: Terminal) -> None:
    assert listed(habarshy, "--at", "2020-01-01") == {}


@pytest.mark.parametrize("agency", ["prosecutor-bostandyk", "school-106-bostandyk", "juvenile-medeu-koktobe"])
def test_an_agency_is_shown_as_it_stands_last_with_its_history(
    agency: str, habarshy: Terminal, directory: Directory
) -> None:
    answer = habarshy("agency", agency, "--json").document

    expected = [version.model_dump(mode="json") for version in directory.history(agency)]
    assert (answer["agency"], answer["history"]) == (expected[-1], expected)


def test_every_agency_of_the_sample_can_be_shown(habarshy: Terminal, directory: Directory) -> None:
    exit_codes = {agency: habarshy("agency", agency).exit_code for agency in directory.ids}

    assert [agency for agency, exit_code in exit_codes.items() if exit_code != 0] == []


def test_the_screen_of_an_agency_says_what_it_owes_and_is_owed(habarshy: Terminal) -> None:
    out = habarshy("agency", "investigation-bostandyk").out

    assert "Written notice of detention to the prosecutor (detention.prosecutor-notice)" in out
    assert "investigation-bostandyk/sign-2026-01: " in out
    assert "Police of Bostandyk District (police-bostandyk)" in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screen_of_a_merged_agency_names_its_successor(language: str, habarshy: Terminal) -> None:
    answer = habarshy("agency", "juvenile-medeu-koktobe", "--lang", language)

    expected = {"en": "merged; successor", "kk": "біріктірілген; мұрагері", "ru": "присоединён; преемник"}
    assert f"{expected[language]}: juvenile-medeu" in answer.out


def test_the_key_of_an_agency_holds_from_its_first_day_in_kazakhstan(habarshy: Terminal) -> None:
    out = habarshy("agency", "prosecutor-bostandyk").out

    assert "from 2026-01-01 until 2028-01-01" in out


@pytest.mark.parametrize("call", [("agencies",), ("agency", "school-12-bostandyk")])
def test_a_person_is_told_that_the_directory_is_a_sample(call: tuple[str, ...], habarshy: Terminal) -> None:
    answer = habarshy(*call)

    assert "Sample directory" in answer.err
    assert "Sample directory" not in answer.out
