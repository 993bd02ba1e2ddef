"""What is looked at beside the work, each minute: whether something was lost, and what waits. It also makes the ledger's tables of the months to come."""

import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from aiokafka.errors import KafkaError

from consumers import ends, resting
from consumers.intake.wire import Bounds
from habarshy.running.health import Health
from habarshy.running.metrics import Metrics
from habarshy.running.shared import Shared
from producers.profile import ClientProfile
from schemas import topics
from schemas.errors.tree import LedgerError
from services.admission.reminding import PATIENCE, Reminders
from services.ledger import coverage, coverage_in_postgres, postgres
from services.ledger.coverage import CoversLedger, Island, Span, Stand
from services.ledger.postgres import PostgresLedger
from services.ledger.records import Partition
from services.ledger.reminding import RemindsLedger

PART: Final = "tending"
LOOK_S: Final = 60.0
FIRST_LOOK_S: Final = 5.0
MONTHS_AHEAD: Final = 1
AHEAD_S: Final = 3_600.0
AT_ONCE: Final = 100_000
"""So many offsets of the time before the process began are looked at each time."""
REMINDED_AT_ONCE: Final = 500
ERASED_AT_ONCE: Final = 500
TOPICS: Final = (topics.OUTBOX, topics.URGENT)
_log: Final = logging.getLogger(__name__)


class ErasesLedger(Protocol):
    """A ledger that knows what may go."""

    async def erase_due(self, part: int) -> int:
        """Erases of each class at most so many; answers how many, and 0 where nothing is due."""
        ...


@dataclass(slots=True)
class Tending:
    """One process's own look. What was recorded since it began comes first; what was before it follows, in parts."""

    ledger: CoversLedger
    ends: Callable[[], Awaitable[Mapping[Partition, Bounds]]]
    metrics: Metrics
    health: Health
    at_once: int = AT_ONCE
    _looked_to: dict[Partition, tuple[int, int]] = field(default_factory=dict)
    """The generation, and up to where all that came since the process began was looked at."""
    _before: dict[Partition, Span] = field(default_factory=dict)
    _lost: dict[tuple[Partition, int, int], int] = field(default_factory=dict)
    """How many offsets, by where the first of them lies."""
    _doubled: set[tuple[Partition, int, Span]] = field(default_factory=set)
    _has_looked: bool = False

    async def look(self) -> None:
        """LedgerError, KafkaError or OSError where it cannot be looked."""
        stands = await self.ledger.stands()
        backlog = await self.ledger.backlog()
        wire = await self.ends()
        self.metrics.quarantined.set(backlog.quarantined)
        self.metrics.outgoing_oldest.set(backlog.outgoing_oldest_s)
        for stand in stands:
            self._begin(stand)
        await self._compare_old()
        await self._compare_new(stands)
        self._compare_ends(stands, wire)
        self.metrics.lost.set(sum(self._lost.values()))
        self.metrics.doubled.set(len(self._doubled))
        self._has_looked = True

    def _begin(self, stand: Stand) -> None:
        """Of a partition that was there before, what lies below its position is no news."""
        if stand.partition not in self._looked_to:
            begins = 0 if self._has_looked else stand.next_offset
            self._looked_to[stand.partition] = (stand.wire_generation, begins)
            self._before[stand.partition] = Span(0, begins)

    async def _compare_new(self, stands: Sequence[Stand]) -> None:
        spans: dict[Partition, Span] = {}
        for stand in stands:
            generation, looked_to = self._looked_to[stand.partition]
            first = looked_to if generation == stand.wire_generation else 0
            if stand.next_offset > first:
                spans[stand.partition] = Span(first, stand.next_offset)
        found = await self._compared(spans)
        if any(found):
            self.health.ill(PART, "records-missing")
        self._looked_to |= {stand.partition: (stand.wire_generation, stand.next_offset) for stand in stands}

    async def _compare_old(self) -> None:
        room, spans = self.at_once, dict[Partition, Span]()
        for partition, span in self._before.items():
            end = min(span.end, span.first + room)
            if end > span.first:
                spans[partition] = Span(span.first, end)
                room -= end - span.first
        await self._compared(spans)
        self._before |= {one: Span(span.end, self._before[one].end) for one, span in spans.items()}

    async def _compared(self, spans: Mapping[Partition, Span]) -> Sequence[int]:
        """How many offsets of these are found to be lost, and were not known to be."""
        if not spans:
            return []
        islands: dict[Partition, list[Island]] = {partition: [] for partition in spans}
        for island in await self.ledger.islands(spans):
            islands[island.partition].append(island)
            if island.dispositions > island.span.length:
                self._double(island)
        return [
            self._lose(partition, hole)
            for partition, span in spans.items()
            for hole in coverage.without(span, [island.span for island in islands[partition]])
        ]

    def _compare_ends(self, stands: Sequence[Stand], wire: Mapping[Partition, Bounds]) -> None:
        """What the wire has dropped before it was read, and what waits."""
        stood = {stand.partition: stand.next_offset for stand in stands}
        waits = 0
        for partition, (first, end) in wire.items():
            next_offset = stood.get(partition, 0)
            waits += max(0, end - max(next_offset, first))
            if first > next_offset and self._lose(partition, Span(next_offset, first)):
                self.health.ill(PART, "records-missing")
        self.metrics.waiting.set(waits)

    def _lose(self, partition: Partition, span: Span) -> int:
        generation, _ = self._looked_to.get(partition, (1, 0))
        key = (partition, generation, span.first)
        known = self._lost.get(key, 0)
        if span.length <= known:
            return 0
        self._lost[key] = span.length
        said = {"topic": partition.topic, "partition": partition.number, "first": span.first, "end": span.end}
        _log.critical("offsets have no disposition", extra={"action": "ledger.gap", **said})
        return span.length - known

    def _double(self, island: Island) -> None:
        key = (island.partition, island.wire_generation, island.span)
        if key not in self._doubled:
            self._doubled.add(key)
            said = {"topic": island.partition.topic, "first": island.span.first, "end": island.span.end}
            _log.critical("offsets have more than one disposition", extra={"action": "ledger.doubled", **said})


