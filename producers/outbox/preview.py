"""What a message would come to, before it is sent: who would read it, and which obligations would stand, by when and why. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from producers.outbox.packing import Packed
from producers.outbox.recipients import Recipient, Roster
from schemas.errors.tree import Finding
from schemas.messages.bus import Step
from schemas.messages.envelope import FromAgency, OnOccasion, Telling
from services.law.deadlines import Law
from services.obligations import envelopes, explaining, judging
from services.obligations.cases import Case, Until
from services.obligations.obligation import Obligation
from services.obligations.records import Place

FORESEEN: Final[Mapping[str, str]] = {
    "breach-recorded": "breach-foreseen",
    "breach-retracted": "retraction-foreseen",
    "breached": "breached-foreseen",
}
"""Steps that say what the bus has done, and what is said instead where it would only do it."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An obligation as it would stand if this message were all that is known of the occasion; and why."""

    obligation: Obligation
    explanation: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be sent, who would read its body, and what would follow."""

    envelope: FromAgency
    topic: str
    recipients: tuple[Recipient, ...]
    obligations: tuple[Foreseen, ...]
    doubts: tuple[Finding, ...] = ()


def of(packed: Packed, *, roster: Roster, law: Law) -> Preview:
    """As if it reached the bus at the full second that comes now: nobody can know better, and late is not called in time."""
    found = tuple(Foreseen(o, tuple(map(_foreseen, explaining.steps(o)))) for o in _judged(packed, roster, law))
    return Preview(packed.envelope, packed.topic, packed.recipients, found, packed.doubts)


def _foreseen(step: Step) -> Step:
    return step.model_copy(update={"code": FORESEEN.get(step.code, step.code)})


def _judged(packed: Packed, roster: Roster, law: Law) -> tuple[Obligation, ...]:
    envelope = packed.envelope
    at = roster.at.replace(microsecond=0) + timedelta(seconds=1 if roster.at.microsecond else 0)
    arrived = envelopes.Arrived(at, Place(packed.topic, 0, 0))
    record = envelopes.record_of(
        packed.record.envelope, arrived, catalogue=roster.catalogue, directory=roster.directory
    )
    if record is None:
        return ()
    occasion = envelope.occasion if isinstance(envelope, OnOccasion) else None
    subject = envelope.subject if isinstance(envelope, Telling) else None
    case = Case((record,), occasion=occasion, subject=subject, drill=envelope.drill)
    return judging.judge(case, law=law, parts=roster.parts, until=Until(at, at))
