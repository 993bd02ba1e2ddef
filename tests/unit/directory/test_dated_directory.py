"""Yesterday's question gets yesterday's answer: agencies, successors, overseers and keys at an instant."""

from datetime import datetime, timedelta

import pytest

from schemas.directory.agency import AgencyKey
from schemas.directory.directory import Directory
from tests.unit.directory.agencies import START, TODAY, agency, closed, day, directory_of, key

MICROSECOND = timedelta(microseconds=1)


def roles(directory: Directory, name: str, at: datetime) -> tuple[str, ...] | None:
    state = directory.agency(name, at)
    return None if state is None else state.roles


@pytest.mark.parametrize(
    ("at", "held"),
    [
        pytest.param(START - MICROSECOND, None, id="before the first entry"),
        pytest.param(START, ("police",), id="from the first entry on"),
        pytest.param(day(3) - MICROSECOND, ("police",), id="until the second"),
        pytest.param(day(3), ("police", "police-officer"), id="from the second on"),
        pytest.param(day(12), ("police", "police-officer"), id="ever after"),
    ],
)
def test_a_state_holds_until_the_next(at: datetime, held: tuple[str, ...] | None) -> None:
    directory = directory_of(
        agency("police-one", "police", "police-officer", valid_from=day(3).isoformat()),
        agency("police-one", "police"),
    )

    assert roles(directory, "police-one", at) == held


def test_an_unknown_agency_has_no_state() -> None:
    directory = directory_of(agency("police-one", "police"))

    assert directory.agency("police-two", TODAY) is None
    assert directory.history("police-two") == ()


def test_a_history_is_in_order() -> None:
    later = agency("police-one", valid_from=day(3).isoformat())
    first = agency("police-one")

    assert directory_of(later, first).history("police-one") == (first, later)


@pytest.mark.parametrize("how", ["merged", "renamed", "abolished"])
def test_a_closed_agency_holds_no_role_and_can_still_be_asked_about(how: str) -> None:
    directory = directory_of(
        agency("police-one", "police"),
        closed("police-one", how=how, at=day(3), successor="police-two"),
        agency("police-two", "police"),
    )

    assert [holder.id for holder in directory.holders("police", day(2))] == ["police-one", "police-two"]
    assert [holder.id for holder in directory.holders("police", TODAY)] == ["police-two"]
    state = directory.agency("police-one", TODAY)
    assert state is not None
    assert state.closed == how


@pytest.mark.parametrize(
    ("at", "stands"),
    [
        pytest.param(day(2), "police-one", id="while it is open it stands for itself"),
        pytest.param(day(4), "police-two", id="then its successor"),
        pytest.param(day(6), "police-three", id="then the successor's successor"),
    ],
)
def test_a_successor_stands_for_a_closed_agency(at: datetime, stands: str) -> None:
    directory = directory_of(
        agency("police-one"),
        closed("police-one", at=day(3), successor="police-two"),
        agency("police-two"),
        closed("police-two", how="renamed", at=day(5), successor="police-three"),
        agency("police-three", valid_from=day(5).isoformat()),
    )

    successor = directory.successor("police-one", at)

    assert successor is not None
    assert successor.id == stands


def test_an_abolished_agency_without_a_successor_has_nobody() -> None:
    directory = directory_of(agency("police-one"), closed("police-one", how="abolished", at=day(3)))

    assert directory.successor("police-one", TODAY) is None


def test_a_successor_that_is_not_there_yet_stands_for_nobody() -> None:
    directory = directory_of(
        agency("police-one"),
        closed("police-one", at=day(3), successor="police-two"),
        agency("police-two", valid_from=day(9).isoformat()),
    )

    assert directory.successor("police-one", TODAY) is None


def test_an_agency_opens_again() -> None:
    directory = directory_of(
        agency("police-one", "police"),
        closed("police-one", how="abolished", at=day(3)),
        agency("police-one", "police", valid_from=day(5).isoformat()),
    )

    assert [len(directory.holders("police", at)) for at in (day(2), day(4), day(6))] == [1, 0, 1]


