"""One topic's records that go out next, in their order. Pure."""

from collections import deque
from dataclasses import dataclass, field

from services.ledger.entries import Waiting


@dataclass(slots=True)
class Room:
    """How much may be held, and how much is."""

    most: int
    most_bytes: int
    count: int = 0
    bytes: int = 0

    @property
    def is_left(self) -> bool:
        return self.count < self.most and self.bytes < self.most_bytes

    def add(self, one: Waiting) -> None:
        self.count += 1
        self.bytes += len(one.value)

    def drop(self, one: Waiting) -> None:
        self.count -= 1
        self.bytes -= len(one.value)


@dataclass(slots=True)
class Queue:
    """One topic."""

    share: int
    held: Room
    urgent: deque[Waiting] = field(default_factory=deque)
    ordinary: deque[Waiting] = field(default_factory=deque)
    aside: dict[int, Waiting] = field(default_factory=dict)
    """Offered, and not to be written before the table was read."""
    writing: tuple[int, ...] = ()
    unmarked: int = 0
    writes: int = 0
    """How often it was written with success."""

    @property
    def is_idle(self) -> bool:
        return not (self.urgent or self.ordinary or self.writing or self.unmarked)

    @property
    def is_ready(self) -> bool:
        return bool(self.urgent or self.ordinary) and not self.writing

    def add(self, waiting: Waiting) -> None:
        self.held.add(waiting)
        (self.urgent if waiting.urgent else self.ordinary).append(waiting)

    def clear(self) -> list[Waiting]:
        """What was in it."""
        cleared = [*self.urgent, *self.ordinary]
        self.urgent.clear()
        self.ordinary.clear()
        for one in cleared:
            self.held.drop(one)
        return cleared

    def take(self, most: int) -> list[Waiting]:
        taken: list[Waiting] = []
        for lane in (self.urgent, self.ordinary):
            while lane and len(taken) < most:
                taken.append(lane.popleft())
        for one in taken:
            self.held.drop(one)
        self.writing = tuple(one.sequence for one in taken)
        return taken
