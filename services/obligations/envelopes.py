"""From an accepted envelope to what a verdict may depend on. What changes no verdict has no place in a case. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from schemas.catalogue.catalogue import Catalogue
from schemas.directory.directory import Directory
from schemas.messages import envelope as says
from schemas.messages.parts import MessageRef, ObligationRef
from schemas.messages.registry import Envelope
from services.law import periods
from services.law.periods import Period
from services.obligations.records import (
    Content,
    Correction,
    HandedOver,
    MessageName,
    Objection,
    ObligationName,
    Place,
    Receipt,
    Record,
    Ruling,
    Statement,
    Withdrawal,
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """When a message came, where it stood, and whether it was accepted."""

    received_at: datetime
    place: Place
    accepted: bool = True
    ordered_at: datetime | None = None


def record_of(envelope: Envelope, arrived: Arrived, *, catalogue: Catalogue, directory: Directory) -> Record | None:
    """The record of a message; null where no verdict depends on it."""
    if not isinstance(envelope, says.FromAgency):
        return None
    content = _content(envelope, arrived.received_at, catalogue=catalogue, directory=directory)
    if content is None:
        return None
    name = MessageName(envelope.sender, str(envelope.id))
    return Record(name, content, arrived.received_at, arrived.place, arrived.accepted, arrived.ordered_at)


def _content(
    message: says.FromAgency, received_at: datetime, *, catalogue: Catalogue, directory: Directory
) -> Content | None:
    match message:
        case says.Fact() | says.Notice() | says.ServiceRecord():
            return _statement(message, catalogue)
        case says.Correction():
            return _correction(message, catalogue)
        case says.Withdrawal():
            return Withdrawal(_name(message.regards))
        case says.Receipt():
            # Who refuses as not its own is believed only where the directory does not show it as the holder of that role.
            state = directory.agency(message.sender, received_at)
            holds = state is not None and message.as_role in state.roles
            reopens = message.reason != "not-mine" or not holds
            return Receipt(_name(message.regards), message.name, message.as_role, reopens=reopens)
        case says.Objection():
            return Objection(_obligation(message.regards, catalogue))
        case says.Ruling(regards=MessageRef() as regards):
            return Ruling(_name(regards), message.decision)
        case says.Ruling(regards=ObligationRef() as regards):
            return Ruling(_obligation(regards, catalogue), message.decision)
        case says.HandoverAccepted():
            return HandedOver(by=message.regards.sender, to=message.sender)
        case says.FallbackConfirmed():
            return _off_the_bus(message, catalogue)
        case _:
            return None


def _statement(message: says.Fact | says.Notice | says.ServiceRecord, catalogue: Catalogue) -> Statement:
    to: tuple[str, ...] = ()
    kind: Literal["fact", "notice", "service-record"] = "fact"
    occurred_at = told_at = None
    match message:
        case says.Fact():
            occurred_at = message.occurred_at
        case says.Notice():
            kind, to = "notice", tuple(recipient.role for recipient in message.seal.recipients)
        case says.ServiceRecord():
            kind, to, told_at = "service-record", (message.to,), message.told_at
    return Statement(
        kind,
        message.name,
        instants=dict(message.instants),
        occurred_at=occurred_at,
        attributes=dict(message.attributes),
        to=to,
        told_at=told_at,
        period=_period(message.name, message.period, catalogue),
        parties={str(party): agency for party, agency in message.parties.items()},
        territory=message.territory,
    )


def _correction(message: says.Correction, catalogue: Catalogue) -> Correction:
    return Correction(
        _name(message.regards),
        instants=dict(message.instants),
        occurred_at=message.occurred_at,
        attributes=dict(message.attributes),
        told_at=message.told_at,
        period=_period(message.name, message.period, catalogue),
    )


def _off_the_bus(message: says.FallbackConfirmed, catalogue: Catalogue) -> Statement | None:
    """The recipient's own word that it was told, by telephone or on paper, and when."""
    regards = message.regards
    if regards.recipient is None:
        return None
    return Statement(
        "off-the-bus",
        regards.duty,
        to=(regards.recipient,),
        told_at=message.told_at,
        period=_period(regards.duty, regards.period, catalogue),
    )


def _name(message: MessageRef) -> MessageName:
    return MessageName(message.sender, str(message.id))


def _obligation(regards: ObligationRef, catalogue: Catalogue) -> ObligationName:
    period = _period(regards.duty, regards.period, catalogue)
    return ObligationName(regards.duty, regards.recipient, regards.round, period)


def _period(code: str, said: str | None, catalogue: Catalogue) -> Period | None:
    """The period of a report, or of the periodic act that a fact is."""
    if said is None:
        return None
    named = (periods.named(said, duty.every) for duty in catalogue.periodic_about(code) if duty.every)
    return next(named, None)
