"""The loop of the relay: what waits is read from the ledger, signed, written, and marked once the wire has acknowledged it.

Whatever it did not hear the end of is still in the ledger and is written again: recipients know a message by its sender and id.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, assert_never

from aiokafka.errors import KafkaError

from producers import cut_off
from producers.relay import packing
from producers.relay.packing import Packed
from producers.relay.wire import FAILED, Making, Producing
from services.keys.signing import Signer
from services.ledger.port import RelaysLedger

BATCH: Final = 500
DEADLINE_S: Final = 15.0
REST_S: Final = 5.0
"""So long an inbox that cannot be written is left alone; meanwhile the others go on."""
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """Acknowledged by all replicas in sync."""

    sequences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing of it was written: there is no such inbox, or no right to it."""

    topic: str
    what: str
    sequences: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Perhaps written, perhaps not: the rest of this inbox waits for the next try."""

    topic: str
    what: str
    sequences: tuple[int, ...]
    """What was acknowledged before."""


Outcome = Sent | Refused | Unknown


@dataclass(slots=True)
class Relay:
    """One writer of all inboxes. `step` is one turn."""

    ledger: RelaysLedger
    making: Making
    network: str
    signer: Signer
    seconds: Callable[[], float]
    """A clock that never goes back."""
    deadline_s: float = DEADLINE_S
    _producing: Producing | None = None
    _resting: dict[str, float] = field(default_factory=dict)
    _busy: dict[str, "asyncio.Task[Outcome]"] = field(default_factory=dict)

    async def step(self, patience_s: float = 1.0) -> int:
        """How many records were marked as sent. An inbox that is slow does not keep the others waiting longer than the patience."""
        self._wake()
        waiting = await self.ledger.waiting(BATCH, besides=frozenset(self._resting | self._busy))
        if waiting:
            producing = await self._producer()
            packed = packing.pack(waiting, network=self.network, signer=self.signer)
            for topic, records in _by_topic(packed):
                self._busy[topic] = asyncio.create_task(self._write(producing, topic, records))
        if not self._busy:
            return 0
        await asyncio.wait(self._busy.values(), timeout=patience_s)
        return await self._collect()

    async def close(self) -> None:
        """What is on its way is given its deadline, and marked."""
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=self.deadline_s)
        await self._collect()
        await self._discard()

    async def _producer(self) -> Producing:
        if self._producing is None:
            producing = self.making()
            await producing.start()
            self._producing = producing
        return self._producing

    async def _write(self, producing: Producing, topic: str, records: Sequence[Packed]) -> Outcome:
        """All of one inbox's, in order. Once one is not known to be written, none after it is tried."""
        on_their_way: list[tuple[int, asyncio.Future[object]]] = []
        acknowledged: list[int] = []
        try:
            with cut_off.translated():
                async with asyncio.timeout(self.deadline_s):
                    for record in records:
                        sent = await producing.send(record)
                        on_their_way.append((record.sequence, sent))
                    for sequence, sent in on_their_way:
                        await sent
                        acknowledged.append(sequence)
        except FAILED as error:
            what = type(error).__name__
            if not on_their_way and isinstance(error, KafkaError):
                return Refused(topic, what)
            return Unknown(topic, what, tuple(acknowledged))
        return Sent(tuple(acknowledged))

    async def _collect(self) -> int:
        done = {topic: task.result() for topic, task in self._busy.items() if task.done()}
        for topic in done:
            del self._busy[topic]
        sequences = [sequence for outcome in done.values() for sequence in outcome.sequences]
        if sequences:
            await self.ledger.mark_sent(sequences)
            _log.info("sent", extra={"action": "relay.sent", "records": len(sequences)})
        for outcome in done.values():
            self._note(outcome)
        if any(isinstance(outcome, Unknown) for outcome in done.values()):
            await self._discard()
        return len(sequences)

    def _note(self, outcome: Outcome) -> None:
        match outcome:
            case Sent():
                return
            case Refused(topic, what):
                _log.critical(
                    "an inbox cannot be written; its records wait",
                    extra={"action": "relay.refused", "topic": topic, "what": what},
                )
            case Unknown(topic, what):
                _log.error(
                    "not known to be written; it will be written again",
                    extra={"action": "relay.unknown", "topic": topic, "what": what},
                )
            case _:
                assert_never(outcome)
        self._resting[topic] = self.seconds() + REST_S

    async def _discard(self) -> None:
        """After an unknown outcome an idempotent producer may be stuck for ever; a new one begins clean."""
        producing, self._producing = self._producing, None
        if producing is not None:
            await producing.close()

    def _wake(self) -> None:
        now = self.seconds()
        self._resting = {topic: until for topic, until in self._resting.items() if until > now}


def _by_topic(packed: Sequence[Packed]) -> Iterator[tuple[str, list[Packed]]]:
    ordered = sorted(packed, key=lambda record: (record.topic, record.sequence))
    return ((topic, list(records)) for topic, records in groupby(ordered, key=lambda record: record.topic))
