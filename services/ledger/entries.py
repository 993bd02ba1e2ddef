"""What the ledger holds and what is entered into it, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from schemas.fields import Disposition
from services.admission.dispositions import Decision
from services.ledger.records import Arrival, Partition, Place
from services.obligations.records import MessageName


class OccasionName(NamedTuple):
    """An occasion, in earnest or in a drill: what is judged together, and locked together."""

    occasion: str
    drill: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a partition was read, and under which claim: a higher epoch takes it from whoever held it before."""

    partition: Partition
    wire_generation: int
    epoch: int
    next_offset: int
    last: datetime | None = field(default=None, compare=False)
    """When the record before it came, by the wire's own clock: a wire that lost its end and was filled again has another there."""
    last_digest: str | None = field(default=None, compare=False)
    """And what that record was; null where that is not known."""

    @property
    def begins_at(self) -> int:
        """Where to read on: at the record before, where one is known, so that it can be looked at again."""
        return self.next_offset if self.last is None else self.next_offset - 1

    def follows(self, before: Arrival) -> bool:
        """Whether it is this record that was read before."""
        return before.received_at == self.last and self.last_digest in (None, before.digest)


@dataclass(frozen=True, slots=True)
class Held:
    """A message that is known by its name: whatever became of it."""

    name: MessageName
    digest: str
    disposition: Disposition
    """What it is now: a parked one that was released is ROUTED."""
    place: Place
    told: frozenset[str] = frozenset()
    """The agencies into whose inboxes it goes."""
    occasion: OccasionName | None = None
    """Where it is judged."""
    named: tuple[str, ...] = ()
    """The agencies for which it is by its own words; of a rejected one, those that get it if it is deemed accepted."""
    is_whole: bool = True
    """Whether its body is there: without it, it goes to nobody any more."""


@dataclass(frozen=True, slots=True)
class Parked:
    """A message that waits for another."""

    name: MessageName
    regards: MessageName
    place: Place
    received_at: datetime
    ordered_at: datetime
    line: bytes
    """Its envelope."""

    @classmethod
    def of(cls, name: MessageName, regards: MessageName, *, arrival: Arrival, ordered_at: datetime) -> "Parked":
        return cls(name, regards, arrival.place, arrival.received_at, ordered_at, arrival.envelope_line)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record that the relay shall write: a message of an agency, found by its place, or one of the bus, with its own bytes."""

    topic: str
    name: MessageName
    of: Place | None = None
    key: bytes = b""
    value: bytes = b""
    urgent: bool = False
    """Whether it goes before what is not: what came by an agency's urgent topic, and what the bus says of it."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of evidence: the canonical line, and its hash."""

    content: bytes
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """All that follows from one record. It is stored whole or not at all."""

    arrival: Arrival
    decision: Decision
    leaf: Leaf
    recorded_at: datetime
    ordered_at: datetime
    """The running maximum of `received_at` within its partition: its place in the order of judging. A clock set back moves nothing."""
    name: MessageName | None = None
    """The message, where the record is the first that rightly bears this name."""
    regards: MessageName | None = None
    occasion: OccasionName | None = None
    """Where it is judged; a rejected statement too, for a ruling may deem it accepted."""
    named: tuple[str, ...] = ()
    outgoing: tuple[Outgoing, ...] = ()
    released: tuple["Release", ...] = ()
    since: datetime | None = None
    """From when on the inbox of its sender shall be written again."""
    fault: str = ""
    """What failed in us, where it is quarantined; for our own engineers."""
    hash_only: bool = False
    """Whether its agency has sent more that is rejected than is kept: of a message key, headers and envelope stay, of the rest its hash."""

    @property
    def kept(self) -> Arrival:
        """The record as far as it is kept. A message's envelope always is: its occasion is judged by it."""
        if not self.hash_only:
            return self.arrival
        if self.name is None:
            return replace(self.arrival, key=None, value=None, headers=())
        return replace(self.arrival, value=self.arrival.envelope_line)

    def heard(self, *, accepted: bool) -> "Heard":
        one = self.arrival
        return Heard(one.envelope_line, one.received_at, self.ordered_at, one.place, accepted)


@dataclass(frozen=True, slots=True)
class Release:
    """A parked message whose waiting is over: it goes out, or turns out to be its sender's fault."""

    parked: Parked
    decision: Decision
    leaf: Leaf
    outgoing: tuple[Outgoing, ...]
    occasion: OccasionName | None = None
    """Where it is judged from now on."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the ledger knows of the names that a batch speaks of, and its clock."""

    at: datetime
    epoch: int
    held: Mapping[MessageName, Held] = field(default_factory=dict)
    parked: Sequence[Parked] = ()
    parked_of: Mapping[str, int] = field(default_factory=dict)
    """How many messages of the agencies of those names wait."""
    latest: Mapping[Partition, datetime] = field(default_factory=dict)
    """Of each partition of the batch: the latest `received_at` before it; nothing where it is read for the first time."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of one partition: from where the ledger stood to where it shall stand."""

    position: Position
    next_offset: int
    latest: datetime
    """The latest `received_at` of what was read."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of an occasion, as far as it is judged by it: its envelope and its clocks."""

    line: bytes
    received_at: datetime
    ordered_at: datetime
    place: Place
    accepted: bool
    """False for a rejected statement; a ruling may deem it accepted."""


@dataclass(frozen=True, slots=True)
class KeptObligation:
    """What the ledger has of an obligation: which, in which version, the digest of its state, and the snapshot that was sent last."""

    key: str
    version: int
    digest: str
    snapshot: bytes


@dataclass(frozen=True, slots=True)
class KeptOccasion:
    """What the ledger has of an occasion; one that is new is empty, in version 0."""

    name: OccasionName
    version: int = 0
    read_to: datetime | None = None
    """Up to where the monitor has decided what did not come; null where it never did."""
    heard: Sequence[Heard] = ()
    obligations: Mapping[str, KeptObligation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Obliged:
    """An obligation in a new version: what the monitor and the overseers ask for by columns, and the snapshot that all are told."""

    key: str
    """The canonical line of its ObligationRef."""
    version: int
    digest: str
    duty: str
    debtor: str | None
    overseer: str | None
    recipient: str | None
    """The agency that is to be told."""
    verdict: str
    mode: str
    deadline_at: datetime | None
    """By law; null where the law has no number."""
    snapshot: bytes
    """The canonical line of the ObligationSnapshot."""
    outgoing: tuple[Outgoing, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What an occasion came to with all that was heard of it: the obligations that are in another state now."""

    name: OccasionName
    obligations: tuple[Obliged, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits for the relay."""

    sequence: int
    topic: str
    name: MessageName
    key: bytes
    value: bytes
    arrival: Arrival | None = None
    """What came from an agency: its own record."""
    recorded_at: datetime | None = None
    leaf: str = ""
    urgent: bool = False


def message_name(sender: str, message_id: UUID) -> MessageName:
    return MessageName(sender, str(message_id))
