"""Is anything still being heard? What was seen goes in with its instant, and out comes what is wrong. It asks no clock."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal, get_args

Trouble = Literal["silent", "unassigned", "stuck", "waits"]
_GRAVEST_FIRST: Final[tuple[Trouble, ...]] = get_args(Trouble)
DEAF: Final = frozenset[Trouble]({"silent", "unassigned", "stuck"})
"""What a new client may mend. What waits for something that will pass is only shown: no client mends that."""


@dataclass(frozen=True)
class Periods:
    """How long each trouble may last before it is one."""

    silent: timedelta | None = timedelta(seconds=30)
    """The broker does not say where the inbox ends: it is gone, or the right to read was taken."""
    unassigned: timedelta | None = timedelta(seconds=60)
    """No partition was given to us. None where more processes of an agency run than its inbox has partitions."""
    stuck: timedelta | None = timedelta(minutes=5)
    """There is something to read in a partition and its position stands; a handler must not take longer."""
    waits: timedelta | None = timedelta(minutes=5)
    """A partition waits for something that will pass: its record is tried again, or the store cannot be read."""


@dataclass(frozen=True)
class Standing:
    """One partition at one look."""

    partition: int
    position: int | None
    """None while the store has not said where to begin."""
    lag: int
    """Records that are there and not yet taken; all that there are while the position is not known."""
    waits: bool = False
    """For something that will pass."""


@dataclass(frozen=True)
class Seen:
    """One look at the client."""

    standings: tuple[Standing, ...]

    @property
    def lag(self) -> int | None:
        """Of all partitions; None where that is not known."""
        known = bool(self.standings) and all(one.position is not None for one in self.standings)
        return sum(one.lag for one in self.standings) if known else None


@dataclass
class Watchdog:
    """Since when each trouble has lasted, in seconds of a clock that nobody sets; of a partition, or of the whole client."""

    periods: Periods = field(default_factory=Periods)
    _since: dict[tuple[Trouble, int | None], float] = field(default_factory=dict)
    _last: dict[int, int | None] = field(default_factory=dict)
    _moved: set[int] = field(default_factory=set)

    def look(self, seen: Seen | None, now: float) -> Trouble | None:
        """What has lasted too long; None where all is well, or not bad for long enough. Nothing seen is silence."""
        lasting: set[tuple[Trouble, int | None]] = {("silent", None)}
        if seen is not None:
            lasting = {("unassigned", None)} if not seen.standings else set()
            for one in seen.standings:
                lasting |= self._of(one)
            self._last = {one.partition: one.position for one in seen.standings}
        else:
            lasting |= self._since.keys()  # what cannot be seen has not ended
        self._since = {trouble: self._since.get(trouble, now) for trouble in lasting}
        long = {trouble for (trouble, _), since in self._since.items() if self._too_long(trouble, now - since)}
        return next((trouble for trouble in _GRAVEST_FIRST if trouble in long), None)

    def _of(self, one: Standing) -> set[tuple[Trouble, int | None]]:
        before = self._last.get(one.partition)
        if before is not None and one.position is not None and one.position > before:
            self._moved.add(one.partition)
        if one.waits:
            return {("waits", one.partition)}
        stands = one.partition in self._last and one.position == before
        return {("stuck", one.partition)} if one.lag > 0 and stands else set()

    def well(self, seen: Seen | None) -> bool:
        """Whether this client was of use: each of its partitions has moved, or has nothing left to read."""
        if seen is None or not seen.standings:
            return False
        return all(
            not one.waits and one.position is not None and (one.lag == 0 or one.partition in self._moved)
            for one in seen.standings
        )

    def _too_long(self, trouble: Trouble, lasted: float) -> bool:
        allowed: timedelta | None = getattr(self.periods, trouble)
        return allowed is not None and lasted >= allowed.total_seconds()

    def begin_anew(self) -> None:
        """The client was built anew: its troubles have their time again."""
        self._since.clear()
        self._last.clear()
        self._moved.clear()
