"""What the ledger in PostgreSQL has of each partition, asked by a connection of its own: whoever records is not kept waiting."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psycopg
from psycopg import AsyncConnection

from services.ledger import connecting, queries
from services.ledger.connecting import Row
from services.ledger.coverage import Backlog, Island, Span, Stand
from services.ledger.records import Partition

_SETTINGS = connecting.SETTINGS | {"default_transaction_read_only": "on", "statement_timeout": "600s"}


@dataclass(slots=True)
class PostgresCoverage:
    """Made by `opened`. A connection that broke is made anew at the next call."""

    address: str = field(repr=False)
    _connection: AsyncConnection | None = field(default=None, repr=False)

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

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _asked(self, name: str, parameters: Mapping[str, object]) -> Sequence[Row]:
        try:
            if self._connection is None or self._connection.closed:
                self._connection = await connecting.connect(self.address, _SETTINGS)
            cursor = await self._connection.execute(queries.load("coverage.sql")[name], dict(parameters), binary=True)
            return await cursor.fetchall()
        except psycopg.Error as error:
            await self.close()
            raise connecting.unreachable(self.address, error) from error


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[PostgresCoverage]:
    coverage = PostgresCoverage(address)
    try:
        yield coverage
    finally:
        await coverage.close()
