"""Composition: an agency's Outbox out of its profile."""

import asyncio
import os
import random
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Final, Self

from habarshy.knowing import Knowing
from producers.outbox import outbox
from producers.outbox.outbox import Means
from producers.outbox.packing import Speaker
from producers.outbox.sending import Pace
from producers.outbox.spool_file import Failpoint, nothing
from producers.outbox.wire import KafkaWire, OpenWire
from producers.profile import ClientProfile
from schemas import topics
from schemas.catalogue import loading as catalogue_loading
from schemas.directory.directory import Directory
from schemas.policy import model as policy
from services.law import calendar
from services.law.deadlines import Law

SPOOL: Final = "outbox"


class Outbox(outbox.Outbox):
    """An agency's voice: `async with Outbox(profile) as outbox: await outbox.send(ProtocolDrawn(...), About(...))`."""

    def __init__(
        self,
        profile: ClientProfile,
        *,
        directory: Callable[[], Directory] | None = None,
        spool: str = SPOOL,
        pace: Pace | None = None,
        at: Failpoint = nothing,
    ) -> None:
        """Whoever follows the reference log already gives the directory. Each spool of an agency has a name, and one process at a time."""
        self._knowing = Knowing(profile) if directory is None else None
        self._stack = AsyncExitStack()
        super().__init__(
            Means(
                speaker=Speaker(profile.network, profile.agency, profile.keyring(), os.urandom),
                catalogue=catalogue_loading.load(),
                directory=directory or self._knowing_directory,
                folder=profile.home / spool,
                wires={topic.name: _wire(profile, topic.name) for topic in (topics.OUTBOX, topics.URGENT)},
                law=_law,
                clock=_now,
                pause=asyncio.sleep,
                chance=random.SystemRandom().random,
                pace=pace or Pace(),
                at=at,
            )
        )

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as opened:
            if self._knowing is not None:
                await opened.enter_async_context(self._knowing)
            await super().__aenter__()
            self._stack = opened.pop_all()
        return self

    async def __aexit__(self, *error: object) -> None:
        await super().__aexit__(*error)
        await self._stack.aclose()

    def _knowing_directory(self) -> Directory:
        assert self._knowing is not None  # noqa: S101 - it is asked only where nobody else was given
        return self._knowing.directory()


def _now() -> datetime:
    return datetime.now(UTC)


def _law() -> Law:
    return Law(catalogue_loading.load(), calendar.load(), policy.load())


def _wire(profile: ClientProfile, kind: str) -> OpenWire:
    return lambda: KafkaWire(profile, client_id=f"{profile.agency}-{kind}")
