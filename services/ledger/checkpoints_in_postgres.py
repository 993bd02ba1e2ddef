"""The heads of the evidence log in PostgreSQL, by a connection of their own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import ClassVar

from services.evidence.frontier import Tile
from services.ledger.apart import Apart
from services.ledger.checkpoints import KeptCheckpoint, without_gap


@dataclass(slots=True)
class PostgresCheckpoints(Apart):
    """Made by `opened`."""

    QUERIES: ClassVar = "checkpoints.sql"

    async def last(self) -> KeptCheckpoint | None:
        found = await self._asked("last", {})
        return KeptCheckpoint(*found[0]) if found else None

    async def keep(self, checkpoint: KeptCheckpoint, tiles: Sequence[Tile]) -> bool:
        kept = {
            "size": checkpoint.size,
            "before": checkpoint.before,
            "line": checkpoint.line,
            "signature": checkpoint.signature,
            "key": checkpoint.key,
            "tiers": [tile.tier for tile in tiles],
            "numbers": [tile.number for tile in tiles],
            "hashes": [tile.hash for tile in tiles],
        }
        return bool(await self._asked("keep", kept))

    async def heads(self, after: int, limit: int) -> Sequence[KeptCheckpoint]:
        return [KeptCheckpoint(*row) for row in await self._asked("heads", {"after": after, "limit": limit})]

    async def unpublished(self, limit: int) -> Sequence[KeptCheckpoint]:
        return [KeptCheckpoint(*row) for row in await self._asked("unpublished", {"limit": limit})]

    async def publish(self, size: int) -> None:
        await self._asked("publish", {"size": size})

    async def hashes(self, tier: int, first: int, end: int) -> Sequence[bytes]:
        span = {"first": first, "end": end}
        asked = ("tiles", span | {"tier": tier}) if tier else ("leaves", span)
        found = [(number, kept) for number, kept in await self._asked(*asked)]
        return without_gap(found, tier, first=first, end=end)


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[PostgresCheckpoints]:
    checkpoints = PostgresCheckpoints(address)
    try:
        yield checkpoints
    finally:
        await checkpoints.close()
