"""What every test of the Inbox may ask for."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from consumers.inbox.answering import Answering
from consumers.inbox.routing import Router
from consumers.inbox.store.sqlite import SqliteStore
from consumers.inbox.taking import Taker
from schemas.messages.bus import ObligationSnapshot
from schemas.messages.notices.detention import ProsecutorNotice
from tests import inbox_world
from tests.inbox_world import RECIPIENT, FixedKnown
from tests.unit.inbox.offices import NOW, Desk, Heard, Office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    world, desk, heard, router = inbox_world.world(), Desk(), Heard(), Router()
    router.on(ProsecutorNotice)(desk.hear)
    router.on(ObligationSnapshot)(desk.hear)
    store = SqliteStore(tmp_path / "inbox.sqlite")
    await store.open()
    async with store.taking() as within:
        await within.effect.execute("create table told (id text)")
    answering = Answering(inbox_world.NETWORK, RECIPIENT, lambda: NOW, os.urandom)
    taker = Taker(world.reader(), FixedKnown(world.state), store, router, answering, heard)
    yield Office(world, taker, desk, heard)
    await store.close()