def overseer(directory: Directory, name: str, at: datetime = TODAY) -> str | None:
    found = directory.overseer(name, at)
    return None if found is None else found.id


def test_an_agency_names_its_overseer() -> None:
    directory = directory_of(agency("police-one", overseer="prosecutor-one"), agency("prosecutor-one"))

    assert overseer(directory, "police-one") == "prosecutor-one"


def test_the_superiors_overseer_oversees_who_names_none() -> None:
    directory = directory_of(
        agency("inspector", superior="police-one"),
        agency("police-one", superior="department"),
        agency("department", overseer="prosecutor-one"),
        agency("prosecutor-one"),
    )

    assert overseer(directory, "inspector") == "prosecutor-one"


def test_a_closed_overseer_is_followed_to_its_successor() -> None:
    directory = directory_of(
        agency("police-one", overseer="prosecutor-one"),
        agency("prosecutor-one"),
        closed("prosecutor-one", at=day(3), successor="prosecutor-two"),
        agency("prosecutor-two"),
    )

    assert [overseer(directory, "police-one", at) for at in (day(2), day(4))] == ["prosecutor-one", "prosecutor-two"]


def test_a_closed_superior_is_followed_to_its_successor() -> None:
    directory = directory_of(
        agency("inspector", superior="police-one"),
        agency("police-one", overseer="prosecutor-one"),
        closed("police-one", at=day(3), successor="police-two"),
        agency("police-two", overseer="prosecutor-two"),
        agency("prosecutor-one"),
        agency("prosecutor-two"),
    )

    assert [overseer(directory, "inspector", at) for at in (day(2), day(4))] == ["prosecutor-one", "prosecutor-two"]


def test_an_overseer_abolished_without_a_successor_oversees_nobody() -> None:
    directory = directory_of(
        agency("police-one", overseer="prosecutor-one"),
        agency("prosecutor-one"),
        closed("prosecutor-one", how="abolished", at=day(3)),
    )

    assert overseer(directory, "police-one") is None


def test_the_top_has_no_overseer() -> None:
    directory = directory_of(agency("inspector", superior="general"), agency("general"))

    assert overseer(directory, "inspector") is None
    assert overseer(directory, "stranger") is None


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        pytest.param(START - MICROSECOND, False, id="before it begins"),
        pytest.param(START, True, id="from its beginning"),
        pytest.param(day(4), True, id="meanwhile"),
        pytest.param(day(7) - MICROSECOND, True, id="to its end"),
        pytest.param(day(7), False, id="from its end on"),
    ],
)
def test_a_key_holds_for_its_time(at: datetime, *, holds: bool) -> None:
    assert AgencyKey.model_validate(key("police-one")).holds(at) is holds


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        pytest.param(day(4) - MICROSECOND, True, id="before the revocation"),
        pytest.param(day(4), False, id="from the revocation on"),
        pytest.param(day(5), False, id="after the revocation"),
    ],
)
def test_a_revoked_key_proves_nothing_from_then_on(at: datetime, *, holds: bool) -> None:
    assert AgencyKey.model_validate(key("police-one", revoked_at=day(4).isoformat())).holds(at) is holds


def test_a_suspicion_changes_nothing_about_a_key() -> None:
    assert AgencyKey.model_validate(key("police-one", suspect_since=day(2).isoformat())).holds(day(4))


@pytest.mark.parametrize(
    ("duty", "mode"),
    [
        pytest.param("custody.force-used-notice", "shadow", id="the duty's own mode"),
        pytest.param("custody.injury-notice", "binding", id="the agency's mode"),
    ],
)
def test_a_duty_may_have_another_mode_than_its_agency(duty: str, mode: str) -> None:
    colony = agency("colony", duties={"custody.force-used-notice": "shadow"})

    assert colony.mode_for(duty) == mode


def test_an_agency_is_binding_unless_it_says_otherwise() -> None:
    assert agency("colony").mode_for("custody.injury-notice") == "binding"
    assert agency("colony", mode="off").mode_for("custody.injury-notice") == "off"
