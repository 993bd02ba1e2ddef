"""The envelopes that agencies send: what must be judged, and nothing about who a person is."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, JsonValue, model_validator

from schemas import fields
from schemas.catalogue.rules import Channel, ToldAs
from schemas.messages.parts import MessageRef, ObligationRef, Seal, Wrap, each_once
from schemas.texts import Language
from schemas.values import Said, broken

AttributeValue = (
    Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
    | Annotated[int, Field(ge=0, le=1_000_000)]
)
# Left out when empty, as the exported schema says; made anew for each message, since a dict can be changed.
_EMPTY: Final[dict[str, JsonValue]] = {"default": {}}
Instants = Annotated[dict[fields.Name, fields.Instant], Field(max_length=10, json_schema_extra=_EMPTY)]
Attributes = Annotated[dict[fields.Name, AttributeValue], Field(max_length=20, json_schema_extra=_EMPTY)]
Party = fields.Agency | fields.Kato
Parties = Annotated[
    dict[fields.Role | Literal["alleged-offender-body", "complained-about"], Party],
    Field(max_length=20, json_schema_extra=_EMPTY),
]
Checklist = Annotated[tuple[fields.Code, ...], Field(fail_fast=True, max_length=40)]


class FromAgency(Said):
    """What every message of an agency says. A field that is left out is null or at its default, and has no other form."""

    id: fields.MintedId
    schema_version: fields.Version
    sender: fields.Agency
    sent_at: fields.Instant
    first_tried_at: fields.Instant | None = None
    language: Language
    drill: fields.Ref | None = None

    @model_validator(mode="after")
    def _tried_before_sent(self) -> Self:
        if self.first_tried_at is not None and self.first_tried_at > self.sent_at:
            raise broken("HB-2115", earlier="first_tried_at", later="sent_at")
        return self

    @property
    def record_key(self) -> str:
        """The key of the Kafka record: what belongs together stays in order."""
        return self.sender


class OnOccasion(FromAgency):
    """A message about one occasion."""

    occasion: fields.Ref

    @property
    def record_key(self) -> str:
        return self.occasion


class Telling(OnOccasion):
    """What can be said of an occasion so that it can be judged: when, what was declared, where, and what the body holds."""

    subject: fields.Ref | None = None
    instants: Instants = Field(default_factory=dict)
    attributes: Attributes = Field(default_factory=dict)
    checklist: Checklist = ()
    parties: Parties = Field(default_factory=dict)
    territory: fields.Kato | None = None
    period: fields.Period | None = None

    @model_validator(mode="after")
    def _each_item_once(self) -> Self:
        each_once(self.checklist)
        return self


class OnObligation(OnOccasion):
    """A message about one obligation, or about a message where it has none; both stand under the same occasion."""

    regards: ObligationRef | MessageRef

    @model_validator(mode="after")
    def _same_occasion(self) -> Self:
        if isinstance(self.regards, ObligationRef) and self.regards.occasion != self.occasion:
            raise broken("HB-2130")
        return self


class Fact(Telling):
    """Something happened. A fact has no body: all of it is in the envelope."""

    type: Literal["fact"]
    name: fields.Fact
    as_role: fields.Role | Literal["bus"]
    occurred_at: fields.Instant


class Notice(Telling):
    """The message that a duty demands, from one agency to others."""

    type: Literal["notice"]
    name: fields.Duty
    as_role: fields.Role
    regards: MessageRef | None = None
    seal: Seal


class ServiceRecord(Telling):
    """Proof that a person outside the bus was told: in which part, when and how. By whom stands in the body."""

    type: Literal["service-record"]
    name: fields.Duty
    as_role: fields.Role
    to: fields.Role
    told_at: fields.Instant
    channel: Channel
    told_as: ToldAs | None = None
    seal: Seal


class Receipt(OnOccasion):
    """A recipient's answer: its system took it, an officer saw it, it was acted on; or it is refused, and why."""

    type: Literal["receipt"]
    name: Literal["taken", "seen", "acted", "refused"]
    as_role: fields.Role
    regards: MessageRef
    occurred_at: fields.Instant
    reason: Literal["unreadable", "empty", "not-mine"] | None = None
    disclosed_key: Wrap | None = None
    """The content key for the overseer, who can check the refusal against the commitment. Who could not get at the key has none to disclose."""
    seal: Seal | None = None

    @model_validator(mode="after")
    def _a_refusal_has_a_reason(self) -> Self:
        if (self.name == "refused") != (self.reason is not None):
            raise broken("HB-2116")
        disclosed = self.disclosed_key is not None
        if (disclosed and self.reason not in ("unreadable", "empty")) or (self.reason == "empty" and not disclosed):
            raise broken("HB-2117")
        return self


