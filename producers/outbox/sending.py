"""Sends what waits in the spool, by one producer after the other, until the wire has it. It never gives a message up, and never calls one failed."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn, Protocol
from uuid import UUID

from producers import cut_off
from producers.cut_off import CutOffError
from producers.outbox.backoff import Backoff, Chance
from producers.outbox.errors import OutboxError
from producers.outbox.kept import Kept
from producers.outbox.spool_file import Failpoint, nothing
from producers.outbox.turns import Turns
from producers.outbox.wire import Ack, OpenWire, Wire

_log: Final = logging.getLogger(__name__)
Pause = Callable[[float], Awaitable[None]]
"""Waits that many seconds; a process gives `asyncio.sleep`."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long is waited for what."""

    send_seconds: float = 10.0
    """An idempotent producer never gives up by itself: each send has its own end."""
    start_seconds: float = 15.0
    grace_seconds: float = 1.0
    """How long the others under way may still end well after one has not."""
    at_once: int = 500
    backoff: Backoff = field(default_factory=Backoff)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing gets through at the moment: the error, and after how many failures in a row."""

    error: Exception
    failures: int


class Keeper(Protocol):
    """Where the messages lie."""

    async def fetch(self, message: UUID) -> Kept:
        """The message with its bytes."""
        ...

    async def acked(self, message: UUID, ack: Ack) -> None:
        """Returns when it is on the disk that the wire has it."""
        ...

    async def unknown(self, message: UUID) -> None:
        """A try ended, and nobody knows whether the wire has it."""
        ...


@dataclass
class Lane:
    """One topic's way to the wire. Each topic has its own, with its own producer: bulk never delays an alert."""

    name: str
    keeper: Keeper
    open_wire: OpenWire
    pause: Pause
    chance: Chance
    pace: Pace = field(default_factory=Pace)
    at: Failpoint = nothing
    turns: Turns = field(default_factory=Turns)
    trouble: Trouble | None = None
    unrecorded: dict[UUID, Ack] = field(default_factory=dict)
    """What the wire has confirmed and the disk has not taken yet: the write is tried again, and never the send."""

    async def run(self) -> None:
        """Runs until it is cancelled."""
        failures = 0
        while True:
            await self.turns.some()
            error = await self._with_one_wire()
            failures = self.trouble.failures + 1 if self.trouble is not None else 1
            self.trouble = Trouble(error, failures)
            level = logging.WARNING if failures > 1 else logging.INFO
            _log.log(
                level, "action=outbox-resends topic=%s failures=%d error=%s", self.name, failures, type(error).__name__
            )
            await self.pause(self.pace.backoff.seconds(failures, self.chance))

    def ended(self, task: asyncio.Task[None]) -> None:
        """Only an Outbox that closes ends a lane. If anything else does, nothing is sent any more, and that must not be silent."""
        error = None if task.cancelled() else task.exception()
        found = error if isinstance(error, Exception) else CutOffError("the sending itself was ended")
        failures = self.trouble.failures + 1 if self.trouble is not None else 1
        self.trouble = Trouble(found, failures)
        _log.error("action=outbox-sends-no-more topic=%s error=%s", self.name, type(found).__name__)

    async def _with_one_wire(self) -> Exception:
        """Sends by a new producer until its first error, and answers what that was."""
        try:
            # A wire that is closed after its connections were lost may look cancelled too, and nobody would send any more.
            with cut_off.translated():
                return await self._until_it_breaks(self.open_wire())
        except Exception as error:  # noqa: BLE001 - whatever it was, the messages are in the spool and are sent again
            return error

    async def _until_it_breaks(self, wire: Wire) -> Exception:
        try:
            async with asyncio.timeout(self.pace.start_seconds):
                await wire.start()
            return await _Flight(self, wire).until_it_breaks()
        finally:
            await wire.close()


class _Flight:
    """All that is sent by one producer, from its start to its first error."""

    def __init__(self, lane: Lane, wire: Wire) -> None:
        self._lane, self._wire = lane, wire
        self._broken: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()
        self._room = asyncio.Semaphore(lane.pace.at_once)
        self._flying: set[asyncio.Task[None]] = set()
        self._returned: list[bytes] = []
        """The keys whose message may not be on the wire: the next producer's."""

    async def until_it_breaks(self) -> Exception:
        taking = asyncio.create_task(self._take_off())
        try:
            either: set[asyncio.Future[Any]] = {taking, self._broken}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            return self._broken.result() if self._broken.done() else taking.result()
        finally:
            taking.cancel()
            await asyncio.wait({taking})
            await self._land()
            for key in self._returned:
                self._lane.turns.back(key)

    async def _take_off(self) -> NoReturn:
        while True:
            await self._room.acquire()
            key, message = await self._lane.turns.take()
            task = asyncio.create_task(self._send(key, message))
            self._flying.add(task)
            task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self._room.release()

    async def _land(self) -> None:
        """Those under way may still end well for a moment, and then no longer."""
        if not self._flying:
            return
        _, late = await asyncio.wait(self._flying, timeout=self._lane.pace.grace_seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    async def _send(self, key: bytes, message: UUID) -> None:
        lane = self._lane
        try:
            kept = await lane.keeper.fetch(message)
            # The bus may have answered what the wire never confirmed.
            if kept.state == "waiting":
                await self._put(kept)
        except BaseException as error:
            self._returned.append(key)
            if not isinstance(error, Exception):
                raise
            if not self._broken.done():
                self._broken.set_result(error)
            # Only the count of tries is lost where it cannot be written.
            with contextlib.suppress(OutboxError):
                await lane.keeper.unknown(message)
            return
        lane.trouble = None
        lane.unrecorded.pop(message, None)
        lane.turns.done(key)

    async def _put(self, kept: Kept) -> None:
        lane = self._lane
        if kept.id not in lane.unrecorded:
            lane.at("sending")
            async with asyncio.timeout(lane.pace.send_seconds):
                lane.unrecorded[kept.id] = await self._wire.send(kept)
            lane.at("acked")
        await lane.keeper.acked(kept.id, lane.unrecorded[kept.id])
        lane.at("recorded")
