"""Drafts of everything that is neither fact nor notice nor service record: answers, changes, disputes, handovers, drills, requests."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from producers.outbox.drafting import OVERSEER, Draft, To
from schemas.catalogue.rules import Channel
from schemas.messages import registry
from schemas.messages.body import Body, DutyBody, Officer
from schemas.messages.bus import ObligationSnapshot
from schemas.messages.envelope import (
    Correction,
    DrillOpened,
    Fact,
    FallbackContact,
    FromAgency,
    HandoverOffered,
    Notice,
    Objection,
    OnOccasion,
    ServiceRecord,
)
from schemas.messages.other_bodies import (
    DrillBody,
    FallbackBody,
    HandoverBody,
    ObjectionBody,
    ReasonBody,
    ReceiptBody,
    RulingBody,
)
from schemas.messages.parts import MessageRef, ObligationRef, Wrap

Told = Fact | Notice | ServiceRecord
"""What can be corrected: whatever says that something happened or was told."""


def receipt(
    name: Literal["taken", "seen", "acted"], of: OnOccasion, *, at: datetime, note: ReceiptBody | None = None
) -> Draft:
    """A recipient's answer to a message, in the role in which it was told."""
    more = {"name": name, "occurred_at": at}
    return _answering("receipt", of, more=more, body=note, to=_back_to(of) if note is not None else ())


def refused(
    of: OnOccasion,
    reason: Literal["unreadable", "empty", "not-mine"],
    *,
    at: datetime,
    disclosed_key: Wrap | None = None,
    note: ReceiptBody | None = None,
) -> Draft:
    """A refusal, which the overseer reads too; of what could not be read it can check it with the key that is disclosed."""
    more = {"name": "refused", "occurred_at": at, "reason": reason, "disclosed_key": disclosed_key}
    return _answering("receipt", of, more=more, body=note, to=(*_back_to(of), To(OVERSEER)) if note is not None else ())


def correction(
    of: Told, reason: str, *, changed: Mapping[str, Any], replacement: DutyBody | None = None, to: Sequence[To] = ()
) -> Draft:
    """Replaces what was sent; `changed` names the fields of the envelope that are now otherwise. Sealed for all who got the original."""
    body: dict[str, Any] = {"reason": reason} | ({"replacement": replacement} if replacement is not None else {})
    more = {"name": of.name, "corrected_version": of.schema_version, "as_role": of.as_role, **changed}
    if replacement is not None:
        more["checklist"] = replacement.checklist()
    return _answering("correction", of, more=more, body=body, to=(*_readers(of), *to))


def withdrawal(of: Told | Correction, reason: str, *, to: Sequence[To] = ()) -> Draft:
    """Takes back what was sent. Sealed for all who got it."""
    return _answering(
        "withdrawal", of, more={"as_role": of.as_role}, body=ReasonBody(reason=reason), to=(*_readers(of), *to)
    )


def objection(to: ObligationSnapshot, reasons: str, *, officer: Officer) -> Draft:
    """Contests a verdict before the overseer."""
    own = {"regards": to.obligation, "obligation_version": to.version}
    body = ObjectionBody(reasons=reasons, officer=officer)
    return _of_obligation("objection", to.obligation, more=own, body=body, to=(To(OVERSEER),))


def ruling(
    on: ObligationRef | Objection,
    decision: Literal["uphold", "excuse", "annul"],
    *,
    reasons: str,
    decided_by: Officer,
    to: Sequence[To] = (),
) -> Draft:
    """The overseer decides on a verdict, of itself or because of an objection, whose sender then reads it."""
    body = RulingBody(reasons=reasons, decided_by=decided_by)
    if isinstance(on, ObligationRef):
        return _of_obligation("ruling", on, more={"regards": on, "decision": decision}, body=body, to=to)
    more = {"regards": on.regards, "decision": decision, "answers": _ref(on)}
    return _of_obligation("ruling", on.regards, more=more, body=body, to=(To(on.as_role, on.sender), *to))


def deemed_accepted(message: MessageRef, *, occasion: str, as_role: str, reasons: str, decided_by: Officer) -> Draft:
    """The overseer decides that a record which was rejected counts; its sender, told in that role, reads why."""
    own = {"type": "ruling", "decision": "deem-accepted", "regards": message, "occasion": occasion}
    return Draft(
        envelope=own, body=RulingBody(reasons=reasons, decided_by=decided_by), to=(To(as_role, message.sender),)
    )


