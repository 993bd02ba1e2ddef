"""The sample directory: two regions down to their districts, in which every duty finds its agencies."""

from datetime import UTC, datetime

import pytest

from schemas.catalogue import loading as catalogue_loading
from schemas.catalogue.catalogue import Catalogue
from schemas.directory import loading
from schemas.directory.agency import NATION, lies_in, parent_territory
from schemas.directory.directory import Directory
from schemas.directory.resolution import Case, Found, resolve

IN_MARCH = datetime(2026, 3, 1, tzinfo=UTC)
IN_JULY = datetime(2026, 7, 1, tzinfo=UTC)
IN_SEPTEMBER = datetime(2026, 9, 1, tzinfo=UTC)
ALMATY, KARAGANDA = "750000000", "350000000"
DISTRICTS = ("751310000", "751510000", "352400000", "355200000")
ON_THE_BUS = [role for role in catalogue_loading.load().roles if not role.outside]


def test_there_are_two_regions(directory: Directory) -> None:
    territories = {agency.territory for agency in directory.open_agencies(IN_MARCH)}

    assert {territory for territory in territories if parent_territory(territory) == NATION} == {ALMATY, KARAGANDA}


@pytest.mark.parametrize("region", [ALMATY, KARAGANDA])
def test_each_region_has_districts(region: str, directory: Directory) -> None:
    below = {a.territory for a in directory.open_agencies(IN_MARCH) if lies_in(a.territory, region)} - {region}

    assert len(below) == 2
    assert below <= set(DISTRICTS)


@pytest.mark.parametrize("role", [role.code for role in ON_THE_BUS])
@pytest.mark.parametrize("at", [IN_MARCH, IN_SEPTEMBER], ids=["in March", "in September"])
def test_every_role_on_the_bus_has_a_holder(role: str, at: datetime, directory: Directory) -> None:
    assert directory.holders(role, at)


@pytest.mark.parametrize("role", [r.code for r in ON_THE_BUS if r.found_by == "national"])
def test_a_national_role_has_one_holder(role: str, directory: Directory) -> None:
    assert len(directory.holders(role, IN_MARCH)) == 1


@pytest.mark.parametrize("role", [r.code for r in ON_THE_BUS if r.found_by in ("territory", "nearest")])
@pytest.mark.parametrize("territory", DISTRICTS)
def test_a_territorial_role_is_found_in_every_district(
    role: str, territory: str, directory: Directory, catalogue: Catalogue
) -> None:
    case = Case(at=IN_MARCH, publisher="nobody", parties={}, territory=territory)

    found = resolve(role, case, directory=directory, catalogue=catalogue)

    assert isinstance(found, Found)
    assert lies_in(territory, found.agency.territory)


def test_every_agency_but_the_top_has_an_overseer(directory: Directory) -> None:
    for at in (IN_MARCH, IN_JULY, IN_SEPTEMBER):
        without = [agency.id for agency in directory.open_agencies(at) if directory.overseer(agency.id, at) is None]
        assert without == ["general-prosecutor-office"]


def test_an_overseer_is_a_prosecutor(directory: Directory) -> None:
    overseers = [directory.overseer(a.id, IN_MARCH) for a in directory.open_agencies(IN_MARCH)]

    roles = [set(overseer.roles) for overseer in overseers if overseer is not None]
    assert roles
    assert all({"prosecutor", "general-prosecutor"} & held for held in roles)


def test_nobody_oversees_itself(directory: Directory) -> None:
    agencies = directory.open_agencies(IN_MARCH)

    assert [a.id for a in agencies if (o := directory.overseer(a.id, IN_MARCH)) is not None and o.id == a.id] == []


def test_an_overseer_stands_over_the_territory_of_whom_it_oversees(directory: Directory) -> None:
    for agency in directory.open_agencies(IN_MARCH):
        overseer = directory.overseer(agency.id, IN_MARCH)
        assert overseer is None or lies_in(agency.territory, overseer.territory)


def test_every_open_agency_can_sign_and_open_what_is_sealed(directory: Directory) -> None:
    for at in (IN_MARCH, IN_JULY, IN_SEPTEMBER):
        for agency in directory.open_agencies(at):
            assert {key.purpose for key in agency.keys if key.holds(at)} == {"sign", "seal"}, agency.id


def test_no_key_stands_twice(directory: Directory) -> None:
    keys = {(key.id, key.public) for version in directory.versions for key in version.keys}

    assert len({public for _, public in keys}) == len({name for name, _ in keys}) == len(keys)


def test_a_revoked_key_is_among_them(directory: Directory) -> None:
    revoked = [key for version in directory.versions for key in version.keys if key.revoked_at is not None]

    assert revoked
    assert not any(key.holds(key.revoked_at) for key in revoked if key.revoked_at is not None)


@pytest.mark.parametrize(
    ("closed", "stands", "role"),
    [
        pytest.param("juvenile-medeu-koktobe", "juvenile-medeu", "juvenile-unit", id="merged"),
        pytest.param("school-106-bostandyk", "lyceum-106-bostandyk", "school", id="renamed"),
    ],
)
def test_a_closed_agency_of_the_sample_has_a_successor(
    closed: str, stands: str, role: str, directory: Directory
) -> None:
    before, after = directory.successor(closed, IN_MARCH), directory.successor(closed, IN_SEPTEMBER)

    assert before is not None
    assert after is not None
    assert (before.id, after.id) == (closed, stands)
    assert role in after.roles


@pytest.mark.parametrize(
    ("agency", "duty", "mode"),
    [
        ("colony-karaganda", "custody.force-used-notice", "shadow"),
        ("colony-karaganda", "custody.injury-notice", "binding"),
        ("colony-almaty", "custody.force-used-notice", "binding"),
        ("nature-police-karaganda", "report.nature-quarterly", "off"),
    ],
)
def test_a_duty_is_tried_out_where_the_sample_says_so(agency: str, duty: str, mode: str, directory: Directory) -> None:
    state = directory.agency(agency, IN_MARCH)

    assert state is not None
    assert state.mode_for(duty) == mode


def test_the_sample_is_what_its_folder_says(directory: Directory, catalogue: Catalogue) -> None:
    assert loading.from_yaml(loading.SAMPLE, catalogue) == directory
