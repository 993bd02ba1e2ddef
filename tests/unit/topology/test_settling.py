"""Brokers that are busy, or late, are asked again for what is left; those that never show it are reported."""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

import pytest
from confluent_kafka.admin import AclOperation

from habarshy.topology import applying
from habarshy.topology.applying import Means
from habarshy.topology.errors import BusyError, TopologyError
from habarshy.topology.secret_files import SecretFiles
from habarshy.topology.wire import Wire
from schemas.errors.tree import Finding
from schemas.permissions import model
from schemas.topology import Limited, Rates, Right, Shape
from tests.topology import agency

TABLE = model.load()


class Brokers(Wire):
    """Brokers in memory, which make a part of what they are asked and then say that they are busy."""

    def __init__(self, *, at_once: int = 1_000, deaf: bool = False) -> None:
        self.at_once, self.deaf, self.asked = at_once, deaf, 0
        self.kept: dict[str, Shape] = {}
        self.held: set[Right] = set()
        self.known: dict[str, str] = {}
        self.limits: dict[Limited, Rates] = {}

    def brokers(self) -> int:
        return 1

    def make_sure(self, needed: frozenset[AclOperation]) -> None:
        assert needed

    def topics(self, names: Iterable[str] | None = None) -> Mapping[str, Shape]:
        return {name: shape for name, shape in self.kept.items() if names is None or name in set(names)}

    def rights(self, users: Iterable[str] | None = None) -> frozenset[Right]:
        return frozenset(right for right in self.held if users is None or right.user in set(users))

    def users(self) -> frozenset[str]:
        return frozenset(self.known)

    def quotas(self) -> Mapping[Limited, Rates]:
        return self.limits

    def create_topics(self, shapes: Mapping[str, Shape]) -> None:
        self.asked += 1
        self.kept |= dict(islice(shapes.items(), self.at_once))
        if len(shapes) > self.at_once:
            raise BusyError(Finding("HB-8105", "", {"what": "CreateTopics", "reason": "busy"}))

    def add_rights(self, rights: Iterable[Right]) -> None:
        if not self.deaf:
            self.held |= set(rights)

    def create_users(self, passwords: Mapping[str, str]) -> None:
        self.known |= passwords

    def set_quotas(self, changes: Mapping[Limited, Mapping[str, float | None]]) -> None:
        for limited, rates in changes.items():
            self.limits[limited] = {name: rate for name, rate in rates.items() if rate is not None}


@pytest.fixture
def means(tmp_path: Path) -> Means:
    return Means(SecretFiles(tmp_path), lambda: "long-and-random", lambda: None)


def test_brokers_that_are_busy_are_asked_again_for_what_is_left(means: Means) -> None:
    busy = Brokers(at_once=1)
    applying.apply_agency(agency("a"), busy, TABLE, means=means)

    assert set(busy.kept) == {"outbox.a", "urgent.a", "inbox.a"}
    assert busy.asked == 3
    assert busy.known == {"agency.a": "long-and-random"}


def test_nobody_can_log_in_before_everything_is_there(means: Means) -> None:
    busy = Brokers(at_once=0)

    with pytest.raises(TopologyError):
        applying.apply_agency(agency("a"), busy, TABLE, means=means)
    assert (busy.held, busy.known) == (set(), {})


def test_brokers_that_never_show_what_was_applied_are_reported(means: Means) -> None:
    with pytest.raises(TopologyError) as left:
        applying.apply_agency(agency("a"), Brokers(deaf=True), TABLE, means=means)

    assert str(left.value) == (
        "HB-8108: Everything was applied, but the brokers do not show it yet; steps left: 6. "
        "Wait a little and ask with habarshy topology check. If it stays so, somebody else changes the same things."
    )
