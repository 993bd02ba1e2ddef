"""An answer that was decided is in the store until the Outbox has it, and one that the Outbox does not take holds up no other."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from consumers.inbox.answering import Answering
from consumers.inbox.inbox import Inbox
from consumers.inbox.routing import Router
from consumers.inbox.store.port import Outgoing
from consumers.inbox.store.sqlite import SqliteStore
from consumers.inbox.taking import Taker
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
    has: list[UUID] = field(default_factory=list)

    async def forward(self, outgoing: Outgoing) -> None:
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


async def test_an_answer_that_is_refused_stays_and_the_others_go(agency: Agency) -> None:
    first, *others = agency.answers
    agency.voice.refuses = {first}

    await agency.inbox._hand_over()
    assert (agency.voice.has, await agency.left()) == (others, [first])

    agency.voice.refuses.clear()
    await agency.inbox._hand_over()
    assert (agency.voice.has, await agency.left()) == ([*others, first], [])


async def test_an_outbox_that_goes_away_meanwhile_leaves_every_answer_in_the_store(agency: Agency) -> None:
    agency.voice.gone_after = 1

    with pytest.raises(ConnectionError):
        await agency.inbox._hand_over()

    assert await agency.left() == agency.answers
