"""What the wire has acknowledged and the ledger has not yet heard of: marked many at a time."""

import asyncio
from dataclasses import dataclass, field


@dataclass(slots=True)
class Marks:
    """Numbers by topic."""

    some: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: dict[str, list[int]] = field(default_factory=dict)
    _under_way: dict[str, list[int]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return sum(len(numbers) for part in (self._waiting, self._under_way) for numbers in part.values())

    def add(self, topic: str, numbers: tuple[int, ...]) -> None:
        self._waiting.setdefault(topic, []).extend(numbers)
        self.some.set()

    def begin(self) -> list[int]:
        """All that are to be marked now. What was begun and never heard of is begun again: to mark twice does no harm."""
        for topic, numbers in self._waiting.items():
            self._under_way.setdefault(topic, []).extend(numbers)
        self._waiting = {}
        return [number for numbers in self._under_way.values() for number in numbers]

    def end(self) -> dict[str, list[int]]:
        """The ledger has them."""
        marked, self._under_way = self._under_way, {}
        return marked
