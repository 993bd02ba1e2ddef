"""Is anything still being heard? What was seen goes in with its instant, and out comes what is wrong. It asks no clock."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Trouble = Literal["silent", "unassigned", "stuck"]


@dataclass(frozen=True)
class Periods:
    """How long each trouble may last before it is one."""

    silent: timedelta | None = timedelta(seconds=30)
    """The broker does not say where the inbox ends: it is gone, or the right to read was taken."""
    unassigned: timedelta | None = timedelta(seconds=60)
    """No partition was given to us. None where more processes of an agency run than its inbox has partitions."""
    stuck: timedelta | None = timedelta(minutes=5)
    """There is something to read and the position stands; a handler must not take longer."""


@dataclass(frozen=True)
class Seen:
    """One look at the client."""

    positions: tuple[tuple[int, int], ...]
    """Partition by partition."""
    lag: int
    """Records that are there and not yet taken, but for those that wait for something that will pass."""


@dataclass
class Watchdog:
    """Since when each trouble has lasted."""

    periods: Periods = field(default_factory=Periods)
    _since: dict[Trouble, datetime] = field(default_factory=dict)
    _positions: tuple[tuple[int, int], ...] = ()

    def look(self, seen: Seen | None, now: datetime) -> Trouble | None:
        """What has lasted too long; None where all is well, or not bad for long enough. Nothing seen is silence."""
        self._note("silent", now, lasts=seen is None)
        if seen is not None:
            self._note("unassigned", now, lasts=not seen.positions)
            self._note("stuck", now, lasts=seen.lag > 0 and seen.positions == self._positions)
            self._positions = seen.positions
        return next((trouble for trouble, since in self._since.items() if self._too_long(trouble, now - since)), None)

    def _note(self, trouble: Trouble, now: datetime, *, lasts: bool) -> None:
        if lasts:
            self._since.setdefault(trouble, now)
        else:
            self._since.pop(trouble, None)

    def _too_long(self, trouble: Trouble, lasted: timedelta) -> bool:
        allowed: timedelta | None = getattr(self.periods, trouble)
        return allowed is not None and lasted >= allowed

    def begin_anew(self) -> None:
        """The client was built anew: its troubles have their time again."""
        self._since.clear()
        self._positions = ()
