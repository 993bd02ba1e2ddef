"""What a record of an inbox turned out to be: readable, genuine but of no use, or not proved."""

from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel

from consumers.inbox.records import RawRecord
from schemas.codec.delivery import Delivered
from schemas.errors.tree import Finding
from schemas.messages.registry import Envelope

Said = TypeVar("Said")
Said_co = TypeVar("Said_co", covariant=True)
UnusableBecause = Literal["unreadable", "empty"]


@dataclass(frozen=True)
class Received(Generic[Said_co]):
    """A message that the bus signed, and that its sender signed; nothing else reaches a handler.

    `said` is what the handler asked for: the body, the statement of a fact, or the envelope itself.
    """

    said: Said_co = field(repr=False)
    envelope: Envelope
    body: BaseModel | None = field(repr=False)
    """The opened body or the fact's statement; None where the message has none, or none for this agency."""
    record: RawRecord
    bus_key: str
    sender_key: str | None = None
    """None for what the bus itself makes."""
    delivered: Delivered | None = None
    """Its way: which record it was, when it was received and recorded, and its leaf of the evidence."""
    roles: tuple[str, ...] = ()
    """The roles in which this agency is told."""
    remarks: tuple[Finding, ...] = ()
    """What the catalogue objects to in the body, where it is no reason to refuse it."""

    @property
    def sender(self) -> str:
        return self.envelope.sender


@dataclass(frozen=True)
class Unusable:
    """Its sender did send it, and its body cannot be opened or lacks what its checklist claims: it is refused."""

    received: Received[object]
    because: UnusableBecause
    findings: tuple[Finding, ...]
    content_key: bytes | None = field(default=None, repr=False)
    """Where it could be had: the overseer can check the refusal with it."""


@dataclass(frozen=True)
class Unproved:
    """Not a record of the bus, or not from whom it says."""

    findings: tuple[Finding, ...]


Reading = Received[object] | Unusable | Unproved


def heard_as(received: Received[object], said: Said) -> Received[Said]:
    """The same message, as the one who listens asked for it."""
    return Received(
        said,
        received.envelope,
        received.body,
        received.record,
        received.bus_key,
        sender_key=received.sender_key,
        delivered=received.delivered,
        roles=received.roles,
        remarks=received.remarks,
    )
