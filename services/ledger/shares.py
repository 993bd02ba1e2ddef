"""How relays part the inboxes among themselves: each topic has a share, and each relay an equal number of shares. Pure."""

import hashlib
from collections.abc import Set as AbstractSet
from typing import Final

COUNT: Final = 64
ALL: Final = frozenset(range(COUNT))


def of(topic: str) -> int:
    return hashlib.sha256(topic.encode()).digest()[0] % COUNT


def fair(relays: int) -> int:
    """So many shares has a relay at most that is one of so many."""
    return -(-COUNT // max(relays, 1))


def given_up(held: AbstractSet[int], relays: int) -> frozenset[int]:
    """What a relay leaves to others when there are more of them than before."""
    return frozenset(sorted(held)[fair(relays) :])
