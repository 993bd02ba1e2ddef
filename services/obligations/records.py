"""What is judged: accepted messages, each with its clocks, reduced to what a verdict may depend on. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from services.law.deadlines import Law
from services.law.periods import Period

ReceiptKind = Literal["taken", "seen", "acted", "refused"]
Decision = Literal["uphold", "excuse", "annul", "deem-accepted"]


class MessageName(NamedTuple):
    """A message is named by its sender and its id: nobody can squat on another's id."""

    sender: str
    id: str


class Place(NamedTuple):
    """Where a record lies on the wire. Among records of one instant it decides the order."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What an agency said of an occasion: a fact, a notice, a service record, or that it was told off the bus."""

    kind: Literal["fact", "notice", "service-record", "off-the-bus"]
    name: str
    """The code of the fact, or of the duty."""
    instants: Mapping[str, datetime] = field(default_factory=dict)
    occurred_at: datetime | None = None
    """When it happened, or became known; where the sender did not say, null."""
    known_at: datetime | None = None
    """When a correction made its instant known; null where none did."""
    attributes: Mapping[str, str | int] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    told_at: datetime | None = None
    period: Period | None = None
    parties: Mapping[str, str] = field(default_factory=dict)
    territory: str | None = None

    def instant(self, name: str) -> datetime | None:
        """The named instant; where the sender named none, when it happened."""
        return self.instants.get(name) or self.occurred_at


@dataclass(frozen=True, slots=True)
class Correction:
    """Replaces fields of an earlier statement; null means that the field stays."""

    corrects: MessageName
    instants: Mapping[str, datetime] = field(default_factory=dict)
    occurred_at: datetime | None = None
    attributes: Mapping[str, str | int] = field(default_factory=dict)
    to: tuple[str, ...] | None = None
    told_at: datetime | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Takes back a statement, or a correction of one."""

    withdraws: MessageName


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a recipient answers to a notice."""

    regards: MessageName
    kind: ReceiptKind
    role: str | None = None
    """As which recipient it answers; what names none of the notice's recipients answers for all of them."""
    reopens: bool = True
    """Whether a refusal counts: "not mine" does only where the directory agrees."""


@dataclass(frozen=True, slots=True)
class ObligationName:
    """Which obligation of the occasion is meant; what is null is left open."""

    duty: str | None = None
    recipient: str | None = None
    round: int | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """The overseer's decision on a verdict, or on a message that was rejected, refused or disputed."""

    regards: MessageName | ObligationName
    decision: Decision


@dataclass(frozen=True, slots=True)
class Objection:
    """An agency contests a verdict; it changes nothing but that a ruling is asked for."""

    regards: ObligationName


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Another agency accepted the occasion: from here on it owes."""

    by: str
    to: str


@dataclass(frozen=True, slots=True)
class LawCorrected:
    """The catalogue, the calendar or the policy was wrong; this is how it should have been read all along."""

    law: Law


Change = Correction | Withdrawal | Receipt | Ruling
Content = Statement | Change | Objection | HandedOver | LawCorrected


@dataclass(frozen=True, slots=True)
class Record:
    """One message as it reached the bus, once it is known to the ledger."""

    message: MessageName
    content: Content
    received_at: datetime
    """The broker's clock: what timeliness of a notice is judged by, and the order of the fold."""
    place: Place
    accepted: bool = True
    """False for what was rejected; a ruling may deem it accepted."""
    ordered_at: datetime | None = None
    """The latest `received_at` of its partition so far, where a clock was set back; null where that is its own."""

    @property
    def order(self) -> tuple[datetime, Place]:
        return (self.ordered_at or self.received_at, self.place)

    @property
    def author(self) -> str:
        return self.message.sender
