"""What a ledger in memory has of each partition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.ledger.coverage import Backlog, Island, Span, Stand
from services.ledger.memory_store import Store
from services.ledger.records import Partition


@dataclass(frozen=True, slots=True)
class MemoryCoverage:
    """Of the ledgers that share one store."""

    store: Store
    clock: Callable[[], datetime]

    async def stands(self) -> Sequence[Stand]:
        positions = sorted(self.store.positions.items())
        return [Stand(partition, one.wire_generation, one.next_offset) for partition, one in positions]

    async def islands(self, spans: Mapping[Partition, Span]) -> Sequence[Island]:
        found: list[Island] = []
        for place in sorted(self.store.entries):
            partition = Partition(place.topic, place.partition)
            span = spans.get(partition, Span(0, 0))
            if not span.first <= place.offset < span.end:
                continue
            if found and _goes_on(found[-1], partition, place.wire_generation, offset=place.offset):
                last = found.pop()
                grown = Span(last.span.first, place.offset + 1)
                found.append(Island(partition, place.wire_generation, grown, last.dispositions + 1))
            else:
                found.append(Island(partition, place.wire_generation, Span(place.offset, place.offset + 1), 1))
        return found

    async def backlog(self) -> Backlog:
        first = (place for place, one in self.store.entries.items() if one.decision.disposition == "QUARANTINED")
        quarantined = sum(place not in self.store.replays for place in first)
        oldest = min((row.entered_at for row in self.store.outgoing.values()), default=None)
        return Backlog(quarantined, 0.0 if oldest is None else (self.clock() - oldest).total_seconds())


def _goes_on(last: Island, partition: Partition, wire_generation: int, *, offset: int) -> bool:
    return (last.partition, last.wire_generation, last.span.end) == (partition, wire_generation, offset)
