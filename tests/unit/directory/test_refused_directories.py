"""A directory that contradicts itself is refused, with the agency and the field."""

from pathlib import Path

import pytest
import yaml

from schemas.catalogue.catalogue import Catalogue
from schemas.directory import loading
from schemas.errors import registry
from schemas.errors.tree import DirectoryError, Finding
from tests.unit.directory.agencies import agency, closed, day, directory_of, key, objections, row

GONE_NAMES = {"en": "Sample", "ru": "Орган для примера"}


def refused(folder: Path, catalogue: Catalogue) -> tuple[Finding, ...]:
    try:
        loading.from_yaml(folder, catalogue)
    except DirectoryError as error:
        return error.findings
    return ()


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    assert all(registry.load()[finding.code].particulars() <= set(finding.particulars) for finding in findings)
    return [(finding.code, finding.where) for finding in findings]


@pytest.mark.parametrize("field", ["superior", "overseer"])
def test_an_agency_that_is_not_there_is_named(field: str) -> None:
    assert objections(agency("police-one", **{field: "nobody"})) == [("HB-4001", f"police-one: {field}")]


def test_a_successor_that_is_not_there_is_named() -> None:
    gone = closed("police-one", at=day(3), successor="nobody")

    assert objections(agency("police-one"), gone) == [("HB-4001", "police-one: successor")]


def test_two_entries_from_one_instant_are_named() -> None:
    assert objections(agency("police-one"), agency("police-one", "police")) == [("HB-4002", "police-one: valid_from")]


@pytest.mark.parametrize("role", ["stranger", "convict", "foreign-mission"])
def test_a_role_that_no_agency_can_hold_is_named(role: str) -> None:
    assert objections(agency("police-one", role)) == [("HB-4003", "police-one: roles")]


def test_superiors_in_a_circle_are_named() -> None:
    circle = (agency("one", superior="two"), agency("two", superior="three"), agency("three", superior="one"))

    assert objections(*circle) == [
        ("HB-4004", "one: superior"),
        ("HB-4004", "three: superior"),
        ("HB-4004", "two: superior"),
    ]


def test_an_agency_that_is_its_own_superior_is_named() -> None:
    assert objections(agency("one", superior="one")) == [("HB-4004", "one: superior")]


def test_successors_in_a_circle_are_named() -> None:
    circle = (closed("one", at=day(1), successor="two"), closed("two", at=day(1), successor="one"))

    assert objections(*circle) == [("HB-4004", "one: successor"), ("HB-4004", "two: successor")]


def test_an_unknown_duty_is_named() -> None:
    assert objections(agency("one", duties={"office.unheard": "off"})) == [("HB-4005", "one: duties")]


def test_everything_is_named_together() -> None:
    assert objections(agency("one", "stranger", superior="nobody", duties={"office.unheard": "off"})) == [
        ("HB-4001", "one: superior"),
        ("HB-4003", "one: roles"),
        ("HB-4005", "one: duties"),
    ]


def test_a_sound_directory_is_not_refused() -> None:
    assert directory_of(agency("one", superior="two"), agency("two")).ids == ("one", "two")


ROWS = [
    pytest.param(row("one", successor="one"), "HB-4006", "", id="a successor of an open agency"),
    pytest.param(row("one", closed="merged"), "HB-4007", "", id="merged into nobody"),
    pytest.param(row("one", closed="renamed"), "HB-4007", "", id="renamed into nothing"),
    pytest.param(row("one", keys=[key("two")]), "HB-4008", "", id="another's key"),
    pytest.param(
        row("one", keys=[{**key("one", "seal"), "purpose": "sign"}]), "HB-4008", "", id="a key for another purpose"
    ),
    pytest.param(
        row("one", keys=[key("one", valid_until=day(1).isoformat())]), "HB-2115", "keys/0", id="a key for no time"
    ),
    pytest.param(row("one", keys=[key("one", public="AAAA")]), "HB-2118", "keys/0/public", id="a short key"),
    pytest.param(row("one", names=GONE_NAMES), "HB-2101", "names/kk", id="no Kazakh name"),
    pytest.param(row("one", territory="75"), "HB-2108", "territory", id="no territory"),
    pytest.param(row("one", territory=None), "HB-2101", "territory", id="a territory left out"),
    pytest.param(row("one", zone="Almaty"), "HB-2108", "zone", id="no zone"),
    pytest.param(row("one", mode="loud"), "HB-2106", "mode", id="an unknown mode"),
    pytest.param(
        row("one", duties={"custody.injury-notice": "loud"}), "HB-2106", "duties/custody.injury-notice", id="of"
    ),
    pytest.param(row("one", languages=[]), "HB-2118", "languages", id="no language"),
    pytest.param(row("one", languages=["de"]), "HB-2106", "languages/0", id="another language"),
    pytest.param(row("one", valid_from="2026-01-01T00:00:00"), "HB-2107", "valid_from", id="an instant without a zone"),
    pytest.param(row("one", closed="sold", successor="one"), "HB-2106", "closed", id="closed in an unknown way"),
    pytest.param(row("one", telephone="102"), "HB-2102", "telephone", id="an unknown field"),
]


@pytest.mark.parametrize(("entry", "code", "field"), ROWS)
def test_a_wrong_entry_is_named_with_its_file(
    tmp_path: Path, catalogue: Catalogue, *, entry: dict[str, object], code: str, field: str
) -> None:
    (tmp_path / "one.yaml").write_text(yaml.safe_dump([entry]), encoding="utf-8")

    assert places(refused(tmp_path, catalogue)) == [(code, f"one.yaml: one: {field}" if field else "one.yaml: one")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("- [", "HB-3001", id="broken"),
        pytest.param("- {id: one, id: two}", "HB-3002", id="a key twice"),
        pytest.param("id: one", "HB-3003", id="no list"),
        pytest.param("", "HB-3003", id="nothing"),
    ],
)
def test_an_unreadable_file_is_named(tmp_path: Path, catalogue: Catalogue, text: str, code: str) -> None:
    (tmp_path / "one.yaml").write_text(text, encoding="utf-8")

    assert places(refused(tmp_path, catalogue)) == [(code, "one.yaml")]


def test_the_files_of_a_folder_are_one_directory(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "a.yaml").write_text(yaml.safe_dump([row("one", superior="two")]), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(yaml.safe_dump([row("two")]), encoding="utf-8")

    assert loading.from_yaml(tmp_path, catalogue).ids == ("one", "two")


def test_mistakes_in_several_files_are_reported_together(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "a.yaml").write_text("- [", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(yaml.safe_dump([row("one", mode="loud"), row("two", zone="x")]), encoding="utf-8")

    assert places(refused(tmp_path, catalogue)) == [
        ("HB-3001", "a.yaml"),
        ("HB-2106", "b.yaml: one: mode"),
        ("HB-2108", "b.yaml: two: zone"),
    ]
