"""What intake and relay want of a ledger. PostgreSQL and memory pass one suite of tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.ledger.entries import Entry, Judged, KeptOccasion, Looked, OccasionName, Position, Read, Waiting
from services.ledger.records import Partition
from services.obligations.records import MessageName


class Deciding(Protocol):
    """From what is known to what follows. Pure: it may be asked twice."""

    @property
    def names(self) -> frozenset[MessageName]:
        """The messages that the batch speaks of: what has to be looked up before it is decided."""
        ...

    def entries(self, looked: Looked) -> Sequence[Entry]:
        """What becomes of each record, in the order of the batch."""
        ...

    def judged(
        self, entries: Sequence[Entry], kept: Mapping[OccasionName, KeptOccasion], looked: Looked
    ) -> Sequence[Judged]:
        """What the occasions come to that the entries touch. Kept holds each of them as it was before the batch, locked."""
        ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """All of the batch is in the ledger."""

    entries: Sequence[Entry]
    judged: Sequence[Judged] = ()
    waiting: Sequence[Waiting] = ()
    """What goes out because of it, as the relay would read it from the ledger."""
    unused: Sequence[int] = ()
    """Sequence numbers that were taken for it and will never be anybody's."""


@dataclass(frozen=True, slots=True)
class Fenced:
    """Nothing of the batch is in the ledger: these partitions stand elsewhere or belong to another claim."""

    partitions: frozenset[Partition]


class IntakesLedger(Protocol):
    """The half that intake has."""

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        """Takes partitions over: whoever held them before can write no more of them."""
        ...

    async def begin_generation(self, position: Position) -> Position:
        """The wire of this partition was begun anew: from its first offset, in the next generation, under the same claim."""
        ...

    async def record(self, reads: Sequence[Read], deciding: Deciding) -> Recorded | Fenced:
        """In one transaction: moves the positions, looks up the names, decides, judges the occasions touched, and stores all that follows."""
        ...


class RelaysLedger(Protocol):
    """The half that the relay has."""

    async def share(self) -> frozenset[int]:
        """The shares of the inboxes that are this relay's now: its part of all, beside the other relays that are there."""
        ...

    async def waiting(self, limit: int, *, besides: frozenset[str]) -> Sequence[Waiting]:
        """What is to be written into this relay's shares: what is immediate first, each topic in its order and in its turn, leaving out these topics."""
        ...

    async def mark_sent(self, sequences: Sequence[int]) -> None:
        """These have been acknowledged by the wire."""
        ...

    async def woken(self, seconds: float) -> None:
        """Returns once something may wait, or after so many seconds."""
        ...


class Ledger(IntakesLedger, RelaysLedger, Protocol):
    """Both halves."""
