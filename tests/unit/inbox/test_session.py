"""A client that is anywhere but where it should be: the store's position is the truth, and no record goes before its turn."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from aiokafka import ConsumerRecord, TopicPartition

from consumers.inbox.answering import Answering
from consumers.inbox.errors import Transient
from consumers.inbox.outcomes import Outcome
from consumers.inbox.received import Received
from consumers.inbox.records import RawRecord
from consumers.inbox.routing import Router
from consumers.inbox.session import Session
from consumers.inbox.store.port import Effect
from consumers.inbox.store.sqlite import SqliteStore
from consumers.inbox.taking import Position, Taker
from consumers.intake import rescue
from consumers.intake.rescue import Rescued
from producers.profile import Anchor, ClientProfile
from schemas.fields import AgencyId
from schemas.messages.notices.detention import ProsecutorNotice
from tests import inbox_world
from tests.inbox_world import RECIPIENT, FixedKnown
from tests.unit.inbox.clients import Client

NOW: Final = datetime(2026, 3, 6, 5, 0, tzinfo=UTC)
INBOX: Final = TopicPartition(f"inbox.{RECIPIENT}", 0)
PATIENCE_S: Final = 5.0


@dataclass
class Log:
    """What the leader gives from an offset on; below its beginning it gives an error."""

    raws: dict[int, RawRecord]
    begin: int = 0
    asked: list[int] = field(default_factory=list)

    async def fetch(self, _consumer: object, _partition: TopicPartition, offset: int) -> list[Rescued]:
        await asyncio.sleep(0)
        self.asked.append(offset)
        if offset < self.begin:
            raise LookupError("offset out of range")
        return [_rescued(at, raw) for at, raw in sorted(self.raws.items()) if at >= offset]


def _rescued(offset: int, raw: RawRecord) -> Rescued:
    headers = tuple((str(name).encode(), value) for name, value in raw.headers)
    return Rescued(offset, int(raw.appended_at.timestamp() * 1000), 1, raw.key, raw.value, headers)


class Slow(SqliteStore):
    """A store that answers when it may."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.asked, self.may_answer = asyncio.Event(), asyncio.Event()

    async def position(self, topic: str, partition: int) -> int | None:
        self.asked.set()
        await self.may_answer.wait()
        return await super().position(topic, partition)


@dataclass
class Bed:
    """Whoever sleeps in it wakes when a test says so."""

    slept: list[float] = field(default_factory=list)
    wakes: asyncio.Event = field(default_factory=asyncio.Event)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await self.wakes.wait()


@dataclass
class Agency:
    """An Inbox's session without a broker: what it told its client, what it slept, and what its handler heard."""

    session: Session
    client: Client
    store: Slow
    raws: list[RawRecord]
    told: list[int]
    raises: list[Exception]
    bed: Bed

    async def assigned(self) -> None:
        self.store.may_answer.set()
        await self.session.on_partitions_assigned({INBOX})

    async def given(self, offset: int) -> None:
        """The client hands over this record, whatever it was told."""
        await self.session._hear(self.record(offset))

    def record(self, offset: int) -> ConsumerRecord[bytes, bytes]:
        raw = self.raws[offset]
        at = int(raw.appended_at.timestamp() * 1000)
        headers = [(str(name), value or b"") for name, value in raw.headers]
        return ConsumerRecord(*INBOX, offset, at, 1, raw.key, raw.value, None, 0, 0, headers)


@pytest.fixture
async def agency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Agency]:
    world, router = inbox_world.world(), Router()
    told: list[int] = []
    raises: list[Exception] = []
    store = Slow(tmp_path / "inbox.sqlite")
    await store.open()
    raws = world.delivered(*(world.notice() for _ in range(4)))
    monkeypatch.setattr(rescue, "fetch", Log(dict(enumerate(raws))).fetch)

    @router.on(ProsecutorNotice)
    async def heard(message: Received[Any], _effect: Effect) -> None:
        if raises:
            raise raises.pop(0)
        told.append(message.record.offset)

    answering = Answering(inbox_world.NETWORK, RECIPIENT, lambda: NOW, os.urandom)
    taker = Taker(world.reader(), FixedKnown(world.state), store, router, answering)
    bed, client = Bed(), Client(len(raws))
    session = Session(_profile(), taker, backoff=float, sleep=bed.sleep)
    session._subscriber.consumer = client
    yield Agency(session, client, store, raws, told, raises, bed)
    bed.wakes.set()
    await asyncio.gather(*session._waits.values())
    await store.close()


