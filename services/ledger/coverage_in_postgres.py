"""What the ledger in PostgreSQL has of each partition, asked by a connection of its own: whoever records is not kept waiting."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import ClassVar

from services.ledger import connecting
from services.ledger.apart import Apart
from services.ledger.coverage import Backlog, Island, Span, Stand
from services.ledger.records import Partition

_SETTINGS = connecting.SETTINGS | {"default_transaction_read_only": "on", "statement_timeout": "600s"}


@dataclass(slots=True)
class PostgresCoverage(Apart):
    """Made by `opened`."""

    QUERIES: ClassVar = "coverage.sql"
    SETTINGS: ClassVar = _SETTINGS

    async def stands(self) -> Sequence[Stand]:
        found = await self._asked("stands", {})
        return [Stand(Partition(topic, number), generation, end) for topic, number, generation, end in found]

    async def islands(self, spans: Mapping[Partition, Span]) -> Sequence[Island]:
        asked = {
            "topics": [partition.topic for partition in spans],
            "numbers": [partition.number for partition in spans],
            "firsts": [span.first for span in spans.values()],
            "ends": [span.end for span in spans.values()],
        }
        return [
            Island(Partition(topic, number), generation, Span(first, end), dispositions)
            for topic, number, generation, first, end, dispositions in await self._asked("islands", asked)
        ]

    async def backlog(self) -> Backlog:
        ((quarantined, oldest_s),) = await self._asked("backlog", {})
        return Backlog(quarantined, oldest_s)


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[PostgresCoverage]:
    coverage = PostgresCoverage(address)
    try:
        yield coverage
    finally:
        await coverage.close()
