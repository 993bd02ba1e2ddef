"""Looks after an intake while it runs, and ends its process where a new one is needed."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final, Protocol

from consumers.intake.intake import Intake
from consumers.intake.watchdog import Seen, Standing, Trouble, Watchdog
from consumers.intake.wire import Bounds
from producers import diagnosis
from schemas.errors.tree import Finding
from services.ledger.records import Partition

LOOK_S: Final = 5.0
BLOCKED_S: Final = 30.0
"""So long the event loop may stand still; a group would have given our partitions away long before."""
_BEAT_S: Final = 1.0
_log: Final = logging.getLogger(__name__)


class Watched(Protocol):
    """The wire, as far as it is looked at."""

    @property
    def assigned(self) -> AbstractSet[Partition]: ...

    @property
    def topics(self) -> int:
        """How many topics there are of those that are subscribed, whoever reads them."""
        ...

    async def bounds(self, partitions: AbstractSet[Partition]) -> Mapping[Partition, Bounds]: ...


@dataclass(slots=True)
class Watching:
    """`run` beside the intake's own loop. `end` is called once, with what is wrong."""

    intake: Intake
    wire: Watched
    diagnosed: Callable[[], Awaitable[Finding | None]]
    """Why the wire cannot be reached; null where it can."""
    monotonic: Callable[[], float]
    end: Callable[[Trouble], None]
    watchdog: Watchdog = field(default_factory=Watchdog)

    async def run(self) -> None:
        over = False
        while not over:
            await asyncio.sleep(LOOK_S)
            over = await self.look()

    async def look(self) -> bool:
        """Whether it was the last look."""
        trouble = self.watchdog.look(await self._seen(), self.monotonic())
        if trouble is None or (trouble in ("silent", "deaf") and not await self._is_shut_out(trouble)):
            return False
        _log.critical("intake is of no use any more: %s", trouble, extra={"action": "intake.ends", "trouble": trouble})
        self.end(trouble)
        return True

    async def _seen(self) -> Seen:
        assigned = self.wire.assigned
        bounds = await self.wire.bounds(assigned)
        standings = {
            one: Standing(self.intake.placing.next_offset(one), known.end, waits=self.intake.waits(one))
            for one, known in bounds.items()
        }
        return Seen(self.wire.topics, standings, is_silent=bool(assigned) and not bounds)

    async def _is_shut_out(self, trouble: Trouble) -> bool:
        """A wire that is away comes back; one that lets us in no more needs a person, and a client that hears nothing though others would, a new one."""
        finding = await self.diagnosed()
        if finding is None:
            return trouble == "deaf"
        _log.error(finding.sentence("en"), extra={"action": "intake.wire-silent", "code": finding.code})
        return finding.code in diagnosis.UNMENDED


@contextlib.contextmanager
def loop_watched(
    loop: asyncio.AbstractEventLoop, end: Callable[[], None], *, blocked_s: float = BLOCKED_S
) -> Iterator[None]:
    """A thread that calls `end` once the loop has stood still for so long: nothing that runs on the loop could."""
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            beaten = threading.Event()
            loop.call_soon_threadsafe(beaten.set)
            if not beaten.wait(blocked_s) and not over.is_set():
                end()
                return
            over.wait(_BEAT_S)

    thread = threading.Thread(target=watch, name="loop-watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(_BEAT_S)
