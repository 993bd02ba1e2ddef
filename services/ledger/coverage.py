"""Was anything lost? What the ledger has of each partition of the wire, compared with what the wire has. Pure but for the port.

Every offset below a position has one disposition, or it was lost. What an earlier generation of the wire had at the same offsets
counts as there: a wire that was begun anew holds it no more, and it was recorded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from services.ledger.records import Partition


class Span(NamedTuple):
    """Offsets from the first to before the end."""

    first: int
    end: int

    @property
    def length(self) -> int:
        return max(0, self.end - self.first)


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a partition was read."""

    partition: Partition
    wire_generation: int
    next_offset: int


@dataclass(frozen=True, slots=True)
class Island:
    """Offsets of one generation that have dispositions, without a gap."""

    partition: Partition
    wire_generation: int
    span: Span
    dispositions: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in the ledger."""

    quarantined: int
    outgoing_oldest_s: float


class CoversLedger(Protocol):
    """A ledger, as whoever looks for losses asks it."""

    async def stands(self) -> Sequence[Stand]: ...

    async def islands(self, spans: Mapping[Partition, Span]) -> Sequence[Island]:
        """Of all generations, cut to these spans, in order."""
        ...

    async def backlog(self) -> Backlog: ...


@dataclass(frozen=True, slots=True)
class Lost:
    """Offsets that have no disposition though the ledger stands beyond them, or that the wire dropped before they were read."""

    wire_generation: int
    span: Span
    on_wire: bool
    """Whether the wire still has them: then intake passed them over, which is a fault of ours."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was found of one partition."""

    partition: Partition
    stand: Stand | None
    """Null where no intake has read it yet."""
    islands: tuple[Island, ...]
    wire: Span | None
    """What the wire has; null where that is not known, or there is no such topic any more."""
    lost: tuple[Lost, ...]
    doubled: int
    waits: int

    @property
    def lost_records(self) -> int:
        return sum(one.span.length for one in self.lost)

    @property
    def went_back(self) -> bool:
        """The wire holds less than the ledger has recorded: intake begins its next generation when it reads on."""
        return self.wire is not None and self.stand is not None and self.wire.end < self.stand.next_offset


def compared(stands: Sequence[Stand], islands: Sequence[Island], wire: Mapping[Partition, Span]) -> Sequence[Coverage]:
    """All partitions that the ledger or the wire knows. The stands were taken before the islands, and the wire's ends after both."""
    standing = {stand.partition: stand for stand in stands}
    kept: dict[Partition, list[Island]] = {}
    for island in islands:
        kept.setdefault(island.partition, []).append(island)
    partitions = sorted(standing.keys() | wire.keys())
    return [_of(one, standing.get(one), kept.get(one, []), wire.get(one)) for one in partitions]


def _of(partition: Partition, stand: Stand | None, islands: Sequence[Island], wire: Span | None) -> Coverage:
    next_offset = stand.next_offset if stand is not None else 0
    lost = [*_passed_over(stand, islands, wire), *_dropped(stand, islands, wire)]
    return Coverage(
        partition,
        stand,
        tuple(islands),
        wire,
        tuple(lost),
        doubled=sum(max(0, one.dispositions - one.span.length) for one in islands),
        waits=max(0, wire.end - max(next_offset, wire.first)) if wire is not None else 0,
    )


def _passed_over(stand: Stand | None, islands: Sequence[Island], wire: Span | None) -> Iterator[Lost]:
    """Below the position, and of earlier generations below the last that was recorded."""
    ends: dict[int, int] = {}
    for island in islands:
        ends[island.wire_generation] = max(ends.get(island.wire_generation, 0), island.span.end)
    if stand is not None:
        ends[stand.wire_generation] = stand.next_offset
    for generation, end in sorted(ends.items()):
        known = [one.span for one in islands if one.wire_generation <= generation]
        is_current = stand is not None and generation == stand.wire_generation
        for hole in without(Span(0, end), known):
            yield from _split(generation, hole, wire if is_current else None)


def _dropped(stand: Stand | None, islands: Sequence[Island], wire: Span | None) -> Iterator[Lost]:
    """What stood beyond the position and is gone from the wire."""
    if wire is None:
        return
    generation = stand.wire_generation if stand is not None else 1
    gone = Span(stand.next_offset if stand is not None else 0, wire.first)
    if gone.length:
        yield from (Lost(generation, hole, on_wire=False) for hole in without(gone, [one.span for one in islands]))


def _split(generation: int, hole: Span, wire: Span | None) -> Iterator[Lost]:
    """By whether the wire still has it."""
    first, end = wire if wire is not None and wire.length else (hole.end, hole.end)
    parts = (
        (Span(hole.first, min(hole.end, first)), False),
        (Span(max(hole.first, first), min(hole.end, end)), True),
        (Span(max(hole.first, end), hole.end), False),
    )
    yield from (Lost(generation, span, on_wire) for span, on_wire in parts if span.length)


def without(whole: Span, parts: Iterable[Span]) -> Iterator[Span]:
    """What of the whole lies in none of the parts."""
    at = whole.first
    for part in sorted(parts):
        if part.first > at and at < whole.end:
            yield Span(at, min(part.first, whole.end))
        at = max(at, part.end)
    if at < whole.end:
        yield Span(at, whole.end)
