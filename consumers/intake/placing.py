"""Where each partition is read: claimed in the ledger, compared with the wire, and begun; nothing is read before that.

The wire may have lost what the ledger has recorded, or dropped what was never read. Neither is ever passed over in silence.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final

from consumers.intake.counting import Counting
from consumers.intake.wire import Bounds, Wire
from services.ledger.entries import Position, Read
from services.ledger.port import IntakesLedger
from services.ledger.records import Arrival, Partition

DOUBT_S: Final = 5.0
"""So long it is asked again whether the wire has really lost its end: a broker that was just elected may not know it yet."""
REST_S: Final = 1.0
"""So long a partition rests that cannot be read just now."""
_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class _Reading:
    """A partition under one claim."""

    position: Position
    """As the ledger has it."""
    expected: int
    """The offset that the wire gives next."""
    proving: bool
    """Whether what it gives next is the record before the position, to be compared with what the ledger has of it."""

    @property
    def begins(self) -> Position:
        """Where the wire is to begin."""
        return replace(self.position, next_offset=self.expected, last=None, last_digest=None)


@dataclass(slots=True)
class Placing:
    """The claims of one intake."""

    wire: Wire
    ledger: IntakesLedger
    counting: Counting
    monotonic: Callable[[], float]
    _readings: dict[Partition, _Reading] = field(default_factory=dict)
    _rests_until: dict[Partition, float] = field(default_factory=dict)
    _doubted_since: dict[Partition, float] = field(default_factory=dict)
    """Since when the wire seems to hold less than the ledger has recorded."""
    _disproved: dict[Partition, tuple[int, int]] = field(default_factory=dict)
    """The generation and position before which another record lies than the ledger has: no broker knows that later."""
    _pauses_until: dict[Partition, float] = field(default_factory=dict)
    """Of what is to be claimed anew then, and until then is read no further; what was read of it before is still stored."""
    _strange: dict[Partition, tuple[int, int]] = field(default_factory=dict)
    """Where the wire went on otherwise than it should have: what was expected, and what came."""

    async def claim(self) -> None:
        """Whatever was assigned anew, or let go, is claimed, and read from where the ledger stands."""
        now = self.monotonic()
        paused = {partition for partition, until in self._pauses_until.items() if until <= now}
        self._forget(self.wire.freshly_assigned() | (self._readings.keys() - self.wire.assigned) | paused)
        wanted = sorted(
            one for one in self.wire.assigned - self._readings.keys() if self._rests_until.get(one, now) <= now
        )
        if not wanted:
            return
        # In this order: whoever had them before stores nothing more, and so the wire's end cannot be older than the position.
        positions = await self.ledger.claim(wanted)
        bounds = await self.wire.bounds(frozenset(wanted))
        placed = [await self._placed(position, bounds.get(position.partition)) for position in positions]
        found = [reading for reading in placed if reading is not None]
        self._readings |= {reading.position.partition: reading for reading in found}
        self.wire.begin([reading.begins for reading in found])
        self.counting.claimed(len(found))
        _log.info(
            "%d of %d partitions are read",
            len(found),
            len(wanted),
            extra={"action": "intake.claimed", "partitions": len(found)},
        )

    async def _placed(self, position: Position, bounds: Bounds | None) -> _Reading | None:
        partition = position.partition
        if bounds is None:
            self._rest(partition)
            return None
        if bounds.end < position.next_offset:
            said = {"expected": position.next_offset, "found": bounds.end}
            return await self._doubted(position, bounds, said)
        if self._disproved.pop(partition, None) == (position.wire_generation, position.next_offset):
            return await self._begun_anew(position, bounds)
        self._doubted_since.pop(partition, None)
        if bounds.first > position.next_offset:
            self._missing(partition, position.next_offset, bounds.first)
        begins_at = max(position.begins_at, bounds.first)
        return _Reading(position, begins_at, proving=begins_at < position.next_offset)

    async def _doubted(self, position: Position, bounds: Bounds, said: dict[str, int]) -> _Reading | None:
        now = self.monotonic()
        since = self._doubted_since.setdefault(position.partition, now)
        if now - since < DOUBT_S:
            _log.warning(
                "the wire seems to hold less than the ledger has recorded: it is asked again",
                extra={"action": "intake.doubted", "topic": position.partition.topic, **said},
            )
            self._rest(position.partition)
            return None
        return await self._begun_anew(position, bounds)

    async def _begun_anew(self, position: Position, bounds: Bounds) -> _Reading | None:
        """What is on the wire is read from its begin; what was recorded before is known by its name and is not done twice."""
        began = await self.ledger.begin_generation(position)
        if began.wire_generation == position.wire_generation:
            self._rest(position.partition)  # another has claimed it meanwhile
            return None
        self._doubted_since.pop(position.partition, None)
        self.counting.lost_end(position.partition)
        said = {"recorded": position.next_offset, "first": bounds.first, "end": bounds.end}
        _log.critical(
            "the wire does not hold what the ledger has recorded: its next generation begins",
            extra={
                "action": "intake.wire-went-back",
                "topic": position.partition.topic,
                "wire_generation": began.wire_generation,
                **said,
            },
        )
        return _Reading(began, max(began.next_offset, bounds.first), proving=False)

    def in_order(self, partition: Partition, found: Sequence[Arrival]) -> Sequence[Arrival]:
        """Of what the wire gave, what goes on from where the partition stands; where it goes on elsewhere it is begun again."""
        reading = self._readings.get(partition)
        if reading is None or not found:
            return ()
        first = found[0].place.offset
        if first != reading.expected and not self._is_hole(partition, reading, first):
            self.let_go({partition}, rest_s=REST_S)
            return ()
        if reading.proving:
            if not reading.position.follows(found[0]):
                self._disproved[partition] = (reading.position.wire_generation, reading.position.next_offset)
                self.let_go({partition})
                return ()
            reading.proving, reading.expected = False, first + 1
            return self.in_order(partition, found[1:])
        for before, after in _holes(reading.expected, found):
            self._missing(partition, before, after)
        reading.expected = found[-1].place.offset + 1
        return found

    def _is_hole(self, partition: Partition, reading: _Reading, first: int) -> bool:
        """Whether the wire goes on further ahead, and did so before, when it was begun at the right place: then it has nothing between."""
        seen = (reading.expected, first)
        if first > reading.expected and not reading.proving and self._strange.pop(partition, None) == seen:
            return True
        self._strange[partition] = seen
        return False

    def _missing(self, partition: Partition, first: int, following: int) -> None:
        self.counting.missing(partition, following - first)
        said = {"topic": partition.topic, "expected": first, "found": following}
        _log.critical("records are missing on the wire", extra={"action": "intake.gap", **said})

    def epoch(self, partition: Partition) -> int | None:
        """Under which claim it is read now; null while it is not."""
        reading = self._readings.get(partition)
        return None if reading is None else reading.position.epoch

    def reads(self, arrivals: Iterable[Arrival]) -> list[Read]:
        """From where to where these move the positions."""
        last: dict[Partition, Arrival] = {}
        latest: dict[Partition, Arrival] = {}
        for one in arrivals:
            last[one.partition] = one
            if one.received_at >= latest.setdefault(one.partition, one).received_at:
                latest[one.partition] = one
        return [
            Read(self._readings[partition].position, one.place.offset + 1, latest[partition].received_at)
            for partition, one in sorted(last.items())
        ]

    def advance(self, reads: Iterable[Read]) -> None:
        for read in reads:
            reading = self._readings.get(read.position.partition)
            if reading is not None and reading.position.epoch == read.position.epoch:
                reading.position = replace(read.position, next_offset=read.next_offset)

    @property
    def placed(self) -> AbstractSet[Partition]:
        return self._readings.keys()

    def next_offset(self, partition: Partition) -> int | None:
        """How far it is recorded; null while it is not read."""
        reading = self._readings.get(partition)
        return None if reading is None else reading.position.next_offset

    def rests(self, partition: Partition) -> bool:
        now = self.monotonic()
        return max(self._rests_until.get(partition, now), self._pauses_until.get(partition, now)) > now

    def let_go(self, partitions: AbstractSet[Partition], *, rest_s: float = 0.0) -> None:
        """Read no further; if they are still ours they are claimed again once they have rested."""
        self.wire.hold(partitions)
        for partition in partitions:
            self._readings.pop(partition, None)
            self._pauses_until.pop(partition, None)
            self._rests_until[partition] = self.monotonic() + rest_s

    def pause(self, partitions: AbstractSet[Partition], *, rest_s: float) -> None:
        """Read no further for so long. What was read is still theirs to store; then they are claimed anew."""
        self.wire.hold(partitions)
        self._pauses_until |= dict.fromkeys(partitions, self.monotonic() + rest_s)

    def _rest(self, partition: Partition) -> None:
        self._rests_until[partition] = self.monotonic() + REST_S

    def _forget(self, partitions: AbstractSet[Partition]) -> None:
        for partition in partitions:
            self._readings.pop(partition, None)
            self._rests_until.pop(partition, None)
            self._pauses_until.pop(partition, None)
            self._disproved.pop(partition, None)


def _holes(expected: int, found: Sequence[Arrival]) -> Iterator[tuple[int, int]]:
    if not found or found[-1].place.offset - expected == len(found) - 1:
        return
    for one in found:
        if one.place.offset != expected:
            yield expected, one.place.offset
        expected = one.place.offset + 1
