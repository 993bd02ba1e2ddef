"""Which entries of the reference log were applied: what the decisions of a time rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Applied:
    """An entry of the reference log, by its number and the SHA-256 of its envelope."""

    sequence: int
    digest: str
    received_at: datetime


class KeepsReference(Protocol):
    """The part of a ledger that whoever reads the reference log writes."""

    async def note_applied(self, entries: Sequence[Applied]) -> None:
        """Each once: what is noted already stays as it is."""
        ...

    async def applied(self, first: int, end: int) -> Sequence[Applied]:
        """Those with these numbers, up to and without the end."""
        ...
