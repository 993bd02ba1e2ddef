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

    async def heads(self, after: int, limit: int) -> Sequence[KeptCheckpoint]:
        return sorted((one for one in self.store.checkpoints if one.size > after), key=lambda one: one.size)[:limit]

    async def unpublished(self, limit: int) -> Sequence[KeptCheckpoint]:
        return [one for one in self.store.checkpoints if one.size not in self.store.published][:limit]

    async def publish(self, size: int) -> None:
        self.store.published.add(size)

    async def hashes(self, tier: int, first: int, end: int) -> Sequence[bytes]:
        numbers = range(first, min(end, self.store.numbered) if tier == 0 else end)
        found = ((number, self._hash(tier, number)) for number in numbers)
        return without_gap([(number, one) for number, one in found if one is not None], tier, first=first, end=end)

    def _hash(self, tier: int, number: int) -> bytes | None:
        if tier:
            return self.store.tiles.get((tier, number))
        return bytes.fromhex(self.store.leaves[number].hash) if number < len(self.store.leaves) else None
