"""What whoever signs the heads of the evidence log wants of a ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas.errors.tree import EvidenceError, Finding
from services.evidence.frontier import Tile
from services.evidence.proofs import Hashes


@dataclass(frozen=True, slots=True)
class KeptCheckpoint:
    """A head as it was signed: the very bytes that go to the wire, but for the leaves, which are in the ledger anyway."""

    size: int
    before: int
    """The size of the head before it; 0 where it is the first."""
    line: bytes
    signature: str
    key: str


class KeepsCheckpoints(Hashes, Protocol):
    """A head is kept before it is published, and nothing that is kept changes. EvidenceError where hashes are asked for that are gone."""

    async def last(self) -> KeptCheckpoint | None: ...

    async def keep(self, checkpoint: KeptCheckpoint, tiles: Sequence[Tile]) -> bool:
        """False, and nothing is kept, where another head follows the same one already."""
        ...

    async def heads(self, after: int, limit: int) -> Sequence[KeptCheckpoint]:
        """Those of larger logs than this, the smallest first."""
        ...

    async def unpublished(self, limit: int) -> Sequence[KeptCheckpoint]:
        """Those that are not known to be on the wire, the oldest first."""
        ...

    async def publish(self, size: int) -> None:
        """The wire has acknowledged it."""
        ...


def without_gap(found: Sequence[tuple[int, bytes]], tier: int, *, first: int, end: int) -> list[bytes]:
    """The hashes, which must have these numbers one after the other; EvidenceError, with the first that lacks."""
    for expected, number in enumerate((number for number, _ in found), start=first):
        if number != expected:
            raise lost(tier, min(number, expected))
    if first + len(found) < end:
        raise lost(tier, first + len(found))
    return [kept for _, kept in found]


def lost(tier: int, number: int) -> EvidenceError:
    if tier == 0:
        return EvidenceError(Finding("HB-8700", "", {"number": number}))
    return EvidenceError(Finding("HB-8706", "", {"tier": tier, "number": number}))
