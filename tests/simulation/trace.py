"""What happened in a run: a hash over every step, and the last of what is worth reading."""

import hashlib
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final

REMEMBERED: Final = 50
_PRIME: Final = 1_000_003
_WORD: Final = 2**64 - 1


@dataclass
class Trace:
    """Two runs of one seed have the same hash, or something came in that the seed does not decide."""

    last: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    now: float = 0.0
    _notes: Any = field(default_factory=hashlib.sha256)
    _steps: int = 0

    def step(self, now: float, host: int) -> None:
        """Asked at every step, so it is quick rather than strong."""
        self.now = now
        self._steps = (self._steps * _PRIME ^ int(now * 1_000_000) ^ host) & _WORD

    def note(self, said: str) -> None:
        line = f"{self.now:10.3f} s  {said}"
        self._notes.update(line.encode())
        self.last.append(line)

    @property
    def hash(self) -> str:
        return f"{self._steps:016x}{self._notes.hexdigest()[:16]}"
