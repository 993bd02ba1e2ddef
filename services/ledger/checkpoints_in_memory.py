"""The heads of the evidence log in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.evidence.frontier import Tile
from services.ledger.checkpoints import KeptCheckpoint, without_gap
from services.ledger.memory_store import Store


@dataclass(frozen=True, slots=True)
class MemoryCheckpoints:
    """Of the ledgers that share one store."""

    store: Store

    async def last(self) -> KeptCheckpoint | None:
        return self.store.checkpoints[-1] if self.store.checkpoints else None

    async def keep(self, checkpoint: KeptCheckpoint, tiles: Sequence[Tile]) -> bool:
        if any(one.before == checkpoint.before or one.size == checkpoint.size for one in self.store.checkpoints):
            return False
        self.store.checkpoints.append(checkpoint)
        self.store.tiles.update({(tile.tier, tile.number): tile.hash for tile in tiles})
        return True

    async def unpublished(self, limit: int) -> Sequence[KeptCheckpoint]:
        return [one for one in self.store.checkpoints if one.size not in self.store.published][:limit]

    async def publish(self, size: int) -> None:
        self.store.published.add(size)

    async def hashes(self, tier: int, first: int, end: int) -> Sequence[bytes]:
        if tier == 0:
            numbered = self.store.leaves[: self.store.numbered][first:end]
            return without_gap(
                [(number, bytes.fromhex(leaf.hash)) for number, leaf in enumerate(numbered, first)], first, end
            )
        found = [(number, self.store.tiles.get((tier, number))) for number in range(first, end)]
        return without_gap([(number, kept) for number, kept in found if kept is not None], first, end)
