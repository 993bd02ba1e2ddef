"""An agency answers for each role in which it was told, and only for those that the directory shows it in."""

import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from consumers.inbox.answering import Answering
from consumers.inbox.received import Received, Unusable
from schemas.directory.directory import Directory
from schemas.messages import registry
from schemas.messages.envelope import Receipt
from tests import inbox_world
from tests.inbox_world import RECIPIENT, State

NOW = datetime(2026, 3, 6, 5, 0, tzinfo=UTC)
WORLD = inbox_world.world()
ANSWERING = Answering(inbox_world.NETWORK, RECIPIENT, lambda: NOW, os.urandom)


def holding(*roles: str) -> State:
    """The directory shows the recipient in these."""
    versions = WORLD.state.directory.versions
    changed = [one.model_copy(update={"roles": roles}) if one.id == RECIPIENT else one for one in versions]
    return State(Directory(tuple(changed)), WORLD.state.bus_keys)


BOTH = holding("prosecutor", "court")


def told(*roles: str) -> Received[object]:
    found = WORLD.reader().read(WORLD.one(WORLD.notice()), WORLD.state)
    assert isinstance(found, Received)
    return replace(found, roles=roles)


def receipts(lines: list[bytes]) -> list[tuple[str, str]]:
    read = [registry.read_envelope(line) for line in lines]
    return [(one.name, one.as_role) for one in read if isinstance(one, Receipt)]


@pytest.mark.parametrize("roles", [(), ("prosecutor",), ("prosecutor", "court")])
def test_what_is_taken_is_answered_once_for_each_role(roles: tuple[str, ...]) -> None:
    answers = list(ANSWERING.taken(told(*roles), BOTH))

    assert receipts([one.line for one in answers]) == [("taken", role) for role in roles]
    assert len({one.id for one in answers}) == len(roles)


@pytest.mark.parametrize("roles", [(), ("prosecutor",), ("prosecutor", "court")])
def test_what_is_refused_is_refused_for_each_role(roles: tuple[str, ...]) -> None:
    unusable = Unusable(told(*roles), "unreadable", ())

    answers = list(ANSWERING.refused(unusable, BOTH))

    assert receipts([one.line for one in answers]) == [("refused", role) for role in roles]


@pytest.mark.parametrize("roles", [("overseer",), ("court",), ("overseer", "prosecutor")])
def test_who_reads_in_the_stead_of_another_gives_no_receipt_that_the_bus_would_refuse(roles: tuple[str, ...]) -> None:
    taken = ANSWERING.taken(told(*roles), holding("prosecutor"))
    refused = ANSWERING.refused(Unusable(told(*roles), "unreadable", ()), holding("prosecutor"))

    held = [role for role in roles if role == "prosecutor"]
    assert receipts([one.line for one in taken]) == [("taken", role) for role in held]
    assert receipts([one.line for one in refused]) == [("refused", role) for role in held]


def test_a_fact_is_heard_and_asks_for_no_answer() -> None:
    found = WORLD.reader().read(WORLD.one(WORLD.fact()), WORLD.state)
    assert isinstance(found, Received)

    assert list(ANSWERING.taken(found, WORLD.state)) == []
