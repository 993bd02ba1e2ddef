"""How relays part the inboxes among themselves: each topic has a share, and each relay an equal number of shares. Pure."""

import hashlib
from collections.abc import Set as AbstractSet
from typing import Final

COUNT: Final = 64
ALL: Final = frozenset(range(COUNT))

PER_TOPIC: Final = 100
"""So many records of one inbox are given at a time at most: a long queue of one keeps no other waiting."""
TURNS: Final = 20
"""Where many inboxes wait, so many times as many records are looked at as are asked for, of each inbox equally."""
PART: Final = 100
"""So many records of one inbox are sent again at a time."""


def room(limit: int, topics: int) -> int:
    """How many records of each inbox are looked at."""
    return min(PER_TOPIC, max(limit * TURNS // max(topics, 1), 1))


def of(topic: str) -> int:
    return hashlib.sha256(topic.encode()).digest()[0] % COUNT


def fair(relays: int) -> int:
    """So many shares has a relay at most that is one of so many."""
    return -(-COUNT // max(relays, 1))


def given_up(held: AbstractSet[int], relays: int) -> frozenset[int]:
    """What a relay leaves to others when there are more of them than before."""
    return frozenset(sorted(held)[fair(relays) :])
