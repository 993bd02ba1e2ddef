"""Merkle trees with the hashing of RFC 6962. Pure."""

import hashlib
from collections.abc import Sequence


def leaf_hash(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree from its leaves' hashes to its root. A node without a sibling is carried up as it is, which is RFC 6962's shape."""
    level = list(leaves)
    found = [level]
    while len(level) > 1:
        pairs = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
        found.append(level)
    return found


def path(tree: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """The siblings from a leaf up to the root."""
    siblings: list[bytes] = []
    for level in tree[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            siblings.append(level[sibling])
        index //= 2
    return siblings


def root_of(leaf: bytes, siblings: Sequence[bytes], *, index: int, size: int) -> bytes | None:
    """The root to which this path leads; None where no tree of this size has such a path."""
    if not 0 <= index < size:
        return None
    rest, last, current = list(siblings), size - 1, leaf
    while last > 0:
        if index % 2 or index != last:
            if not rest:
                return None
            sibling = rest.pop(0)
            current = node_hash(sibling, current) if index % 2 else node_hash(current, sibling)
        index, last = index // 2, last // 2
    return None if rest else current
