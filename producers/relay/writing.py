"""The half of the relay that signs and writes. Each inbox has one write under way; a slow one, or one in trouble, keeps no other waiting."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, assert_never

from producers.relay import packing
from producers.relay.counting import Counting
from producers.relay.lines import Line, Outcome, Refused, Sent, Unknown
from producers.relay.marks import Marks
from producers.relay.packing import Packed, UnfitError
from producers.relay.queues import Queues
from producers.relay.resting import Resting
from producers.relay.watching import Watch
from producers.relay.wire import FAILED, Making
from services.keys.signing import Signer
from services.ledger.entries import Waiting

BATCH: Final = 256
"""So many records share one signature at most. Each carries its way to it, which grows with their number."""
UNMARKED: Final = 1_024
"""So many at most are under way or not yet marked, and so are written twice if the relay is killed; inboxes that are slow do not count."""
SLOW_S: Final = 1.0
_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Writing:
    """What is under way, and what is the matter with whom."""

    making: Making
    network: str
    signer: Signer
    seconds: Callable[[], float]
    counting: Counting
    deadline_s: float
    queues: Queues
    marks: Marks
    stir: Callable[[], None]
    """Called when something has ended, so that more may begin."""
    resting: Resting = field(default_factory=Resting)
    watch: Watch = field(default_factory=Watch)
    _lines: dict[bool, Line] = field(default_factory=dict)
    """By whether an inbox is in trouble."""
    _writes: dict["asyncio.Task[None]", tuple[float, int]] = field(default_factory=dict)
    """When each began, and how many records it has."""
    _is_cut_off: bool = False

    def __post_init__(self) -> None:
        self._lines = {in_trouble: Line(self.making, self.deadline_s) for in_trouble in (False, True)}

    @property
    def under_way(self) -> int:
        return sum(number for _, number in self._writes.values())

    @property
    def most(self) -> int:
        """How many may be begun now. A write that hangs does not count: it keeps only its own inbox waiting."""
        slow = self.seconds() - SLOW_S
        under_way = sum(number for began, number in self._writes.values() if began > slow)
        return min(BATCH, UNMARKED - under_way - self.marks.number)

    @property
    def is_ready(self) -> bool:
        return self.most > 0 and self.queues.is_ready(self.resting.topics(self.seconds()))

    async def begin(self) -> bool:
        """Signs and sends the next batch; False where the wire cannot be reached."""
        if not await self._is_connected():
            return False
        for records in self._packed(self.queues.take(self.most, self.resting.topics(self.seconds()))):
            task = asyncio.create_task(self._write(records[0].topic, records))
            self._writes[task] = (self.seconds(), len(records))
            task.add_done_callback(self._ended)
        return True

    async def heard(self) -> None:
        """Once all that is under way has ended, one way or the other."""
        if self._writes:
            await asyncio.wait(self._writes, timeout=self.deadline_s)

    async def close(self) -> None:
        for task in self._writes:
            task.cancel()
        for line in self._lines.values():
            await line.close()

    async def _is_connected(self) -> bool:
        try:
            await self._lines[False].opened()
        except FAILED as error:
            if not self._is_cut_off:
                said = {"action": "relay.wire-away", "what": type(error).__name__}
                _log.error("the wire cannot be reached", extra=said)
            self._is_cut_off = True
            return False
        if self._is_cut_off:
            _log.info("the wire can be reached again", extra={"action": "relay.wire-back"})
        self._is_cut_off = False
        return True

    def _packed(self, taken: Sequence[Sequence[Waiting]]) -> list[list[Packed]]:
        """By topic. One of which a record cannot be packed is left, with an alarm, and the others go."""
        while taken:
            batch = [one for records in taken for one in records]
            try:
                packed = iter(packing.pack(batch, network=self.network, signer=self.signer))
            except UnfitError as error:
                (unfit,) = (records for records in taken if records[0].topic == error.topic)
                taken = [records for records in taken if records is not unfit]
                self._note(Refused(error.topic, type(error).__name__, is_of_rights=False), len(unfit))
            else:
                return [[next(packed) for _ in records] for records in taken]
        return []

    async def _write(self, topic: str, records: Sequence[Packed]) -> None:
        outcome = await self._lines[topic in self.resting].write(topic, records)
        self._note(outcome, len(records))

    def _ended(self, task: "asyncio.Task[None]") -> None:
        del self._writes[task]
        self.stir()
        if not task.cancelled() and (error := task.exception()) is not None:
            self.watch.failed(error)

    def _note(self, outcome: Outcome, number: int) -> None:
        match outcome:
            case Sent(topic):
                self._sent(topic, number)
            case Refused():
                self._refused(outcome, number)
            case Unknown():
                self._unknown(outcome, number)
            case _:
                assert_never(outcome)

    def _sent(self, topic: str, number: int) -> None:
        self.watch.wrote()
        self.counting.sent(number)
        self.marks.add(topic, self.queues.written(topic))
        if (trouble := self.resting.well(topic)) is not None:
            said = {"action": "relay.resumed", "topic": topic, "tries": trouble.tries}
            _log.info("an inbox can be written again", extra=said)

    def _refused(self, refused: Refused, number: int) -> None:
        topic, now = refused.topic, self.seconds()
        self.counting.refused(number)
        self.queues.failed(topic)
        if refused.is_of_rights:
            self.watch.denied(topic, now)
        if self.resting.refused(topic, refused.what, now):
            said = {"action": "relay.refused", "topic": topic, "what": refused.what}
            _log.critical("an inbox cannot be written; its records wait", extra=said)

    def _unknown(self, unknown: Unknown, number: int) -> None:
        topic = unknown.topic
        self.counting.unknown(number)
        self.queues.failed(topic)
        if unknown.is_its_own and self.resting.unknown(topic, unknown.what, self.seconds()):
            said = {"action": "relay.unknown", "topic": topic, "what": unknown.what}
            _log.error("not known to be written; it will be written again", extra=said)
