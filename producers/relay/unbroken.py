"""Whether everything that the ledger lets go out passes before this relay's eyes: no sequence number is missing in what it was offered.

The ledger hands sequence numbers out one after another, and to the messages of one occasion only while it holds that occasion's lock:
of two records of an occasion the later has the greater number, and was entered after the earlier was committed. So if every number up
to a record's own was offered here, nothing older of its occasion can be in the table unseen.

A number that was taken and not used counts as seen. One may be missing because its offer is still on its way (another reader of this process commits at the same time): what is
above it is held back a moment. If it does not come, somebody else writes this ledger, or a transaction was rolled back; nobody can
tell which. Then, and before the first offer, nothing is believed until for as long as a transaction can stay open (the ledger ends
one that idles for longer) no number was missing: whatever was numbered unseen before that is committed by then, and so is found by
whoever reads the table after that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from services.ledger.entries import Waiting

SETTLED_S: Final = 30.0
"""As long as the ledger lets a transaction idle."""
PATIENCE_S: Final = 0.05
"""So long a number may be missing: more than two commits lie apart that run side by side."""


@dataclass(slots=True)
class Unbroken:
    """The numbers that were offered, as far as they join."""

    settled_s: float = SETTLED_S
    patience_s: float = PATIENCE_S
    _next: int | None = None
    _since: float = 0.0
    _early: dict[int, Waiting | None] = field(default_factory=dict)
    """Above the first that is missing; None for what was not used."""
    _missing_since: float = 0.0

    def offered(self, waiting: Sequence[Waiting], unused: Sequence[int], now: float) -> list[Waiting]:
        """What may be looked at now, in the order of its numbers; what lies above a number that is missing is held back."""
        seen: dict[int, Waiting | None] = {one.sequence: one for one in waiting} | dict.fromkeys(unused)
        if not seen:
            return []
        if self._next is None:
            self._next, self._since = max(seen) + 1, now
            return sorted(waiting, key=_sequence)
        if not self._early:
            self._missing_since = now
        late = [one for one in waiting if one.sequence < self._next]
        if late:
            self._since = now
        before = self._next
        self._early |= {number: one for number, one in seen.items() if number >= before}
        joined = self._joined(before)
        if self._next > before:
            self._missing_since = now
        return late + joined

    def broken(self, now: float) -> list[Waiting]:
        """What was held back too long; with it all belief is gone."""
        if not self._early or now - self._missing_since < self.patience_s:
            return []
        given_up = [one for one in self._early.values() if one is not None]
        self._next, self._since = max(self._early) + 1, now
        self._early.clear()
        return sorted(given_up, key=_sequence)

    @property
    def holds_back(self) -> bool:
        return bool(self._early)

    def believed(self, now: float) -> bool:
        return self._next is not None and now - self._since >= self.settled_s

    def _joined(self, number: int) -> list[Waiting]:
        joined = []
        while number in self._early:
            one = self._early.pop(number)
            if one is not None:
                joined.append(one)
            number += 1
        self._next = number
        return joined


def _sequence(waiting: Waiting) -> int:
    return waiting.sequence
