"""What the sequencer and the reader of evidence want of a ledger."""

from collections.abc import Sequence
from typing import Protocol

from services.ledger.entries import Leaf


class SequencesLedger(Protocol):
    """Leaves come unnumbered, with the decisions that they prove; each gets the next number once, in one order for all."""

    async def number(self, limit: int) -> int:
        """Numbers as many leaves as have none yet, up to the limit; answers how many are numbered in all."""
        ...

    async def leaves(self, first: int, end: int) -> Sequence[Leaf]:
        """The leaves from a number on, up to and without the end."""
        ...
