"""Who died without a word is sent out of its groups, once; who is alive is left there."""

import logging
from dataclasses import dataclass, field

import pytest
from aiokafka.errors import GroupCoordinatorNotAvailableError

from consumers.intake import departed
from consumers.intake.departed import Departed
from consumers.intake.groups import Member
from schemas.errors.tree import Finding, LedgerError
from services.ledger.presence_in_memory import MemoryPresence
from tests.unit.intake.fakes import Clock

GROUP = "intake"
MISSED_S = 10.0
ONE, OTHER, THIRD = 1, 2, 3


def member(number: int, *, group: str = GROUP) -> Member:
    return Member(f"id-{number}", departed.client_id(group, number))


@dataclass
class FakeGroups:
    """A coordinator that answers, or does not."""

    inside: dict[str, list[Member]]
    comes: MemoryPresence | None = None
    """A process that joins before the group is asked, and was there before it joined."""
    away: int = 0
    asked: int = 0
    connected: bool = False
    sent_out: list[tuple[str, Member]] = field(default_factory=list)

    async def members(self, group: str) -> list[Member]:
        self.asked, self.connected = self.asked + 1, True
        if self.away:
            self.away -= 1
            raise GroupCoordinatorNotAvailableError
        if self.comes is not None:
            await self.comes.look()
            self.inside[group].append(member(self.comes.number, group=group))
        return list(self.inside[group])

    async def send_out(self, group: str, member: Member) -> None:
        self.sent_out.append((group, member))
        self.inside[group].remove(member)

    async def rest(self) -> None:
        self.connected = False


@dataclass
class FailingPresence:
    """A way to the ledger that breaks."""

    near: MemoryPresence
    fails: int = 0

    @property
    def number(self) -> int:
        return self.near.number

    async def look(self) -> frozenset[int]:
        if self.fails:
            self.fails -= 1
            await self.near.close()
            raise LedgerError(Finding("HB-8501", "", {"address": "nowhere", "what": "planted"}))
        return await self.near.look()


@dataclass
class Scene:
    """The process of number one, and all that others did."""

    there: set[int] = field(default_factory=set)
    groups: FakeGroups = field(default_factory=lambda: FakeGroups({GROUP: [member(ONE)]}))
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.presence = FailingPresence(MemoryPresence(ONE, self.there))
        self.departed = Departed(self.presence, self.groups, list(self.groups.inside), self.clock, MISSED_S)

    async def look(self, *, after_s: float = 0.0) -> None:
        self.clock.now += after_s
        await self.departed.look()


async def test_who_is_in_a_group_and_not_there_any_more_is_sent_out() -> None:
    scene = Scene({OTHER}, FakeGroups({GROUP: [member(ONE), member(OTHER)]}))
    await scene.look()
    assert scene.groups.sent_out == []

    scene.there.remove(OTHER)
    await scene.look(after_s=2 * MISSED_S)

    assert scene.groups.sent_out == [(GROUP, member(OTHER))]


async def test_who_died_before_a_process_began_is_sent_out_of_each_of_its_groups_once_it_has_joined() -> None:
    """A group that is left empty lets whoever comes wait for others."""
    urgent = member(OTHER, group="intake.urgent")
    scene = Scene(groups=FakeGroups({GROUP: [member(OTHER)], "intake.urgent": [urgent]}))
    await scene.look()
    assert scene.groups.sent_out == []

    scene.groups.inside[GROUP].append(member(ONE))
    scene.groups.inside["intake.urgent"].append(member(ONE, group="intake.urgent"))
    await scene.look()

    assert scene.groups.sent_out == [(GROUP, member(OTHER)), ("intake.urgent", urgent)]


async def test_who_joined_while_the_group_was_asked_is_left_in_it() -> None:
    scene = Scene()
    scene.groups.comes = MemoryPresence(OTHER, scene.there)

    await scene.look()

    assert (len(scene.groups.inside[GROUP]), scene.groups.sent_out) == (2, [])


async def test_who_cannot_reach_the_ledger_is_sent_out_once_and_not_again_each_time_that_it_joins() -> None:
    scene = Scene({OTHER}, FakeGroups({GROUP: [member(ONE), member(OTHER)]}))
    await scene.look()
    scene.there.remove(OTHER)
    await scene.look()
    scene.groups.inside[GROUP].append(member(OTHER))
    await scene.look()
    assert len(scene.groups.sent_out) == 1

    scene.there.add(OTHER)
    await scene.look()
    scene.there.remove(OTHER)
    await scene.look()
    assert len(scene.groups.sent_out) == 2


async def test_after_the_ledger_was_away_nobody_is_taken_for_gone_who_is_only_not_there_again_yet() -> None:
    scene = Scene({OTHER}, FakeGroups({GROUP: [member(ONE), member(OTHER)]}))
    await scene.look()
    scene.there.clear()
    scene.presence.fails = 1
    await scene.look()
    asked = scene.groups.asked

    await scene.look()

    assert (scene.groups.asked, scene.groups.sent_out) == (asked, [])


async def test_groups_that_cannot_be_asked_are_asked_again_and_it_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    scene = Scene(groups=FakeGroups({GROUP: [member(ONE), member(OTHER)]}, away=3))
    with caplog.at_level(logging.WARNING):
        for _ in range(4):
            await scene.look()

    assert scene.groups.sent_out == [(GROUP, member(OTHER))]
    actions = [record.__dict__["action"] for record in caplog.records]
    assert actions == ["intake.departed-unknown", "intake.sent-out"]


@pytest.mark.parametrize("client", ["aiokafka-0.14", "other-2", "intake", "intake-", "intake-x"])
async def test_another_program_in_the_group_is_left_there(client: str) -> None:
    scene = Scene(groups=FakeGroups({GROUP: [member(ONE), Member("id", client)]}))
    await scene.look()
    assert scene.groups.sent_out == []


async def test_while_nobody_is_gone_the_groups_are_not_asked() -> None:
    scene = Scene({OTHER}, FakeGroups({GROUP: [member(ONE), member(OTHER)]}))
    await scene.look()
    await scene.look(after_s=MISSED_S)
    scene.there.add(THIRD)
    await scene.look()
    assert (scene.groups.asked, scene.groups.connected) == (1, False)

    scene.there.remove(THIRD)
    await scene.look()
    assert (scene.groups.asked, scene.groups.connected) == (2, True)
