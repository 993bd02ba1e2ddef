"""What the bus answers the sender of a record, and the evidence that it names. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args
from uuid import UUID

from schemas import topics
from schemas.codec import canonical
from schemas.errors.tree import Finding
from schemas.fields import AgencyId
from schemas.messages.envelope import FromAgency, OnOccasion
from schemas.messages.parts import MessageRef
from schemas.texts import Language
from services.admission import deriving
from services.admission.checking import Checked
from services.admission.dispositions import Decision
from services.keys import merkle
from services.ledger.entries import Held, Leaf, Outgoing, Parked
from services.ledger.records import Place
from services.obligations.records import MessageName

FIRST: Final = 1
RELEASED: Final = 2
REPLAYED: Final = 3
REMINDED: Final = 4
"""The versions of what a record is answered: each has an id of its own. A replayed record may be parked then, and released after that."""
_VERSION: Final = "1.0"
_WHERE_LIMIT: Final = 500
Accepting = Literal["ROUTED", "DUPLICATE", "QUARANTINED", "PARKED"]


@dataclass(frozen=True, slots=True)
class Recording:
    """When a batch is recorded, by which ledger."""

    network: str
    epoch: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """The record that is answered: what evidence and answer say of it."""

    place: Place
    received_at: datetime
    sender: str
    digest: str
    claimed: MessageRef | None
    occasion: str | None


def of_checked(checked: Checked) -> Answered:
    arrival = checked.arrival
    return Answered(
        arrival.place,
        arrival.received_at,
        arrival.outbox_of,
        arrival.digest,
        checked.claimed,
        _occasion(checked.message),
    )


def of_parked(parked: Parked, held: Held, message: FromAgency) -> Answered:
    claimed = MessageRef(sender=AgencyId(parked.name.sender), id=UUID(parked.name.id))
    sender = parked.name.sender
    return Answered(parked.place, parked.received_at, sender, held.digest, claimed, _occasion(message))


def leaf(answered: Answered, decision: Decision, recording: Recording, *, released: bool = False) -> Leaf:
    """The evidence of a decision: a canonical line, and its hash. The bytes are those of the model `Decided`."""
    content = canonical.written(
        {
            "network": recording.network,
            "record": _record(answered.place),
            "digest": answered.digest,
            "sender": answered.sender,
            "id": answered.claimed.id if answered.claimed else None,
            "disposition": decision.disposition,
            "released": released or None,
            "code": decision.findings[0].code if decision.findings else None,
            "received_at": answered.received_at,
            "recorded_at": recording.at,
        }
    )
    return Leaf(content, merkle.leaf_hash(content).hex())


def acceptance(
    answered: Answered, disposition: Accepting, leaf_hash: str, *, recording: Recording, version: int = FIRST
) -> Outgoing:
    """The record was taken up. A parked one is told so, and once more, in another version, when its waiting is over."""
    said = _said(recording, answered, kind="acceptance", version=version)
    return _outgoing(said | {"disposition": disposition, "leaf": leaf_hash}, answered)


def rejection(answered: Answered, finding: Finding, leaf_hash: str, *, recording: Recording) -> Outgoing:
    """The record was rejected: what is wrong, where, and what to do."""
    said = _said(recording, answered, kind="rejection", version=1)
    because = {
        "code": finding.code,
        "field": finding.where[:_WHERE_LIMIT],
        "meaning": _text(finding.meaning),
        "remedy": _text(finding.remedy),
        "leaf": leaf_hash,
    }
    return _outgoing(said | because, answered)


def inbox_of(agency: str) -> str:
    return topics.INBOX.of(agency)


def _said(recording: Recording, answered: Answered, *, kind: str, version: int) -> dict[str, object]:
    """What every answer says. The bytes that come of it are those of the models `Acceptance` and `Rejection`."""
    claimed = answered.claimed
    return {
        "id": _derived(recording, answered, kind=kind, version=version),
        "type": kind,
        "schema_version": _VERSION,
        "sender": "bus",
        "epoch": recording.epoch,
        "emitted_at": recording.at,
        "regards": {"sender": claimed.sender, "id": claimed.id} if claimed else None,
        "occasion": answered.occasion,
        "record": _record(answered.place),
        "received_at": answered.received_at,
    }


def _record(place: Place) -> dict[str, object]:
    said: dict[str, object] = {"topic": place.topic, "partition": place.partition, "offset": place.offset}
    return said if place.wire_generation == 1 else said | {"wire_generation": place.wire_generation}


def _derived(recording: Recording, answered: Answered, *, kind: str, version: int) -> str:
    """The same cause gives the same id; a higher epoch of the ledger gives another."""
    return deriving.derived(str(recording.epoch), str(answered.place), kind, answered.sender, str(version))


def _outgoing(said: dict[str, object], answered: Answered) -> Outgoing:
    return Outgoing(
        inbox_of(answered.sender),
        MessageName("bus", str(said["id"])),
        key=(answered.occasion or "bus").encode(),
        value=canonical.written(said) + b"\n",
        urgent=answered.place.is_urgent,
    )


def _occasion(message: FromAgency | None) -> str | None:
    return message.occasion if isinstance(message, OnOccasion) else None


def _text(sentence: Callable[[Language], str]) -> dict[str, str]:
    return {language: sentence(language) for language in get_args(Language)}
