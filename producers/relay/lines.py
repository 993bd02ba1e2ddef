"""Two connections to the wire: what goes well goes by the one; an inbox that is in trouble is tried by the other, so that it stops none."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from producers import cut_off
from producers.relay.packing import Packed
from producers.relay.wire import FAILED, Making, NotWrittenError, Producing


@dataclass(frozen=True, slots=True)
class Sent:
    """Acknowledged by all replicas in sync."""

    topic: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing of it was written: there is no such inbox, or no right to it."""

    topic: str
    what: str
    is_of_rights: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """Perhaps written, perhaps not: this inbox is written again from there."""

    topic: str
    what: str
    is_its_own: bool
    """False where it was under way on a connection that another's failure ended."""


Outcome = Sent | Refused | Unknown


@dataclass(slots=True)
class Line:
    """One connection at a time. After an unknown outcome an idempotent producer may be stuck for ever: a new one begins clean."""

    making: Making
    deadline_s: float
    _producing: Producing | None = None
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    _under_way: dict[asyncio.Timeout, Producing] = field(default_factory=dict)
    _closing: set["asyncio.Task[None]"] = field(default_factory=set)

    async def opened(self) -> Producing:
        """The connection; any of FAILED where there is none to be had in time."""
        async with self._opening:
            if self._producing is None:
                producing = self.making()
                try:
                    with cut_off.translated():
                        async with asyncio.timeout(self.deadline_s):
                            await producing.start()
                except BaseException:
                    self._close_later(producing)
                    raise
                self._producing = producing
            return self._producing

    async def write(self, topic: str, records: Sequence[Packed]) -> Outcome:
        """All of one inbox's, in order, by a deadline of their own."""
        producing: Producing | None = None
        try:
            producing = await self.opened()
            with cut_off.translated():
                async with asyncio.timeout(self.deadline_s) as until:
                    self._under_way[until] = producing
                    try:
                        await producing.write(topic, records)
                    finally:
                        del self._under_way[until]
        except NotWrittenError as error:
            return Refused(topic, error.what, error.is_of_rights)
        except FAILED as error:
            is_its_own = producing is None or producing is self._producing
            if is_its_own:
                self.discard()
            return Unknown(topic, type(error).__name__, is_its_own)
        return Sent(topic)

    def discard(self) -> None:
        """What is under way on it is heard while it closes, and then given up."""
        producing, self._producing = self._producing, None
        if producing is not None:
            self._close_later(producing)

    async def close(self) -> None:
        self.discard()
        if self._closing:
            await asyncio.wait(self._closing)

    def _close_later(self, producing: Producing) -> None:
        task = asyncio.create_task(self._close(producing))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _close(self, producing: Producing) -> None:
        await producing.close()
        now = asyncio.get_running_loop().time()
        for until, theirs in list(self._under_way.items()):
            if theirs is producing:
                until.reschedule(now)
