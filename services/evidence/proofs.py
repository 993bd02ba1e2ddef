"""Proofs of a log: that a leaf stands in it, and that it has only grown. They are made of hashes that are kept, a few of each tier."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from services.evidence.frontier import TIER_BITS, Frontier, folded, heights
from services.keys import merkle


class Hashes(Protocol):
    """Where the hashes of a log are kept."""

    async def hashes(self, tier: int, first: int, end: int) -> Sequence[bytes]:
        """Those of a tier with these numbers, all of which are complete; tier 0 are the leaves."""
        ...


class Stretch(NamedTuple):
    """The leaves from one number up to and without another."""

    first: int
    end: int


async def frontier(kept: Hashes, size: int) -> Frontier:
    return Frontier(size, tuple(await _peaks(kept, Stretch(0, size))))


async def inclusion(kept: Hashes, index: int, *, size: int) -> list[bytes]:
    """The siblings from a leaf up to the root of a log of this size; `merkle.root_of` says to which root they lead."""
    return [folded(await _peaks(kept, stretch)) for stretch in _beside(index, size)]


async def consistency(kept: Hashes, old: int, *, new: int) -> list[bytes]:
    """That the log of the old size is the beginning of the one of the new size."""
    return [folded(await _peaks(kept, stretch)) for stretch in _between(old, new)]


def is_consistent(proof: Sequence[bytes], *, old: tuple[int, bytes], new: tuple[int, bytes]) -> bool:
    """Whether a proof leads to both of these roots, each given with its size."""
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    # The old log is a subtree of the new one where its size is a power of two: its root is no part of the proof then.
    rest = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    index, last = old_size - 1, new_size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    if not rest:
        return False
    before = after = rest.pop(0)
    for sibling in rest:
        if not last:
            return False
        if index & 1 or index == last:
            before, after = merkle.node_hash(sibling, before), merkle.node_hash(sibling, after)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            after = merkle.node_hash(after, sibling)
        index, last = index >> 1, last >> 1
    return not last and (before, after) == (old_root, new_root)


async def _peaks(kept: Hashes, stretch: Stretch) -> list[bytes]:
    """The complete subtrees of a stretch, from left to right."""
    first, found = stretch.first, list[bytes]()
    for height in heights(stretch.end - first):
        tier, above = divmod(height, TIER_BITS)
        number = first >> (tier * TIER_BITS)
        found.append(merkle.levels(await kept.hashes(tier, number, number + (1 << above)))[-1][0])
        first += 1 << height
    return found


def _split(stretch: Stretch) -> int:
    """Where the tree above a stretch parts: the left side is as large a power of two as leaves something on the right."""
    return stretch.first + (1 << (stretch.end - stretch.first - 1).bit_length() - 1)


def _beside(index: int, size: int) -> list[Stretch]:
    """What lies beside the way from a leaf up to the root."""
    around, found = Stretch(0, size), list[Stretch]()
    while around.end - around.first > 1:
        middle = _split(around)
        left, right = Stretch(around.first, middle), Stretch(middle, around.end)
        around, beside = (left, right) if index < middle else (right, left)
        found.append(beside)
    return found[::-1]


def _between(old: int, new: int) -> list[Stretch]:
    """What a proof of consistency consists of, in the order of the RFC."""
    around, found = Stretch(0, new), list[Stretch]()
    while around.end != old:
        middle = _split(around)
        left, right = Stretch(around.first, middle), Stretch(middle, around.end)
        around, beside = (left, right) if old <= middle else (right, left)
        found.append(beside)
    return [*([around] if around.first else []), *found[::-1]]
