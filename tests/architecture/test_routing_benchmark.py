"""Our own contestant, which does the peers' job alone, does it whole: on the ledger as intake gives it the records."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from benchmarks.core import judging, records, world
from benchmarks.core.records import Signed
from benchmarks.core.routing_job import Routing
from benchmarks.core.world import World
from schemas.messages.envelope import Notice, OnOccasion
from services.admission.checking import Checked
from services.ledger.entries import Read
from services.ledger.memory import MemoryLedger
from services.ledger.port import Recorded
from services.ledger.records import Partition
from tests.architecture import test_benchmarks

NOTICES = 60
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world.world(tmp_path_factory.mktemp("world"), NOW)


@pytest.fixture(scope="module")
def load(here: World) -> Sequence[Signed]:
    return records.signed(here, "few", NOTICES)


def checked(here: World, load: Sequence[Signed], first: int = 0) -> list[Checked]:
    """The records of one agency, as they lie in its outbox from this offset on."""
    topic = load[0].topic
    own = [one for one in load if one.topic == topic]
    return [test_benchmarks.checked(here, one, offset) for offset, one in enumerate(own, first)]


def recorded(ledger: MemoryLedger, batch: Sequence[Checked]) -> Recorded:
    """As intake would: claimed, and read from the first on."""

    async def record() -> Recorded:
        arrival = batch[-1].arrival
        (position,) = await ledger.claim([Partition(*arrival.partition)])
        outcome = await ledger.record([Read(position, position.next_offset + len(batch), NOW)], Routing(batch))
        assert isinstance(outcome, Recorded)
        return outcome

    return asyncio.run(record())


def test_every_record_is_routed_and_every_notice_goes_out(here: World, load: Sequence[Signed]) -> None:
    batch = checked(here, load)
    outcome = recorded(MemoryLedger(lambda: NOW), batch)

    assert Counter(entry.decision.disposition for entry in outcome.entries) == {"ROUTED": len(batch)}
    notices = [one.claimed for one in batch if isinstance(one.message, Notice)]
    assert [one.name.id for one in outcome.waiting] == [str(claimed.id) for claimed in notices if claimed]


def test_each_occasion_has_one_obligation_which_its_notice_meets(here: World, load: Sequence[Signed]) -> None:
    batch = checked(here, load)
    outcome = recorded(MemoryLedger(lambda: NOW), batch)

    states = [obliged for one in outcome.judged for obliged in one.obligations]
    assert len(states) == len({one.message.occasion for one in batch if isinstance(one.message, OnOccasion)})
    assert {one.verdict for one in states} == {"met-in-time"}
    assert all(one.duty == judging.DUTY for one in states)


def test_what_came_before_goes_nowhere_again(here: World, load: Sequence[Signed]) -> None:
    ledger, batch = MemoryLedger(lambda: NOW), checked(here, load)
    recorded(ledger, batch)
    again = recorded(ledger, checked(here, load, first=len(batch)))

    assert Counter(entry.decision.disposition for entry in again.entries) == {"DUPLICATE": len(batch)}
    assert not again.waiting
