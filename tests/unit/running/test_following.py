"""What is applied of the reference log is noted in the ledger before anything is decided by it."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from habarshy.running.following import FollowedReference
from schemas.errors.tree import Finding, LedgerError
from services.ledger.memory import MemoryLedger
from services.ledger.reference import Applied
from tests.unit.admission import world
from tests.unit.intake.fakes import FakeReference
from tests.unit.intake.rig import memory

FIRST = Applied(1, "aa" * 32, world.RECEIVED_AT)
SECOND = Applied(2, "bb" * 32, world.RECEIVED_AT)


@dataclass
class Opening:
    """A ledger that can be opened, or is away."""

    ledger: MemoryLedger = field(default_factory=memory)
    away: bool = False
    times: int = 0

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[MemoryLedger]:
        self.times += 1
        if self.away:
            raise LedgerError(Finding("HB-8501", "", {"address": "nowhere", "what": "planted"}))
        yield self.ledger


def following(opening: Opening, new: list[Applied]) -> FollowedReference:
    return FollowedReference(FakeReference(world.directory()), opening.opened, new)


async def noted(opening: Opening) -> Sequence[Applied]:
    return await opening.ledger.applied(0, 100)


async def test_what_was_applied_is_noted_once_and_the_state_is_the_logs() -> None:
    opening, new = Opening(), [FIRST]
    reference = following(opening, new)

    state = await reference.caught_up()
    assert state.directory == world.directory()
    assert await noted(opening) == [FIRST]
    await reference.caught_up()
    assert opening.times == 1

    new.append(SECOND)
    await reference.caught_up()
    assert await noted(opening) == [FIRST, SECOND]


async def test_what_a_ledger_that_is_away_did_not_take_is_noted_later(caplog: pytest.LogCaptureFixture) -> None:
    opening = Opening(away=True)
    reference = following(opening, [FIRST])
    await reference.caught_up()
    assert [vars(record)["action"] for record in caplog.records] == ["reference.unnoted"]

    opening.away = False
    await reference.caught_up()
    assert await noted(opening) == [FIRST]


async def test_another_log_than_was_applied_before_is_told_of_and_what_was_noted_first_stays(
    caplog: pytest.LogCaptureFixture,
) -> None:
    opening = Opening()
    await following(opening, [FIRST, SECOND]).caught_up()

    with caplog.at_level(logging.CRITICAL):
        await following(opening, [FIRST, Applied(2, "cc" * 32, world.RECEIVED_AT)]).caught_up()
    (said,) = (vars(record) for record in caplog.records)
    assert (said["action"], said["sequence"], said["entries"]) == ("reference.another", 2, 1)
    assert await noted(opening) == [FIRST, SECOND]
