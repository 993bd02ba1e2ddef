"""Whether the event loop still turns. It says so itself, and another thread asks."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

BEAT_S: Final = 0.5
TOLERATED_S: Final = 0.25
"""So much later than it should a turn may come: collecting garbage and a large batch take their time."""
BLOCKED_S: Final = 30.0
"""After so long without a turn the loop is taken for dead."""


@dataclass(slots=True)
class Pulse:
    """`beat` runs on the loop."""

    monotonic: Callable[[], float]
    late: Callable[[float], None]
    """Is told by how much a turn came too late."""
    _turned_at: float = field(default=0.0)

    def __post_init__(self) -> None:
        self._turned_at = self.monotonic()

    async def beat(self) -> None:
        """Until it is cancelled."""
        self._turned_at = self.monotonic()
        while True:
            await asyncio.sleep(BEAT_S)
            now = self.monotonic()
            late = now - self._turned_at - BEAT_S
            self._turned_at = now
            if late > TOLERATED_S:
                self.late(late)

    @property
    def standing_s(self) -> float:
        """For how many seconds it has not turned."""
        return max(0.0, self.monotonic() - self._turned_at)

    @property
    def beats(self) -> bool:
        return self.standing_s < BLOCKED_S
