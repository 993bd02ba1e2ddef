"""What the law adds to a duty beyond who, whom and when: one model for each kind of rule, so that none hides in a note."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from schemas import fields
from schemas.values import Value

ToldAs = Literal["parent", "legal-representative", "close-relative"]
Channel = Literal["in-person", "phone", "radio", "letter", "handed-letter", "electronic-letter", "own-call"]
WRITTEN_CHANNELS: frozenset[Channel] = frozenset({"letter", "handed-letter", "electronic-letter"})


class Continuous(Value):
    """The term runs on, whatever happens meanwhile."""

    kind: Literal["continuous"]
    regardless_of: tuple[
        Literal["paperwork", "procedural-status", "motion-filed", "nights", "weekends", "holidays"], ...
    ] = Field(min_length=1)


class CaseTerm(Value):
    """A law may set another term in a single case, declared by an attribute of the trigger: in this direction only."""

    kind: Literal["case-term"]
    attribute: fields.Name
    direction: Literal["downwards"]


class NeverWithheld(Value):
    """A right to withhold this notice was repealed: it must not exist."""

    kind: Literal["never-withheld"]
    repealed_on: date


class NotDischargedBy(Value):
    """What happened by these channels does not meet the duty."""

    kind: Literal["not-discharged-by"]
    channels: tuple[Channel, ...] = Field(min_length=1)


class SeparateBy(Value):
    """Each value of the attribute is an event of its own, with an obligation of its own."""

    kind: Literal["separate-by"]
    attribute: fields.Name


class ToldInOrder(Value):
    """Who comes later in the list is told only in the absence of those before."""

    kind: Literal["told-in-order"]
    told_as: tuple[ToldAs, ...] = Field(min_length=2)


class NotTo(Value):
    """Roles that a sender might take for the recipient and that are not."""

    kind: Literal["not-to"]
    roles: tuple[fields.Role, ...] = Field(min_length=1)


class NeverThrough(Value):
    """The agency that the message names under this party neither receives nor forwards it."""

    kind: Literal["never-through"]
    party: Literal["alleged-offender-body", "complained-about"]


class EachItsOwnMessage(Value):
    """Two events are two messages, however alike: never taken for a repeat."""

    kind: Literal["each-its-own-message"]


class ProofKeptByBus(Value):
    """The law asks the sender to keep this proof; the bus keeps it, and it is no content of the message."""

    kind: Literal["proof-kept-by-bus"]
    proof_of: Literal["sending"]


class MovesWithEvent(Value):
    """When the event is rescheduled, the deadline moves with it."""

    kind: Literal["moves-with-event"]
    instant: fields.Name


class OnlyAPerson(Value):
    """What may follow from a breach is decided by a person, never by a machine."""

    kind: Literal["only-a-person"]
    act: Literal["open-offence-case"]


class SignedBy(Value):
    """The message is signed by a named officer in one of these positions, the next only in the absence of the one before."""

    kind: Literal["signed-by"]
    positions: tuple[Literal["head", "deputy"], ...] = Field(min_length=1)


Rule = Annotated[
    Continuous
    | CaseTerm
    | NeverWithheld
    | NotDischargedBy
    | SeparateBy
    | ToldInOrder
    | NotTo
    | NeverThrough
    | EachItsOwnMessage
    | ProofKeptByBus
    | MovesWithEvent
    | OnlyAPerson
    | SignedBy,
    Field(discriminator="kind"),
]
"""One of the rules, told apart by its kind."""
