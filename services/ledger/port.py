"""What intake and relay want of a ledger. PostgreSQL and memory pass one suite of tests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.ledger.entries import Entry, Looked, Position, Read, Waiting
from services.ledger.records import Partition
from services.obligations.records import MessageName

Deciding = Callable[[Looked], Sequence[Entry]]
"""From what is known to what follows; pure, for it may be asked twice."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """All of the batch is in the ledger."""

    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Fenced:
    """Nothing of the batch is in the ledger: these partitions stand elsewhere or belong to another claim."""

    partitions: frozenset[Partition]


class IntakesLedger(Protocol):
    """The half that intake has."""

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        """Takes partitions over: whoever held them before can write no more of them."""
        ...

    async def record(
        self, reads: Sequence[Read], names: frozenset[MessageName], deciding: Deciding
    ) -> Recorded | Fenced:
        """In one transaction: moves the positions, looks up the names, decides, and stores all that follows."""
        ...


class RelaysLedger(Protocol):
    """The half that the relay has."""

    async def waiting(self, limit: int, *, besides: frozenset[str]) -> Sequence[Waiting]:
        """The oldest records that are to be written, in their order, leaving out these topics."""
        ...

    async def mark_sent(self, sequences: Sequence[int]) -> None:
        """These have been acknowledged by the wire."""
        ...


class Ledger(IntakesLedger, RelaysLedger, Protocol):
    """Both halves."""
