"""Whose message has long waited for another is told so, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.ledger.entries import Outgoing, Parked, Waiting


@dataclass(frozen=True, slots=True)
class Overdue:
    """A message that still waits, with the leaf that says that it was parked."""

    parked: Parked
    digest: str
    leaf: str


class Reminding(Protocol):
    """From what waits to what its senders are told: one record for each. Pure."""

    def __call__(self, overdue: Sequence[Overdue], *, at: datetime, epoch: int) -> Sequence[Outgoing]: ...


class RemindsLedger(Protocol):
    """The part of a ledger that whoever looks after what waits has."""

    async def remind(self, before: datetime, reminding: Reminding, *, limit: int) -> Sequence[Waiting]:
        """Of what was recorded before this instant, waits, and was not told of: that it is told, and what goes out for it."""
        ...
