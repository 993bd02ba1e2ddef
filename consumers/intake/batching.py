"""How large a batch grows, and how much of it one agency may have. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from services.ledger.records import Arrival, Partition

_FEW: Final = 8
"""So few records in a batch: there is little to do, and whoever comes is recorded at once."""
_LEARNS: Final = 0.3
"""How much the last batch says about the next."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one batch."""

    records: int = 2_000
    size: int = 8 * 1024 * 1024
    agency_records: int = 500
    agency_size: int = 2 * 1024 * 1024
    """Of one agency in one batch: who floods delays the others by so much at most."""
    least_records: int = 50
    coalesce_s: float = 0.005
    """So long a batch waits for more, once there is much to do."""
    turn_s: float = 0.1
    """So long deciding may hold the event loop, on which what is immediate is read too."""


@dataclass(slots=True)
class Pace:
    """What the batches before say about the next."""

    limits: Limits = field(default_factory=Limits)
    _cost_s: float = 0.0
    """Of deciding one record."""
    _last: int = 0

    def took(self, records: int, seconds: float) -> None:
        """So long it took to decide a batch of so many."""
        self._last = records
        if records:
            self._cost_s += _LEARNS * (seconds / records - self._cost_s)

    @property
    def records(self) -> int:
        """The most that the next batch may have."""
        if self._cost_s <= 0:
            return self.limits.records
        return max(self.limits.least_records, min(self.limits.records, int(self.limits.turn_s / self._cost_s)))

    @property
    def coalesce_s(self) -> float:
        return self.limits.coalesce_s if self._last > _FEW else 0.0


@dataclass(slots=True)
class Filling:
    """A batch while it fills."""

    limits: Limits
    most: int
    _records: int = 0
    _size: int = 0
    _of: Counter[str] = field(default_factory=Counter)
    _size_of: Counter[str] = field(default_factory=Counter)

    def add(self, partition: Partition, arrivals: Sequence[Arrival]) -> None:
        sizes = sum(one.size for one in arrivals)
        self._records += len(arrivals)
        self._size += sizes
        self._of[partition.topic] += len(arrivals)
        self._size_of[partition.topic] += sizes

    def share(self, partition: Partition) -> int:
        """How many more records of its agency the batch takes. What is large counts only once it is here: then no more follows."""
        if self.is_full or self._size_of[partition.topic] >= self.limits.agency_size:
            return 0
        return max(0, min(self.limits.agency_records - self._of[partition.topic], self.room))

    @property
    def room(self) -> int:
        return max(0, self.most - self._records)

    @property
    def is_full(self) -> bool:
        return self.room == 0 or self._size >= self.limits.size
