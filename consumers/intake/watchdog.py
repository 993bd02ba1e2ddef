"""Is intake still of use? What was seen goes in with its instant, and out comes what no waiting mends. It asks no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from services.ledger.records import Partition

Trouble = Literal["deaf", "silent", "nothing-to-read", "stuck"]


@dataclass(frozen=True, slots=True)
class Periods:
    """How long each may last before it is a trouble, in seconds."""

    silent_s: float = 30.0
    """The wire does not say where its partitions end: it is away, or lets us in no more."""
    deaf_s: float = 300.0
    """Likewise, where the brokers can be reached: no election takes so long, it is our client that is dead."""
    stuck_s: float = 60.0
    """There is something to read, nothing is known for which it has to wait, and the position stands."""
    nothing_s: float = 30.0
    """Of topics that were there not one is seen any more: our rights are gone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A partition that is ours."""

    position: int | None
    """How far it is recorded; null while it is not read."""
    end: int
    waits: bool = False
    """For something that will pass: the ledger, the reference log, a version, an agency's budget."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look."""

    topics: int
    """How many there are of the kind that this intake reads, whoever reads them."""
    standings: Mapping[Partition, Standing]
    is_silent: bool = False


@dataclass(slots=True)
class Watchdog:
    """Since when each trouble has lasted."""

    periods: Periods = field(default_factory=Periods)
    _since: dict[tuple[Trouble, Partition | None], float] = field(default_factory=dict)
    _last: Mapping[Partition, int | None] = field(default_factory=dict)
    _had_topics: bool = False

    def look(self, seen: Seen, now: float) -> Trouble | None:
        """What has lasted too long; null where all is well, or not bad for long enough."""
        lasting = self._lasting(seen)
        self._had_topics |= seen.topics > 0
        if not seen.is_silent:
            self._last = {partition: one.position for partition, one in seen.standings.items()}
        self._since = {trouble: self._since.get(trouble, now) for trouble in lasting}
        allowed: Mapping[Trouble, float] = {
            "deaf": self.periods.deaf_s,
            "silent": self.periods.silent_s,
            "nothing-to-read": self.periods.nothing_s,
            "stuck": self.periods.stuck_s,
        }
        long = {trouble for (trouble, _), since in self._since.items() if now - since >= allowed[trouble]}
        return next((trouble for trouble in allowed if trouble in long), None)

    def _lasting(self, seen: Seen) -> set[tuple[Trouble, Partition | None]]:
        if seen.is_silent:
            # What cannot be seen has not ended, and is not the partitions' own trouble.
            return {("silent", None), ("deaf", None)}
        if self._had_topics and not seen.topics:
            return {("nothing-to-read", None)}
        return {("stuck", partition) for partition, one in seen.standings.items() if self._stands(partition, one)}

    def _stands(self, partition: Partition, one: Standing) -> bool:
        lags = one.position is None or one.end > one.position
        return lags and not one.waits and partition in self._last and self._last[partition] == one.position
