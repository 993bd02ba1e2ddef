"""Who holds a role in a case. Each row: what the message tells, and what the directory answers."""

from collections.abc import Mapping
from typing import NamedTuple

import pytest

from schemas.catalogue import loading
from schemas.catalogue.catalogue import Catalogue
from schemas.directory.directory import Directory
from schemas.directory.resolution import Case, Found, OutsideTheBus, Resolution, Unresolved, resolve
from tests.unit.directory.agencies import (
    CITY,
    DISTRICT,
    NATION,
    OTHER_DISTRICT,
    OTHER_REGION,
    QUARTER,
    REGION,
    TODAY,
    agency,
    closed,
    day,
    directory_of,
)

DIRECTORY = directory_of(
    agency("prosecutor-district", "prosecutor", territory=DISTRICT),
    agency("prosecutor-region", "prosecutor", territory=REGION),
    agency("probation-region", "probation", territory=REGION),
    agency("school-one", "school", territory=DISTRICT),
    agency("colony", "institution", "holding-body", territory=REGION),
    agency("juvenile-district", "juvenile-unit", "juvenile-unit-of-residence", territory=DISTRICT),
    agency("juvenile-region", "juvenile-unit-of-residence", territory=REGION),
    agency("police-district", "police", "police-officer", "nearest-police-body", territory=DISTRICT),
    agency("police-region", "police", "nearest-police-body", territory=REGION),
    agency("ministry", "foreign-ministry", territory=NATION),
    agency("court-one", "court", territory=DISTRICT),
    agency("court-two", "court", territory=DISTRICT),
    agency("old-prosecutor", "prosecutor", territory=OTHER_DISTRICT),
    closed("old-prosecutor", at=day(3), territory=OTHER_DISTRICT, successor="prosecutor-region"),
    agency("lost-prosecutor", "prosecutor", territory=OTHER_REGION),
    closed("lost-prosecutor", at=day(3), how="abolished", territory=OTHER_REGION),
    agency("patrol", territory=DISTRICT),
)


class Row(NamedTuple):
    """A question to the directory and its answer, with the agencies by name."""

    situation: str
    role: str
    answer: tuple[str, ...]
    publisher: str = "patrol"
    parties: Mapping[str, str] = {}
    territory: str | None = None
    excluded: tuple[str, ...] = ()


def asked(row: Row, directory: Directory = DIRECTORY, catalogue: Catalogue | None = None) -> tuple[str, ...]:
    case = Case(
        at=TODAY,
        publisher=row.publisher,
        parties=row.parties,
        territory=row.territory,
        excluded=frozenset(row.excluded),
    )
    return told(resolve(row.role, case, directory=directory, catalogue=catalogue or loading.load()))


def told(answer: Resolution) -> tuple[str, ...]:
    match answer:
        case Found(agency=holder, how=how):
            return how, holder.id
        case OutsideTheBus():
            return ("outside",)
        case Unresolved(reason=reason, candidates=candidates):
            return reason, *(candidate.id for candidate in candidates)


PUBLISHERS = [
    Row("who publishes holds the role", "prosecutor", ("publisher", "prosecutor-region"), "prosecutor-region"),
    Row(
        "before whom the message names",
        "prosecutor",
        ("publisher", "prosecutor-region"),
        "prosecutor-region",
        parties={"prosecutor": "prosecutor-district"},
    ),
    Row(
        "before the territory",
        "prosecutor",
        ("publisher", "prosecutor-region"),
        "prosecutor-region",
        territory=DISTRICT,
    ),
    Row("in a case role too", "institution", ("publisher", "colony"), "colony"),
    Row(
        "a publisher that must not be chosen is passed over",
        "prosecutor",
        ("territory", "prosecutor-district"),
        "prosecutor-region",
        territory=DISTRICT,
        excluded=("prosecutor-region",),
    ),
    Row("a closed publisher holds nothing", "prosecutor", ("nobody",), "lost-prosecutor"),
]

PARTIES = [
    Row("an agency by name", "school", ("parties", "school-one"), parties={"school": "school-one"}),
    Row("a territory", "prosecutor", ("parties", "prosecutor-district"), parties={"prosecutor": DISTRICT}),
    Row("a territory below the holder's", "probation", ("parties", "probation-region"), parties={"probation": QUARTER}),
    Row(
        "before the message's own territory",
        "prosecutor",
        ("parties", "prosecutor-region"),
        parties={"prosecutor": "prosecutor-region"},
        territory=DISTRICT,
    ),
    Row("an unknown agency", "school", ("nobody",), parties={"school": "school-nowhere"}),
    Row("an agency without the role", "school", ("nobody",), parties={"school": "court-one"}),
    Row(
        "which is not made up for by the territory",
        "prosecutor",
        ("nobody",),
        parties={"prosecutor": "court-one"},
        territory=DISTRICT,
    ),
    Row("a territory where nobody is", "probation", ("nobody",), parties={"probation": OTHER_REGION}),
    Row(
        "a closed agency stands for its successor",
        "prosecutor",
        ("parties", "prosecutor-region"),
        parties={"prosecutor": "old-prosecutor"},
    ),
    Row("a closed agency without one", "prosecutor", ("nobody",), parties={"prosecutor": "lost-prosecutor"}),
    Row(
        "one that must not be chosen",
        "school",
        ("excluded", "school-one"),
        parties={"school": "school-one"},
        excluded=("school-one",),
    ),
    Row(
        "one whose successor must not be chosen",
        "prosecutor",
        ("excluded", "prosecutor-region"),
        parties={"prosecutor": "old-prosecutor"},
        excluded=("prosecutor-region",),
    ),
    Row("another role's party says nothing", "school", ("not-named",), parties={"organisation": "school-one"}),
]

