"""A ledger's heads and leaves, read in their order and many at a time: an audit asks for each of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from schemas.errors.tree import EvidenceError
from services.ledger.checkpoints import KeepsCheckpoints, KeptCheckpoint

HEADS: Final = 1_000
LEAVES: Final = 10_000


@dataclass(slots=True)
class Ahead:
    """What was read and not asked for yet is kept; whatever is asked for out of order is read anew."""

    kept: KeepsCheckpoints
    _heads: dict[int, KeptCheckpoint] = field(default_factory=dict)
    _first: int = 0
    _leaves: Sequence[bytes] = ()
    _is_whole: bool = True
    """Whether no leaf was found to lack: then what lies ahead of the first one that does is read by itself."""

    async def head(self, size: int) -> KeptCheckpoint | None:
        """The one of that size."""
        if size not in self._heads:
            self._heads = {one.size: one for one in await self.kept.heads(size - 1, HEADS)}
        return self._heads.get(size)

    async def leaves(self, first: int, end: int) -> Sequence[bytes]:
        """EvidenceError with the first of these that lacks."""
        if not (self._first <= first and end <= self._first + len(self._leaves)):
            self._first, self._leaves = first, await self._read(first, end)
        return self._leaves[first - self._first : end - self._first]

    async def _read(self, first: int, end: int) -> Sequence[bytes]:
        last = await self.kept.last()
        far = min(first + LEAVES, last.size if last is not None else 0)
        if self._is_whole and far > end:
            try:
                return await self.kept.hashes(0, first, far)
            except EvidenceError:
                self._is_whole = False
        return await self.kept.hashes(0, first, end)
