"""An answer that was decided is in the store until the Outbox has it, and one that the Outbox does not take holds up no other."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from consumers.inbox.answering import Answering
from consumers.inbox.inbox import Inbox, Pace
from consumers.inbox.routing import Router
from consumers.inbox.store.port import Outgoing
from consumers.inbox.store.sql import SqlStore
from consumers.inbox.store.sqlite import SqliteStore
from consumers.inbox.taking import Taker
from habarshy.command import inbox_screens
from producers.outbox.errors import OutboxError, broken
from producers.profile import Anchor, ClientProfile
from schemas.errors.tree import Finding, NotSayableError
from schemas.fields import AgencyId
from tests import inbox_world
from tests.inbox_world import RECIPIENT, FixedKnown

NOW = datetime(2026, 3, 6, 5, 0, tzinfo=UTC)


@dataclass
class Voice:
    """The Outbox: refuses what it is told to, and may be gone."""

    refuses: set[UUID] = field(default_factory=set)
    gone_after: int | None = None
    ails: str = ""
    """What is wrong with the whole Outbox."""
    has: list[UUID] = field(default_factory=list)

    async def forward(self, outgoing: Outgoing) -> None:
        if self.ails:
            raise broken(self.ails, agency=RECIPIENT, key="", what="")
        if outgoing.id in self.refuses:
            raise NotSayableError(Finding("HB-8303", "", {"agency": RECIPIENT}))
        if self.gone_after is not None and len(self.has) >= self.gone_after:
            raise ConnectionError
        self.has.append(outgoing.id)


@dataclass
class Agency:
    inbox: Inbox
    store: SqliteStore
    voice: Voice
    answers: list[UUID]

    async def left(self) -> list[UUID]:
        return [one.id for one in await self.store.outgoing()]


@pytest.fixture
async def agency(tmp_path: Path) -> AsyncIterator[Agency]:
    """Three answers are decided."""
    world, voice, store = inbox_world.world(), Voice(), SqliteStore(tmp_path / "inbox.sqlite")
    await store.open()
    answering = Answering(inbox_world.NETWORK, RECIPIENT, lambda: NOW, os.urandom)
    taker = Taker(world.reader(), FixedKnown(world.state), store, Router(), answering)
    inbox = Inbox(_profile(), taker, sender=voice)
    for days in range(3):
        await inbox.resync(NOW - timedelta(days=days))
    yield Agency(inbox, store, voice, [one.id for one in await store.outgoing()])
    await store.close()


def _profile() -> ClientProfile:
    return ClientProfile(
        network=inbox_world.NETWORK,
        agency=AgencyId(RECIPIENT),
        bootstrap=("localhost:1",),
        security="plaintext",
        trust=(Anchor(id="bus/directory-2026-01", public="A" * 43 + "="),),
    )


async def test_what_the_outbox_has_is_in_the_store_no_longer(agency: Agency) -> None:
    await agency.inbox._hand_over()

    assert (agency.voice.has, await agency.left()) == (agency.answers, [])


async def test_an_answer_that_is_refused_becomes_a_letter_and_the_others_go(agency: Agency) -> None:
    first, *others = agency.answers
    agency.voice.refuses = {first}
    (before, *_) = await agency.store.outgoing()

    await agency.inbox._hand_over()
    assert (agency.voice.has, await agency.left()) == (others, [])
    (kept,) = await agency.store.letters()
    assert (kept.letter.because, kept.letter.finding.code) == ("unsaid", "HB-8303")
    assert kept.letter.record.topic == f"outbox.{RECIPIENT}"
    assert "HB-8303" in inbox_screens.letter_row(kept)[1]

    agency.voice.refuses.clear()
    await agency.inbox.again(kept.number)
    await agency.inbox._take_again()
    assert (await agency.store.letters(), await agency.store.outgoing()) == ([], [before])
    await agency.inbox._hand_over()
    assert (agency.voice.has, await agency.left()) == ([*others, first], [])


async def test_refused_answers_however_many_keep_no_other_waiting(agency: Agency) -> None:
    for days in range(120):
        await agency.inbox.resync(NOW - timedelta(days=days))
    first = [one.id for one in await agency.store.outgoing()]
    agency.voice.refuses = set(first)

    await agency.inbox._hand_over()
    await agency.inbox._hand_over()

    assert (len(first), len(agency.voice.has), await agency.left()) == (100, 23, [])
    assert await agency.store.counted() == {"taken": 0, "letters": 100, "outgoing": 0}


async def test_however_many_answers_wait_all_are_handed_over_before_the_inbox_rests(agency: Agency) -> None:
    for days in range(250):
        await agency.inbox.resync(NOW - timedelta(days=days))
    rests = asyncio.Event()

    async def rest(_seconds: float) -> None:
        rests.set()
        await asyncio.Event().wait()

    agency.inbox._pace = Pace(sleep=rest)
    answering = asyncio.create_task(agency.inbox._answer())
    async with asyncio.timeout(60):
        await rests.wait()
    answering.cancel()
    assert (len(agency.voice.has), await agency.left()) == (253, [])


@pytest.mark.parametrize("code", ["HB-8309", "HB-8306", "HB-8303"])
async def test_what_no_answer_could_pass_leaves_every_answer_in_the_store(agency: Agency, code: str) -> None:
    agency.voice.ails = code

    with pytest.raises(OutboxError):
        await agency.inbox._hand_over()

    assert (await agency.left(), await agency.store.letters()) == (agency.answers, [])


async def test_only_letters_that_a_person_wants_are_read_to_take_them_again(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency.voice.refuses = set(agency.answers)
    await agency.inbox._hand_over()
    first, *others = await agency.store.letters()
    await agency.inbox.again(first.number)
    monkeypatch.delattr(SqlStore, "letters")

    await agency.inbox._take_again()

    assert await agency.left() == [UUID((first.letter.record.key or b"").decode())]
    assert [await agency.store.letter(kept.number) for kept in others] == others


async def test_an_outbox_that_goes_away_meanwhile_leaves_every_answer_in_the_store(agency: Agency) -> None:
    agency.voice.gone_after = 1

    with pytest.raises(ConnectionError):
        await agency.inbox._hand_over()

    assert await agency.left() == agency.answers
