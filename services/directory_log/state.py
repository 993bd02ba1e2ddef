"""What stands after the entries read so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from schemas.catalogue.catalogue import Catalogue
from schemas.codec.record import RawHeaders
from schemas.directory.bus_keys import BusKeys
from schemas.directory.directory import Directory
from schemas.messages.bus import ReferenceEntry

REMEMBERED: Final = 1_000
"""So many entries back a repeated one is known again: more than an operator writes at once."""


NOBODY: Final = Directory(())


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of the topic as it was found, and the instant that the broker gave it."""

    key: bytes | None
    value: bytes | None
    headers: RawHeaders
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Trust:
    """By what the log is judged: the network, the keys that its first entry may be signed with, and the catalogue."""

    network: str
    anchors: Mapping[str, str]
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class Stated:
    """An entry of an agency by its id, and the instant from which its state counts."""

    id: UUID
    begins: datetime


@dataclass(frozen=True, slots=True)
class LogState:
    """Immutable; the next entry makes the next state. Keys of the bus stand here with their effective revocations."""

    directory: Directory = NOBODY
    bus_keys: BusKeys | None = None
    sequence: int = 0
    recent: tuple[str, ...] = ()
    """The digests of the last envelope lines, the newest last."""
    as_of: datetime | None = None
    """The instant of the newest entry."""
    stated: Mapping[str, tuple[Stated, ...]] = field(default_factory=dict)
    """The entries of each agency, in their order."""
    published: Mapping[str, tuple[ReferenceEntry, ...]] = field(default_factory=dict)
    """The versions of catalogue, calendar, policy, schemas and keys, in the order of their entries."""

    @property
    def previous(self) -> str | None:
        """What the next entry must name."""
        return self.recent[-1] if self.recent else None

    def has_forgotten(self, sequence: int) -> bool:
        """Whether an entry stands there under this number whose digest is remembered no more."""
        return sequence <= self.sequence - len(self.recent)

    def in_force(self, name: str, at: datetime) -> ReferenceEntry | None:
        """The version of one of the published things that holds at an instant; of several the one that was published last."""
        known = (entry for entry in reversed(self.published.get(name, ())) if entry.in_force_from <= at)
        return next(known, None)
