"""What a verdict is asked about: a case with its records, and as of when. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.law.periods import Period
from services.obligations.records import Record


@dataclass(frozen=True, slots=True)
class Due:
    """A report that an agency owes for a period, whether it came or not."""

    duty: str
    period: Period
    agency: str


@dataclass(frozen=True, slots=True)
class Case:
    """One occasion, or the reports of one kind: everything that was said of it."""

    records: tuple[Record, ...]
    occasion: str | None = None
    subject: str | None = None
    drill: str | None = None
    dues: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A record that reached the bus at one instant and could be read only from another on."""

    received_at: datetime
    known_from: datetime | None
    """Null while it still cannot be read."""


@dataclass(frozen=True, slots=True)
class Until:
    """As of when it is judged, and how far the wire has been read: a breach for absence is decided behind that barrier."""

    as_of: datetime
    read_to: datetime
    held_back: tuple[HeldBack, ...] = ()

    def decided(self, end: datetime, at: datetime) -> bool:
        """Whether at that instant everything had been read that reached the bus by the end."""
        return self.read_to >= end and not any(self.missing(end, at))

    def missing(self, end: datetime, at: datetime) -> Iterator[HeldBack]:
        """What had reached the bus by the end and could not be read at that instant."""
        for held in self.held_back:
            if held.received_at <= end and (held.known_from is None or held.known_from > at):
                yield held
