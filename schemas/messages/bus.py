"""The envelopes that the bus itself sends: what became of a record, where an obligation stands, what is in force."""

from typing import Annotated, Literal

from pydantic import Field

from schemas import fields
from schemas.directory.agency import AgencyVersion
from schemas.messages.parts import MessageRef, ObligationRef, RecordRef
from schemas.texts import Text
from schemas.values import Said

Verdict = Literal[
    "in-time",
    "late",
    "breached",
    "open",
    "undecided",
    "no-deadline-met",
    "no-deadline-open",
    "cancelled",
    "provisional",
]
Basis = Literal["law", "policy", "none"]
HowFound = Literal["publisher", "parties", "territory", "national", "outside", "unresolved"]


class FromBus(Said):
    """What every message of the bus says. Its id follows from its cause, so that the same cause never makes two messages."""

    id: fields.DerivedId
    schema_version: fields.Version
    sender: Literal["bus"]
    epoch: Annotated[int, Field(ge=1, le=1_000_000)]
    emitted_at: fields.Instant

    @property
    def record_key(self) -> str:
        return self.sender


class Answer(FromBus):
    """The bus answers a record: which, when it reached the bus, and where it lies."""

    regards: MessageRef | None = None
    """The message, where the record could be read so far."""
    occasion: fields.Ref | None = None
    record: RecordRef
    received_at: fields.Instant

    @property
    def record_key(self) -> str:
        return self.occasion or self.sender


class Acceptance(Answer):
    """The record was taken up: with this disposition, proved by this leaf of the evidence."""

    type: Literal["acceptance"]
    disposition: Literal["ROUTED", "DUPLICATE", "QUARANTINED", "PARKED"]
    leaf: fields.Digest
    leaf_index: fields.Count | None = None


class Rejection(Answer):
    """The record was rejected: the registered error, the field, and what to do."""

    type: Literal["rejection"]
    code: fields.ErrorCode
    field: fields.Pointer
    meaning: Text
    remedy: Text
    leaf: fields.Digest


class Step(Said):
    """One step of an explanation, as data: its code in the vocabulary, and its particulars."""

    code: fields.Code
    particulars: Annotated[dict[fields.Name, Annotated[str, Field(max_length=60)] | int], Field(max_length=6)] = {}


class VersionsUsed(Said):
    """With which state of law and data a verdict was reached."""

    catalogue: fields.Line
    calendar: fields.Line
    policy: fields.Line
    zones: fields.Line
    judge: fields.Line


class Receipts(Said):
    """How far the message came at its recipient."""

    delivered_at: fields.Instant | None = None
    taken_at: fields.Instant | None = None
    seen_at: fields.Instant | None = None
    acted_at: fields.Instant | None = None
    refused_at: fields.Instant | None = None


class ObligationSnapshot(FromBus):
    """The full state of one obligation in one version; the next version replaces it. It holds no body and names no person."""

    type: Literal["obligation"]
    obligation: ObligationRef
    version: Annotated[int, Field(ge=1, le=1_000_000)]
    judged_as_of: fields.Instant
    debtor: fields.Agency
    recipient_agency: fields.Agency | None = None
    recipient_found: HowFound
    overseer: fields.Agency | None = None
    mode: Literal["shadow", "binding"]
    clock_start: fields.Instant | None = None
    start_declared_by: Literal["trigger", "sender", "bus", "calendar"]
    started_by: MessageRef | None = None
    deadline: fields.Instant | None = None
    deadline_version: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    basis: Basis
    provisional: bool = False
    verdict: Verdict
    met_by: MessageRef | None = None
    met_at: fields.Instant | None = None
    claimed_at: fields.Instant | None = None
    met_off_the_bus: bool = False
    receipts: Receipts = Receipts()
    warned_at: Annotated[tuple[fields.Instant, ...], Field(fail_fast=True, max_length=50)] = ()
    breached_at: fields.Instant | None = None
    breach_events: fields.Count = 0
    retracted: fields.Count = 0
    disputed: bool = False
    recorded_late: bool = False
    could_not_have_been_met: bool = False
    wire_unavailable: bool = False
    ruled_by: MessageRef | None = None
    explanation: Annotated[tuple[Step, ...], Field(fail_fast=True, max_length=100)]
    versions_used: VersionsUsed

    @property
    def record_key(self) -> str:
        return self.obligation.occasion


class Published(FromBus):
    """An entry of the reference log: it names the one before it, so that none can be left out unseen."""

    sequence: Annotated[int, Field(ge=1, le=2**53 - 1)]
    previous: fields.Digest | None = None
    """The digest of the envelope line before this one; null for the first."""


class DirectoryEntry(Published):
    """A state of an agency, from an instant on."""

    type: Literal["directory-entry"]
    agency: AgencyVersion

    @property
    def record_key(self) -> str:
        return self.agency.id


class ReferenceEntry(Published):
    """A version of the catalogue, the calendar, the policy, the schemas or the bus's own keys comes into force; its content is the clear body."""

    type: Literal["reference-entry"]
    name: Literal["catalogue", "calendar", "policy", "schemas", "keys"]
    version: fields.Line
    in_force_from: fields.Instant
    body_digest: fields.Digest

    @property
    def record_key(self) -> str:
        return self.name


class Checkpoint(FromBus):
    """The head of the evidence log; the hashes of its new leaves are the clear body."""

    type: Literal["checkpoint"]
    origin: fields.Line
    tree_size: fields.Count
    root: fields.Digest
    signature: Annotated[fields.Base64, Field(min_length=88, max_length=88)]
    body_digest: fields.Digest