def _profile() -> ClientProfile:
    return ClientProfile(
        network=inbox_world.NETWORK,
        agency=AgencyId(RECIPIENT),
        bootstrap=("localhost:1",),
        security="plaintext",
        trust=(Anchor(id="bus/directory-2026-01", public="A" * 43 + "="),),
    )


async def taken_before(agency: Agency, offset: int) -> None:
    """An earlier run has taken everything below this offset."""
    for raw in agency.raws[:offset]:
        await agency.session._taker.take(raw, Position(was=raw.offset or None))
    agency.told.clear()


async def test_nothing_is_handed_over_before_the_store_said_where_to_begin(agency: Agency) -> None:
    await taken_before(agency, 2)
    placing = asyncio.create_task(agency.session.on_partitions_assigned({INBOX}))
    async with asyncio.timeout(PATIENCE_S):
        await agency.store.asked.wait()
    assert agency.client.gives_from is None

    agency.store.may_answer.set()
    await placing
    assert agency.client.gives_from == 2


async def test_a_record_at_hand_while_the_store_is_asked_is_not_taken(agency: Agency) -> None:
    placing = asyncio.create_task(agency.session.on_partitions_assigned({INBOX}))
    async with asyncio.timeout(PATIENCE_S):
        await agency.store.asked.wait()
    await agency.given(3)
    agency.store.may_answer.set()
    await placing

    assert (agency.told, agency.client.gives_from) == ([], 0)


@pytest.mark.parametrize("offset", [0, 2, 3])
async def test_a_record_out_of_its_turn_is_not_taken_and_the_right_one_is_asked_for(
    agency: Agency, offset: int
) -> None:
    await taken_before(agency, 1)
    await agency.assigned()
    await agency.given(offset)

    assert (agency.told, agency.client.gives_from) == ([], 1)
    await agency.given(1)
    assert agency.told == [1]


async def test_what_will_pass_holds_its_partition_until_its_next_try(agency: Agency) -> None:
    agency.raises.append(Transient())
    await agency.assigned()
    await agency.given(0)
    waiting = agency.session._waits[INBOX]
    assert (agency.client.gives_from, agency.client.at) == (None, 0)

    agency.bed.wakes.set()
    await waiting
    assert (agency.bed.slept, agency.client.gives_from) == ([1.0], 0)
    await agency.given(0)
    assert agency.told == [0]


async def test_a_partition_that_was_taken_away_is_taken_on_by_nobody_here(agency: Agency) -> None:
    await agency.assigned()
    await agency.session.on_partitions_revoked({INBOX})
    await agency.given(0)

    assert agency.told == []
    assert await agency.store.position(*INBOX) is None


async def test_what_another_inbox_has_taken_meanwhile_is_gone_on_from(agency: Agency) -> None:
    await agency.assigned()
    await taken_before(agency, 2)
    await agency.given(0)

    assert (agency.told, agency.client.gives_from) == ([], 2)


async def test_what_the_client_has_at_hand_is_taken_with_the_record_that_it_gives(agency: Agency) -> None:
    await agency.assigned()
    agency.client.fetched = [agency.record(offset) for offset in (1, 2, 3)]
    await agency.given(0)

    assert (agency.told, await agency.store.position(*INBOX)) == ([0, 1, 2, 3], 4)


async def test_what_lies_behind_a_gap_at_hand_is_asked_for_again(agency: Agency) -> None:
    await agency.assigned()
    agency.client.fetched = [agency.record(offset) for offset in (1, 3)]
    await agency.given(0)

    assert (agency.told, agency.client.gives_from) == ([0, 1], 2)


async def test_what_will_pass_sends_back_what_is_at_hand_behind_it(agency: Agency) -> None:
    agency.raises.append(Transient())
    await agency.assigned()
    agency.client.fetched = [agency.record(offset) for offset in (1, 2)]
    await agency.given(0)

    assert (agency.told, agency.client.gives_from, agency.client.at) == ([], None, 0)


async def test_a_session_that_is_closed_takes_nothing_more_of_what_is_at_hand(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = agency.session._taker.take_all

    async def one_and_then_closed(raws: list[RawRecord], was: int | None) -> Sequence[Outcome]:
        outcomes = await taken(raws[:1], was)
        await agency.session.close()
        return outcomes

    monkeypatch.setattr(agency.session._taker, "take_all", one_and_then_closed)
    await agency.assigned()
    agency.client.fetched = [agency.record(offset) for offset in (1, 2)]
    await agency.given(0)

    assert (agency.told, await agency.store.position(*INBOX)) == ([0], 1)
