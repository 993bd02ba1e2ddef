"""A message proves its sender by the key as it stood when the bus received it: what comes later changes nothing of before."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from consumers.inbox.received import Received, Unproved
from schemas.directory.agency import AgencyVersion
from schemas.directory.directory import Directory
from tests import inbox_world
from tests.inbox_world import RECEIVED_AT, SENDER, State, World

SECOND = timedelta(seconds=1)


def with_key(world: World, **said: object) -> State:
    """The sender's signing key, as the directory shows it by now."""

    def changed(version: AgencyVersion) -> AgencyVersion:
        keys = (key.model_copy(update=said if key.purpose == "sign" else {}) for key in version.keys)
        return version.model_copy(update={"keys": tuple(keys)}) if version.id == SENDER else version

    return State(Directory(tuple(map(changed, world.state.directory.versions))), world.state.bus_keys)


@pytest.mark.parametrize("revoked_at", [RECEIVED_AT + timedelta.resolution, RECEIVED_AT + timedelta(days=30)])
def test_a_key_that_was_revoked_later_still_proves_what_came_before(revoked_at: datetime) -> None:
    world = inbox_world.world()
    found = world.reader().read(world.one(world.notice()), with_key(world, revoked_at=revoked_at))
    assert isinstance(found, Received)


@pytest.mark.parametrize(
    "said",
    [
        {"revoked_at": RECEIVED_AT},
        {"revoked_at": RECEIVED_AT - SECOND},
        {"valid_until": RECEIVED_AT},
        {"valid_from": RECEIVED_AT + SECOND},
    ],
)
def test_a_key_that_did_not_hold_when_the_bus_received_it_proves_nothing(said: dict[str, object]) -> None:
    world = inbox_world.world()
    found = world.reader().read(world.one(world.notice()), with_key(world, **said))
    assert isinstance(found, Unproved)
    assert [finding.code for finding in found.findings] == ["HB-8403"]


def test_a_mark_of_suspicion_ends_nothing() -> None:
    world = inbox_world.world()
    suspect = with_key(world, suspect_since=RECEIVED_AT - timedelta(days=1))
    assert isinstance(world.reader().read(world.one(world.notice()), suspect), Received)


def test_who_sent_in_the_time_of_a_key_is_received_in_its_time() -> None:
    """The instant is the bus's own, and not what the sender writes."""
    world = inbox_world.world()
    late = world.one(replace(world.notice(), received_at=RECEIVED_AT + timedelta(days=1)))
    found = world.reader().read(late, with_key(world, revoked_at=RECEIVED_AT + SECOND))
    assert isinstance(found, Unproved)
