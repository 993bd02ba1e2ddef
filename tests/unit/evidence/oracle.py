"""The trees and proofs of RFC 6962 section 2.1, written down as the RFC says them: by recursion, over all leaves."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from services.evidence.frontier import WIDTH


def leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    middle = below(len(leaves))
    return hashlib.sha256(b"\x01" + root(leaves[:middle]) + root(leaves[middle:])).digest()


def below(size: int) -> int:
    """The largest power of two that is smaller."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    middle = below(len(leaves))
    if index < middle:
        return [*path(index, leaves[:middle]), root(leaves[middle:])]
    return [*path(index - middle, leaves[middle:]), root(leaves[:middle])]


def proof(old: int, leaves: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    middle = below(len(leaves))
    if old <= middle:
        return [*proof(old, leaves[:middle], whole=whole), root(leaves[middle:])]
    return [*proof(old - middle, leaves[middle:], whole=False), root(leaves[:middle])]


@dataclass(frozen=True)
class Kept:
    """Hashes as a store has them; it says how many were asked for."""

    tiers: tuple[list[bytes], ...]
    asked: list[int]

    @classmethod
    def of(cls, leaves: Sequence[bytes]) -> "Kept":
        tiers = [list(leaves)]
        while len(tiers[-1]) >= WIDTH:
            last = tiers[-1]
            tiers.append([root(last[at : at + WIDTH]) for at in range(0, len(last) - WIDTH + 1, WIDTH)])
        return cls(tuple(tiers), [])

    async def hashes(self, tier: int, first: int, end: int) -> Sequence[bytes]:
        assert end <= len(self.tiers[tier])
        self.asked.append(end - first)
        return self.tiers[tier][first:end]
