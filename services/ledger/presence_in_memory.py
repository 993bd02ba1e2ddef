"""Presence in memory: for tests and simulation."""

from dataclasses import dataclass


@dataclass(slots=True)
class MemoryPresence:
    """Those that are given one set are as processes beside one database."""

    number: int
    there: set[int]

    async def look(self) -> frozenset[int]:
        self.there.add(self.number)
        return frozenset(self.there)

    async def close(self) -> None:
        """As when its process ends."""
        self.there.discard(self.number)
