"""What an administrator wants of a ledger. PostgreSQL and memory pass one suite of tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from schemas.errors.tree import Finding, InterventionError
from schemas.fields import Disposition
from services.ledger.entries import Entry, Leaf
from services.ledger.port import Deciding
from services.ledger.records import Arrival, Place
from services.obligations.records import MessageName

_SHOWN: Final = 12
"""So many letters of an intervention's digest tell it from others."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record that waits whole, because the error is ours."""

    place: Place
    sender: str
    received_at: datetime
    recorded_at: datetime
    fault: str
    name: MessageName | None = None
    """The message, where it could be read so far when it came."""


@dataclass(frozen=True, slots=True)
class KeptWhole:
    """One of them with its bytes, its place in the order of judging, and the leaf of its first disposition."""

    quarantined: Quarantined
    arrival: Arrival
    ordered_at: datetime
    leaf: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """It is in quarantine no more."""

    place: Place
    disposition: Disposition
    codes: tuple[str, ...] = ()

    @classmethod
    def of(cls, entry: Entry) -> "Replayed":
        decision = entry.decision
        return cls(entry.arrival.place, decision.disposition, tuple(one.code for one in decision.findings))


@dataclass(frozen=True, slots=True)
class StillQuarantined:
    """It fails again, and nothing was changed."""

    place: Place
    fault: str


@dataclass(frozen=True, slots=True)
class NotQuarantined:
    """Nothing in quarantine lies there, or not any more; what became of it, where it was replayed."""

    place: Place
    became: Disposition | None = None


Outcome = Replayed | StillQuarantined | NotQuarantined


class Mandate(Protocol):
    """By whose word something is done."""

    @property
    def digest(self) -> str:
        """By which it is known again."""
        ...

    @property
    def line(self) -> bytes:
        """The document with its signatures."""
        ...

    def check(self, at: datetime) -> None:
        """Raises, unless it holds at this instant of the ledger's clock."""
        ...

    def leaf(self, place: Place, at: datetime) -> Leaf:
        """The evidence of what was done to a record."""
        ...


@dataclass(frozen=True, slots=True)
class ToBeErased:
    """A message whose body somebody wants gone, and what may keep it from going."""

    place: Place
    state: Disposition
    is_bare: bool
    """Whether its body is gone already, or was never kept."""
    goes_out: bool
    """Whether the relay still has to write it."""
    held_by: str | None
    """The file by whose word it may not be erased."""


def erasable(found: ToBeErased | None, name: MessageName) -> Place:
    """Where it lies; InterventionError where it is not known, held back, needed, or gone."""
    said = {"sender": name.sender, "id": name.id}
    if found is None:
        raise InterventionError(Finding("HB-8542", "", said))
    if found.held_by is not None:
        raise InterventionError(Finding("HB-8543", "", {**said, "file": found.held_by}))
    if found.state not in ("ROUTED", "REJECTED") or found.goes_out:
        raise InterventionError(Finding("HB-8545", "", said))
    if found.is_bare:
        raise InterventionError(Finding("HB-8544", "", said))
    return found.place


def already_done(by: Mandate) -> InterventionError:
    """What is wrong where somebody wants it a second time."""
    return InterventionError(Finding("HB-8540", "", {"intervention": by.digest[:_SHOWN]}))


class QuarantineLedger(Protocol):
    """The part of the ledger that whoever replays has."""

    async def clock(self) -> datetime:
        """The ledger's own, as it runs."""
        ...

    async def quarantined(self, limit: int) -> Sequence[Quarantined]:
        """What waits longest first."""
        ...

    async def kept_whole(self, place: Place) -> KeptWhole | None:
        """None where nothing in quarantine lies there."""
        ...

    async def became(self, place: Place) -> Disposition | None:
        """What the record there became when it was replayed."""
        ...

    async def carried_out(self, digest: str) -> frozenset[Place]:
        """The records to which this was done."""
        ...

    async def replay(self, place: Place, deciding: Deciding, by: Mandate) -> Outcome:
        """In one transaction: decides the record anew, judges its occasion, and stores all that follows, with the evidence."""
        ...


class ErasingLedger(Protocol):
    """The part of the ledger that whoever erases has."""

    async def erase(self, name: MessageName, by: Mandate) -> None:
        """In one transaction, with its evidence; InterventionError where it is held back, needed, gone, or not known."""
        ...
