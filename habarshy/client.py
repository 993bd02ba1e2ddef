"""Composition: an agency's Outbox out of its profile."""

import asyncio
import os
import random
from collections.abc import Callable
from datetime import UTC, datetime

from producers.outbox import outbox
from producers.outbox.outbox import Means
from producers.outbox.packing import Speaker
from producers.outbox.sending import Pace
from producers.outbox.spool_file import Limits
from producers.outbox.wire import KafkaWire, OpenWire
from producers.profile import ClientProfile
from schemas import topics
from schemas.catalogue import loading as catalogue_loading
from schemas.directory.directory import Directory

SPOOL = "outbox"


class Outbox(outbox.Outbox):
    """An agency's voice: `async with Outbox(profile) as outbox: await outbox.send(ProtocolDrawn(...), About(...))`."""

    def __init__(
        self,
        profile: ClientProfile,
        *,
        directory: Callable[[], Directory],
        spool: str = SPOOL,
        pace: Pace | None = None,
    ) -> None:
        """Each spool of an agency has a name of its own; one process at a time uses it."""
        super().__init__(
            Means(
                speaker=Speaker(profile.network, profile.agency, profile.keyring(), os.urandom),
                catalogue=catalogue_loading.load(),
                directory=directory,
                folder=profile.home / spool,
                wires={topic.name: _wire(profile, topic.name) for topic in (topics.OUTBOX, topics.URGENT)},
                clock=lambda: datetime.now(UTC),
                pause=asyncio.sleep,
                chance=random.SystemRandom().random,
                pace=pace or Pace(),
                limits=Limits(),
            )
        )


def _wire(profile: ClientProfile, kind: str) -> OpenWire:
    return lambda: KafkaWire(profile, client_id=f"{profile.agency}-{kind}")
