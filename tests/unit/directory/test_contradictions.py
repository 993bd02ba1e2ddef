"""What no directory may say."""

import base64
from datetime import UTC, datetime

import pytest

from schemas.catalogue.catalogue import Catalogue
from schemas.directory.agency import AgencyVersion
from schemas.directory.directory import Directory
from schemas.directory.resolution import Case, Found, Unresolved, resolve
from schemas.errors.tree import DirectoryError

START = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = {"en": "An agency", "kk": "Орган", "ru": "Орган (пример)"}


def agency(name: str, *roles: str, **more: object) -> AgencyVersion:
    said = {
        "id": name,
        "valid_from": START,
        "names": NAMES,
        "roles": roles,
        "territory": "750000000",
        "zone": "Asia/Almaty",
        "languages": ("kk",),
    }
    return AgencyVersion.model_validate(said | more)


def key(owner: str, letter: str) -> dict[str, object]:
    public = base64.b64encode(letter.encode() * 32).decode()
    return {
        "id": f"{owner}/seal-2026-01",
        "purpose": "seal",
        "public": public,
        "valid_from": START,
        "valid_until": START.replace(year=2028),
    }


WRONG = {
    "an agency that is called like the bus": ((agency("bus"),), "HB-4009"),
    "two holders of a national role": (
        (agency("one", "foreign-ministry"), agency("two", "foreign-ministry")),
        "HB-4010",
    ),
    "a key with two public halves": (
        (
            agency("one", keys=(key("one", "a"),)),
            agency("one", valid_from=START.replace(month=2), keys=(key("one", "b"),)),
        ),
        "HB-4011",
    ),
    "overseers in a circle": ((agency("one", overseer="two"), agency("two", overseer="one")), "HB-4004"),
}


@pytest.mark.parametrize(("versions", "code"), WRONG.values(), ids=WRONG.keys())
def test_a_contradiction_is_refused(versions: tuple[AgencyVersion, ...], code: str, catalogue: Catalogue) -> None:
    with pytest.raises(DirectoryError) as refused:
        Directory.of(versions, catalogue)
    assert {finding.code for finding in refused.value.findings} == {code}


def test_a_conflict_of_interest_outlives_a_new_name(catalogue: Catalogue) -> None:
    closed = agency("old", valid_from=START.replace(month=2), closed="renamed", successor="new")
    directory = Directory.of((agency("old", "prosecutor"), closed, agency("new", "prosecutor")), catalogue)
    case = Case(at=START.replace(month=3), publisher="x", parties={"prosecutor": "old"}, excluded=frozenset({"old"}))
    answer = resolve("prosecutor", case, directory=directory, catalogue=catalogue)
    assert isinstance(answer, Unresolved)
    assert answer.reason == "excluded"


def test_the_nearest_police_body_is_never_the_sender_itself(catalogue: Catalogue) -> None:
    own = agency("own-police", "police-officer", "nearest-police-body", territory="751310000")
    directory = Directory.of((own, agency("region-police", "nearest-police-body")), catalogue)
    case = Case(at=START, publisher="own-police", parties={}, territory="751310000")
    answer = resolve("nearest-police-body", case, directory=directory, catalogue=catalogue)
    assert isinstance(answer, Found)
    assert answer.agency.id == "region-police"