def handover_offered(occasion: str, note: HandoverBody, *, to: str, as_role: str) -> Draft:
    """Offers an occasion to another agency; its deadlines stay."""
    own = {"type": "handover-offered", "occasion": occasion, "to": to, "as_role": as_role}
    return Draft(envelope=own, body=note, to=(To(as_role, to),))


def handover_accepted(of: HandoverOffered, note: ReceiptBody | None = None) -> Draft:
    """Takes the occasion over."""
    more = {"as_role": of.as_role}
    return _answering("handover-accepted", of, more=more, body=note, to=_back_to(of) if note is not None else ())


def fallback_contact(of: ObligationRef, told: FallbackBody, *, agency: str, at: datetime, channel: Channel) -> Draft:
    """That the recipient, this agency, was told off the bus."""
    own = {"regards": of, "contacted_at": at, "channel": channel}
    return _of_obligation("fallback-contact", of, more=own, body=told, to=(To(of.recipient or OVERSEER, agency),))


def fallback_confirmed(
    of: FallbackContact, *, told_at: datetime, channel: Channel, note: ReceiptBody | None = None
) -> Draft:
    """The recipient confirms that it was told off the bus, and when."""
    own = {
        "regards": of.regards,
        "told_at": told_at,
        "channel": channel,
        "answers": _ref(of),
        "as_role": of.regards.recipient,
    }
    to = _back_to(of) if note is not None else ()
    return _of_obligation("fallback-confirmed", of.regards, more=own, body=note, to=to)


def drill_opened(drill: str, told: DrillBody, *, to: Sequence[To], opens_at: datetime, closes_at: datetime) -> Draft:
    """An exercise for these agencies; its reference marks every message of it."""
    agencies = [recipient.agency for recipient in to]
    own = {"type": "drill-opened", "drill": drill, "opens_at": opens_at, "closes_at": closes_at, "agencies": agencies}
    return Draft(envelope=own, body=told, to=tuple(to))


def drill_closed(of: DrillOpened, told: DrillBody) -> Draft:
    """The exercise ends."""
    return Draft(envelope={"type": "drill-closed", "drill": of.drill}, body=told, to=_readers(of))


def rewrap(of: OnOccasion, wraps: Sequence[Wrap], *, key_commitment: str) -> Draft:
    """The content key of a message, wrapped anew: for a successor, a new key, the agency that took over."""
    return _answering("rewrap", of, more={"wraps": wraps, "key_commitment": key_commitment})


def resync(since: datetime) -> Draft:
    """Asks the bus to send again what the inbox held from that instant on."""
    return Draft(envelope={"type": "resync", "since": since})


def countersignature(*, origin: str, tree_size: int, root: str, signature: str) -> Draft:
    """A witness has seen this checkpoint."""
    own = {"origin": origin, "tree_size": tree_size, "root": root, "signature": signature}
    return Draft(envelope={"type": "countersignature", **own})


def _answering(
    kind: str,
    of: OnOccasion,
    *,
    more: Mapping[str, Any],
    body: Body | Mapping[str, Any] | None = None,
    to: Sequence[To] = (),
) -> Draft:
    """What regards a message stands under its occasion, in its drill, and goes the way that it went."""
    own = {"type": kind, "occasion": of.occasion, "drill": of.drill, "regards": _ref(of)}
    told = tuple(recipient.role for recipient in seal.recipients) if (seal := registry.seal_of(of)) else ()
    roles = (str(more["as_role"]),) if "as_role" in more else told
    return Draft(
        envelope=_said(own | dict(more)), body=body, to=tuple(to), roles=roles, regarded=getattr(of, "name", "")
    )


def _of_obligation(
    kind: str, of: ObligationRef, *, more: Mapping[str, Any], body: Body | None, to: Sequence[To]
) -> Draft:
    own = {"type": kind, "occasion": of.occasion, "drill": of.drill, **more}
    return Draft(envelope=_said(own), body=body, to=tuple(to))


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _ref(message: FromAgency) -> MessageRef:
    return MessageRef(sender=message.sender, id=message.id)


def _back_to(message: FromAgency) -> tuple[To, ...]:
    return (To(getattr(message, "as_role", OVERSEER), message.sender),)


def _readers(message: FromAgency) -> tuple[To, ...]:
    """All who got the original; of a fact, which has no body, the overseer reads why it is changed."""
    seal = registry.seal_of(message)
    return tuple(To(r.role, r.agency) for r in seal.recipients) if seal else (To(OVERSEER),)
