"""Which processes there are. Kafka misses one that died only after a session; the database knows at once, because its connection ends."""

from collections.abc import Callable
from typing import Final, Protocol

FIRST: Final = 2**30
"""The lowest number; the ledger's other locks have lower ones."""


def drawn(below: Callable[[int], int]) -> int:
    """The number of a new process. Who comes after one that died has another, or the dead would pass for alive."""
    return FIRST + below(FIRST)


class Presence(Protocol):
    """One process among those that there are."""

    @property
    def number(self) -> int: ...

    async def look(self) -> frozenset[int]:
        """The numbers of all that are there, its own among them; LedgerError where others may not see it at present."""
        ...
