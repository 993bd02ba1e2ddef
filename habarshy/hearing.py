"""Composition: an agency's Inbox out of its profile."""

import os
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import orjson

from consumers.inbox import inbox, routing
from consumers.inbox.answering import Answering
from consumers.inbox.inbox import Pace
from consumers.inbox.reading import Reader
from consumers.inbox.routing import Router
from consumers.inbox.store.port import Outgoing, Store
from consumers.inbox.store.sqlite import SqliteStore
from consumers.inbox.taking import At, Taker, nowhere
from consumers.reference.alarms import Alarm
from consumers.reference.follower import Follower
from habarshy import client
from habarshy.knowing import logged
from producers.outbox import outbox as outboxes
from producers.outbox.drafting import Draft
from producers.profile import ClientProfile
from schemas.catalogue import loading as catalogue_loading
from schemas.directory.directory import Directory

STORE: Final = "inbox.sqlite"
SPOOL: Final = "inbox"
"""The spool of an Inbox that was given no Outbox: another process may use the agency's own."""


@dataclass(frozen=True)
class Running:
    """How it runs: what most programs leave as it is."""

    pace: Pace = field(default_factory=Pace)
    alarm: Callable[[Alarm], None] = logged
    at: At = nowhere


class Inbox(inbox.Inbox):
    """An agency's ear: `await Inbox(profile, routers=[router]).run()`. It answers by the Outbox that it is given, or by one of its own."""

    def __init__(
        self,
        profile: ClientProfile,
        *,
        routers: Sequence[Router] = (),
        store: Store | None = None,
        outbox: outboxes.Outbox | None = None,
        running: Running | None = None,
    ) -> None:
        running = running or Running()
        self._follower = Follower(profile, alarm=running.alarm)
        self._own = client.Outbox(profile, directory=lambda: self.directory, spool=SPOOL) if outbox is None else None
        answers = outbox or self._own
        taker = Taker(
            reader(profile),
            self._follower,
            store or SqliteStore(profile.home / STORE),
            routing.joined(routers),
            Answering(profile.network, profile.agency, lambda: datetime.now(UTC), os.urandom),
            answers,
            at=running.at,
        )
        super().__init__(profile, taker, sender=Forwarding(answers) if answers else None, pace=running.pace)

    @property
    def directory(self) -> Directory:
        """As the reference log has it now."""
        return self._follower.state.directory

    async def caught_up(self) -> None:
        """Returns when all that the reference log held is known; LogError where nothing of it can be believed."""
        await self._follower.caught_up()

    async def unanswered(self) -> int:
        """How many answers are decided and not yet on the wire; of an Outbox that was given, not yet in its spool."""
        return await super().unanswered() + (len(await self._own.waiting()) if self._own else 0)

    async def run(self) -> None:
        """Until it is stopped; DeafError where it hears nothing and building its client anew does not help."""
        async with AsyncExitStack() as opened:
            await opened.enter_async_context(self._follower)
            if self._own is not None:
                await opened.enter_async_context(self._own)
            await super().run()


@dataclass(frozen=True)
class Forwarding:
    """Hands answers to an Outbox: under the id that the Inbox gave them, so that a second try is the same message."""

    outbox: outboxes.Outbox

    async def forward(self, outgoing: Outgoing) -> None:
        draft = Draft(envelope=orjson.loads(outgoing.line), regarded=outgoing.regarded)
        await self.outbox.keep(draft, minted=outgoing.id)


def reader(profile: ClientProfile) -> Reader:
    """Who reads with this profile's keys."""
    openers = tuple(profile.keyring().openers)
    return Reader(profile.network, profile.agency, openers, catalogue_loading.load())