class Correction(Telling):
    """Replaces what was sent. What is left out stays as it was."""

    type: Literal["correction"]
    name: fields.Fact
    corrected_version: fields.Version = "1.0"
    """The version of the message that is corrected: a body that replaces it is of that version."""
    as_role: fields.Role
    regards: MessageRef
    occurred_at: fields.Instant | None = None
    told_at: fields.Instant | None = None
    seal: Seal


class Withdrawal(OnOccasion):
    """Takes back what was sent; the reason stands in the body."""

    type: Literal["withdrawal"]
    as_role: fields.Role
    regards: MessageRef
    seal: Seal


class Objection(OnObligation):
    """An agency contests a verdict; the reasons stand in the body."""

    type: Literal["objection"]
    as_role: fields.Role
    regards: ObligationRef
    obligation_version: Annotated[int, Field(ge=1, le=1_000_000)]
    seal: Seal


class Ruling(OnObligation):
    """The overseer decides: on a verdict, or on a record that was rejected. Who decided, and why, stands in the body."""

    type: Literal["ruling"]
    decision: Literal["uphold", "excuse", "annul", "deem-accepted"]
    answers: MessageRef | None = None
    """The objection that asked for it."""
    seal: Seal


class HandoverOffered(OnOccasion):
    """An agency offers an occasion to another; its deadlines stay."""

    type: Literal["handover-offered"]
    as_role: fields.Role
    to: fields.Agency
    seal: Seal

    @model_validator(mode="after")
    def _to_another(self) -> Self:
        if self.to == self.sender:
            raise broken("HB-2131")
        return self


class HandoverAccepted(OnOccasion):
    """The other agency takes the occasion over."""

    type: Literal["handover-accepted"]
    as_role: fields.Role
    regards: MessageRef
    seal: Seal | None = None


class FallbackContact(OnObligation):
    """The recipient was told off the bus: by telephone, on paper, in person."""

    type: Literal["fallback-contact"]
    as_role: fields.Role
    regards: ObligationRef
    contacted_at: fields.Instant
    channel: Channel
    seal: Seal


class FallbackConfirmed(OnObligation):
    """The recipient confirms that it was told off the bus, and when."""

    type: Literal["fallback-confirmed"]
    as_role: fields.Role
    regards: ObligationRef
    answers: MessageRef | None = None
    """The fallback contact that it confirms, where one was sent."""
    told_at: fields.Instant
    channel: Channel
    seal: Seal | None = None


class DrillOpened(FromAgency):
    """An overseer opens an exercise for these agencies; the drill's reference marks every message of it."""

    type: Literal["drill-opened"]
    drill: fields.Ref
    agencies: Annotated[tuple[fields.Agency, ...], Field(fail_fast=True, min_length=1, max_length=500)]
    opens_at: fields.Instant
    closes_at: fields.Instant
    seal: Seal | None = None

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens_at >= self.closes_at:
            raise broken("HB-2115", earlier="opens_at", later="closes_at")
        return self

    @property
    def record_key(self) -> str:
        return self.drill


class DrillClosed(FromAgency):
    """The exercise ends, at the latest at the instant it was opened for."""

    type: Literal["drill-closed"]
    drill: fields.Ref
    seal: Seal | None = None

    @property
    def record_key(self) -> str:
        return self.drill


class Rewrap(OnOccasion):
    """The same content key, wrapped anew: for a successor, a new key, the agency that took over."""

    type: Literal["rewrap"]
    regards: MessageRef
    key_commitment: fields.Digest
    wraps: Annotated[tuple[Wrap, ...], Field(fail_fast=True, min_length=1, max_length=50)]


class Resync(FromAgency):
    """An agency asks the bus to send again what its inbox held from an instant on."""

    type: Literal["resync"]
    since: fields.Instant


class Countersignature(FromAgency):
    """A witness has seen this checkpoint and found that it extends the last one."""

    type: Literal["countersignature"]
    origin: fields.Line
    tree_size: fields.Count
    root: fields.Digest
    signature: Annotated[fields.Base64, Field(min_length=88, max_length=88)]