TERRITORIES = [
    Row("of the very place", "prosecutor", ("territory", "prosecutor-district"), territory=DISTRICT),
    Row("one level up", "prosecutor", ("territory", "prosecutor-district"), territory=QUARTER),
    Row("two levels up", "probation", ("territory", "probation-region"), territory=DISTRICT),
    Row("three levels up", "probation", ("territory", "probation-region"), territory="751510100"),
    Row("not down", "prosecutor", ("territory", "prosecutor-region"), territory=CITY),
    Row("the nearest and not the highest", "prosecutor", ("territory", "prosecutor-district"), territory="751510100"),
    Row("another branch does not count", "prosecutor", ("territory", "prosecutor-region"), territory=OTHER_DISTRICT),
    Row("nobody as far as the nation", "probation", ("nobody",), territory=OTHER_REGION),
    Row("no territory", "prosecutor", ("nobody",)),
    Row("several in one place", "court", ("several", "court-one", "court-two"), territory=DISTRICT),
    Row("several from below", "court", ("several", "court-one", "court-two"), territory=QUARTER),
    Row(
        "one of several is out of the question",
        "court",
        ("territory", "court-two"),
        territory=DISTRICT,
        excluded=("court-one",),
    ),
    Row(
        "an excluded holder is climbed over",
        "prosecutor",
        ("territory", "prosecutor-region"),
        territory=DISTRICT,
        excluded=("prosecutor-district",),
    ),
    Row(
        "all holders are excluded",
        "prosecutor",
        ("excluded", "prosecutor-district", "prosecutor-region"),
        territory=DISTRICT,
        excluded=("prosecutor-district", "prosecutor-region"),
    ),
    Row("the national holder by no territory", "foreign-ministry", ("national", "ministry")),
    Row("the national holder from everywhere", "foreign-ministry", ("national", "ministry"), territory=DISTRICT),
    Row(
        "the national holder is excluded",
        "foreign-ministry",
        ("excluded", "ministry"),
        excluded=("ministry",),
    ),
    Row("no national holder", "interior-ministry", ("nobody",)),
]

SPECIAL = [
    Row("a case role is never guessed", "school", ("not-named",), territory=DISTRICT),
    Row("not even where there is one only", "institution", ("not-named",), territory=REGION),
    Row(
        "a residence is never the place of the event", "juvenile-unit-of-residence", ("not-named",), territory=DISTRICT
    ),
    Row(
        "a residence is never the publisher's own",
        "juvenile-unit-of-residence",
        ("not-named",),
        "juvenile-district",
        territory=DISTRICT,
    ),
    Row(
        "a residence is where the message says",
        "juvenile-unit-of-residence",
        ("parties", "juvenile-region"),
        "juvenile-district",
        parties={"juvenile-unit-of-residence": REGION},
    ),
    Row("the nearest is by territory", "nearest-police-body", ("territory", "police-district"), territory=QUARTER),
    Row("the nearest is not the publisher", "nearest-police-body", ("nobody",), "police-district"),
    Row(
        "the nearest to a place elsewhere",
        "nearest-police-body",
        ("territory", "police-region"),
        "police-district",
        territory=OTHER_DISTRICT,
    ),
    Row(
        "the nearest that the message names",
        "nearest-police-body",
        ("parties", "police-region"),
        "police-district",
        parties={"nearest-police-body": "police-region"},
        territory=DISTRICT,
    ),
    Row(
        "the nearest but one where the sender's own is out of the question",
        "nearest-police-body",
        ("territory", "police-region"),
        "police-district",
        territory=DISTRICT,
        excluded=("police-district",),
    ),
    Row("a person stands outside the bus", "convict", ("outside",), territory=DISTRICT),
    Row("a foreign mission stands outside the bus", "foreign-mission", ("outside",), parties={"foreign-mission": "x"}),
    Row("an unknown role has nobody", "stranger", ("nobody",), parties={"stranger": "school-one"}),
]


@pytest.mark.parametrize("row", PUBLISHERS, ids=lambda row: row.situation)
def test_by_publisher(row: Row) -> None:
    assert asked(row) == row.answer


@pytest.mark.parametrize("row", PARTIES, ids=lambda row: row.situation)
def test_by_parties(row: Row) -> None:
    assert asked(row) == row.answer


@pytest.mark.parametrize("row", TERRITORIES, ids=lambda row: row.situation)
def test_by_territory(row: Row) -> None:
    assert asked(row) == row.answer


@pytest.mark.parametrize("row", SPECIAL, ids=lambda row: row.situation)
def test_by_the_roles_own_way(row: Row) -> None:
    assert asked(row) == row.answer


def test_two_national_holders_are_several() -> None:
    # Made past its own checks, which refuse such a directory.
    twice = Directory((agency("one", "foreign-ministry"), agency("two", "foreign-ministry")))

    assert asked(Row("", "foreign-ministry", ()), twice) == ("several", "one", "two")


def test_a_role_is_resolved_as_the_directory_stood_then(catalogue: Catalogue) -> None:
    before = Case(at=day(2), publisher="patrol", parties={}, territory=OTHER_DISTRICT)
    after = Case(at=day(4), publisher="patrol", parties={}, territory=OTHER_DISTRICT)

    answers = [told(resolve("prosecutor", case, directory=DIRECTORY, catalogue=catalogue)) for case in (before, after)]

    assert answers == [("territory", "old-prosecutor"), ("territory", "prosecutor-region")]


def test_before_the_first_entry_nobody_holds_anything(catalogue: Catalogue) -> None:
    long_ago = Case(at=day(1).replace(year=2020), publisher="colony", parties={}, territory=DISTRICT)

    assert told(resolve("institution", long_ago, directory=DIRECTORY, catalogue=catalogue)) == ("not-named",)
