"""A whole bus of a test's own, for tests that kill and freeze its parts or look into every file of theirs: stack, enrolment, the bus's process."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from habarshy import Inbox
from habarshy.enrolment import demo
from habarshy.enrolment.demo import DemoBus
from habarshy.stack import layout
from habarshy.stack import stack as stacks
from habarshy.stack.addresses import Addresses
from habarshy.stack.settings import Settings
from habarshy.stack.stack import Part
from producers.profile import ClientProfile
from services.ledger import postgres
from tests import children
from tests.bus import Agencies

SENDER: Final = "investigation-bostandyk"
RECIPIENT: Final = "prosecutor-bostandyk"
_REGIONS: Final = {"75": 7501, "35": 3501}
_STOP_S: Final = 40


@dataclass
class Whole:
    """Everything that runs, and where each part keeps its files."""

    settings: Settings
    there: Addresses
    bus: DemoBus
    sender: ClientProfile
    recipient: ClientProfile
    process: asyncio.subprocess.Process | None = None
    started: int = 0

    @property
    def log(self) -> Path:
        """What the bus's process says, over all its lives."""
        return self.bus.root / "bus.log"

    @property
    def ledger(self) -> str:
        return self.there.postgres.conninfo

    def part(self, name: str) -> Part:
        return next(part for part in stacks.status(self.settings) if part.name == name)

    async def start_bus(self) -> None:
        """As an operator starts it: intake and relay in one process."""
        command = ["run", "bus", "--operator", str(self.bus.operator.root), "--ledger", self.ledger]
        with self.log.open("ab") as log:
            self.process = await children.started(layout.bus(self.settings), command, output=log)
        self.started += 1

    async def kill_bus(self) -> int:
        """By a signal that nobody can catch; answers how it ended."""
        assert self.process is not None
        self.process.kill()
        return await self.process.wait()

    async def stop_bus(self) -> None:
        if self.process is not None:
            await children.stopped(self.process, seconds=_STOP_S)


Up = Callable[[Settings, datetime], Addresses]


@contextlib.asynccontextmanager
async def running(settings: Settings, root: Path, *, up: Up = stacks.up) -> AsyncIterator[Whole]:
    """A sender and a recipient enrolled with their overseers, and the bus at work."""
    there = await asyncio.to_thread(up, settings, _now())
    bus = await demo.begin(there.kafka, root, network="whole", clock=_now, alarm=print)
    agencies = Agencies(bus, _REGIONS)
    profiles = await agencies.enrol(SENDER, RECIPIENT)
    await postgres.migrated(there.postgres.conninfo)
    whole = Whole(settings, there, bus, profiles[SENDER], profiles[RECIPIENT])
    await whole.start_bus()
    try:
        yield whole
    finally:
        if os.environ.get("HABARSHY_TEST_SHOW_LOG"):
            print(whole.log.read_text())  # noqa: T201 - asked for
        await whole.stop_bus()


@contextlib.asynccontextmanager
async def listening(*inboxes: Inbox) -> AsyncIterator[None]:
    """In the test's own process."""
    tasks = [asyncio.create_task(inbox.run()) for inbox in inboxes]
    try:
        yield
    finally:
        for inbox in inboxes:
            inbox.stop()
        await asyncio.gather(*tasks)


def _now() -> datetime:
    return datetime.now(UTC)
