"""How long to wait before the next try. Pure: chance comes in."""

from collections.abc import Callable
from dataclasses import dataclass

Chance = Callable[[], float]
"""A number from 0 up to 1; a process gives `random.random`."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """Twice as long after each failure, up to a limit; spread by chance, so that many agencies do not come back in one instant."""

    first_seconds: float = 0.2
    longest_seconds: float = 30.0

    def seconds(self, failures: int, chance: Chance) -> float:
        """Between half and all of the step that this many failures in a row have reached."""
        doublings = min(max(failures, 1) - 1, 30)
        step = min(self.longest_seconds, self.first_seconds * 2.0**doublings)
        return step * (0.5 + chance() / 2)