async def run(profile: ClientProfile, address: str, shared: Shared) -> None:
    """Until it is told to stop. What cannot be looked at now is looked at later."""
    async with (
        coverage_in_postgres.opened(address) as covers,
        postgres.opened(address, profile.network) as kept,
    ):
        tending = Tending(covers, lambda: ends.of(profile, TOPICS), shared.metrics, shared.health)
        rests_s, ahead_at = FIRST_LOOK_S, float("-inf")
        while not await resting.told_within(shared.told, rests_s):
            rests_s = LOOK_S
            await looked(tending, shared)
            await reminded(kept, Reminders(profile.network), shared.health.clock())
            if time.monotonic() - ahead_at >= AHEAD_S:
                ahead_at = time.monotonic()
                await _made_ahead(kept)
                await erased(kept)


async def looked(tending: Tending, shared: Shared) -> None:
    try:
        await tending.look()
    except (LedgerError, KafkaError, OSError) as error:
        shared.health.ill(PART, "unwatched")
        said = {"action": "ledger.unwatched", "what": type(error).__name__}
        _log.error("it cannot be looked whether something was lost", extra=said)
    else:
        shared.health.well(PART, "unwatched")
        shared.metrics.looked.set_to_current_time()


async def reminded(ledger: RemindsLedger, reminders: Reminders, now: datetime) -> None:
    """Many wait only where many receipts of what never came were sent: the rest is told at the next look."""
    try:
        told = await ledger.remind(now - PATIENCE, reminders, limit=REMINDED_AT_ONCE)
    except LedgerError as error:
        _log.error("what waits cannot be looked at: %s", error, extra={"action": "ledger.unreminded"})
        return
    if told:
        said = {"action": "ledger.reminded", "messages": len(told)}
        _log.info("senders are told that messages of theirs still wait for others", extra=said)


async def _made_ahead(ledger: PostgresLedger) -> None:
    try:
        made = await ledger.partitions_ahead(MONTHS_AHEAD)
    except LedgerError as error:
        _log.error("tables of the next month cannot be made: %s", error, extra={"action": "ledger.partitions-failed"})
        return
    if made:
        _log.info("tables of the months to come were made", extra={"action": "ledger.partitions-made", "tables": made})


async def erased(ledger: ErasesLedger) -> None:
    """What its class and its age let go, in parts: each is a transaction of its own."""
    gone = 0
    try:
        while more := await ledger.erase_due(ERASED_AT_ONCE):
            gone += more
    except LedgerError as error:
        _log.error("bodies that are due cannot be erased: %s", error, extra={"action": "ledger.unerased"})
    if gone:
        _log.info("bodies were erased whose time had come", extra={"action": "ledger.erased", "bodies": gone})
