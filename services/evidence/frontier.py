"""The right edge of a Merkle log: all that is needed to let it grow and to say its root. RFC 6962."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final, NamedTuple

from services.keys import merkle

TIER_BITS: Final = 8
WIDTH: Final = 1 << TIER_BITS
"""So many hashes of a tier come to one of the tier above. Tier 0 are the leaves."""


class Tile(NamedTuple):
    """A complete subtree that is kept: of 256 leaves in tier 1, of 65,536 in tier 2."""

    tier: int
    number: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Frontier:
    """The complete subtrees of which a log of this size consists, the largest first: one for each 1 of the size in binary."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """Of a log with at least one leaf."""
        return folded(self.peaks)

    def grown(self, leaves: Sequence[bytes]) -> "tuple[Frontier, list[Tile]]":
        """With these leaves after the last, and the tiles that are complete now."""
        size, peaks, tiles = self.size, list(self.peaks), list[Tile]()
        for leaf in leaves:
            top, height = leaf, 0
            while size >> height & 1:
                top, height = merkle.node_hash(peaks.pop(), top), height + 1
                if height % TIER_BITS == 0:
                    tiles.append(Tile(height // TIER_BITS, size >> height, top))
            peaks.append(top)
            size += 1
        return Frontier(size, tuple(peaks)), tiles


def folded(peaks: Sequence[bytes]) -> bytes:
    """What subtrees that become smaller from left to right come to together."""
    return reduce(lambda right, left: merkle.node_hash(left, right), reversed(peaks))


def heights(leaves: int) -> list[int]:
    """How high the complete subtrees are of which so many leaves consist, the highest first."""
    return [height for height in reversed(range(leaves.bit_length())) if leaves >> height & 1]
