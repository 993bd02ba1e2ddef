"""From an obligation to what all who are concerned are told of it: the full state in one version. Pure.

The state is made first and compared by its digest: only what is another state than before becomes a snapshot, and is explained.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson

from schemas.fields import AgencyId, DutyCode, RoleCode
from schemas.messages.bus import ObligationSnapshot, Receipts, VersionsUsed
from schemas.messages.parts import MessageRef, ObligationRef
from services.law import periods, zones
from services.law.deadlines import Law
from services.obligations import explaining, verdicts
from services.obligations.obligation import Obligation
from services.obligations.records import MessageName, Receipt
from services.obligations.tracks import Happening

JUDGE: Final = "1.0"
"""The version of the judging itself: another one may judge the same records otherwise."""
_VERSION: Final = "1.0"
_RECEIPTS: Final = {"taken": "taken_at", "seen": "seen_at", "acted": "acted_at", "refused": "refused_at"}


@dataclass(frozen=True, slots=True)
class Issue:
    """What a snapshot says of itself: which, in which version, made when, by which ledger."""

    id: UUID
    epoch: int
    emitted_at: datetime
    version: int


def reference(obligation: Obligation, *, occasion: str, drill: str | None) -> ObligationRef:
    """Which obligation it is, by what never changes: where any recipient is enough, the first that the duty names stands for all."""
    key, duty = obligation.key, obligation.duty
    recipient = key.recipient
    if recipient is not None and duty.recipients_rule == "any":
        recipient = duty.recipients[0]
    every = duty.every
    return ObligationRef(
        duty=DutyCode(key.duty),
        occasion=occasion,
        recipient=RoleCode(recipient) if recipient is not None else None,
        round=key.round,
        period=periods.name(key.period, every) if key.period is not None and every is not None else None,
        drill=drill,
    )


def digest(obligation: Obligation) -> str:
    """The digest of its state. Time alone changes it only where it changes the verdict."""
    state = _state(obligation)
    happened = [(one.at, one.what, one.by, one.note) for one in obligation.history]
    said = orjson.dumps([state, happened], default=_plain, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(said).hexdigest()


def snapshot(obligation: Obligation, ref: ObligationRef, law: Law, *, issue: Issue) -> ObligationSnapshot:
    """The obligation as it is told."""
    used = VersionsUsed(
        catalogue=law.catalogue.version,
        calendar=law.calendar.version,
        policy=law.policy.version,
        zones=zones.version(),
        judge=JUDGE,
    )
    return ObligationSnapshot(
        type="obligation",
        schema_version=_VERSION,
        sender="bus",
        id=issue.id,
        epoch=issue.epoch,
        emitted_at=issue.emitted_at,
        version=issue.version,
        obligation=ref,
        judged_as_of=obligation.judged_as_of,
        explanation=explaining.steps(obligation),
        versions_used=used,
        **_state(obligation),
    )


def _state(obligation: Obligation) -> dict[str, Any]:
    """All that is said of it but how it came so."""
    outcome, beginning, met = obligation.outcome, obligation.outcome.beginning, obligation.met
    deadline, holder, debtor = outcome.deadline, obligation.holder, obligation.debtor
    bad = verdicts.is_bad(obligation.verdict)
    return {
        "debtor": _agency(debtor.agency),
        "recipient_agency": _agency(holder.agency if holder else None),
        "recipient_found": holder.how if holder else "outside",
        "overseer": _agency(debtor.overseer),
        "mode": "shadow" if debtor.mode == "shadow" else "binding",
        "clock_start": obligation.clock_start,
        "start_declared_by": beginning.declared_by if beginning else "trigger",
        "started_by": _message(beginning.told.message if beginning and beginning.told else None),
        "deadline": obligation.deadline_at,
        "deadline_version": obligation.deadline_version,
        "basis": deadline.basis if deadline else "none",
        "provisional": outcome.applies == "unknown" or (deadline is not None and deadline.provisional),
        "verdict": obligation.verdict,
        "met_by": _message(met.message if met else None),
        "met_at": met.judged_at if met else None,
        "claimed_at": met.claimed_at if met else None,
        "met_off_the_bus": met.off_the_bus if met else False,
        "recorded_late": met.recorded_late if met else False,
        "receipts": _receipts(obligation),
        "breached_at": _last(obligation, "breach") if bad and obligation.breach_events else None,
        "breach_events": obligation.breach_events,
        "retracted": obligation.retracted,
        "disputed": obligation.disputed,
        "could_not_have_been_met": obligation.could_not_have_been_met,
        "ruled_by": _message(next((one.by for one in reversed(obligation.history) if one.what == "ruled"), None)),
    }


def _receipts(obligation: Obligation) -> Receipts:
    """The first of each kind that the recipient gave to the message that meets the obligation; else to the last that was meant to."""
    messages = obligation.met.acts if obligation.met is not None else obligation.grounds.answers
    found: dict[str, datetime] = {}
    for told in messages[-1:]:
        for record in told.receipts:
            content = record.content
            if isinstance(content, Receipt) and told.answered_for(content, obligation.key.recipient):
                found.setdefault(_RECEIPTS[content.kind], record.received_at)
    return Receipts(**found)


def _last(obligation: Obligation, what: Happening) -> datetime | None:
    return next((one.at for one in reversed(obligation.history) if one.what == what), None)


def _agency(agency: str | None) -> AgencyId | None:
    return AgencyId(agency) if agency is not None else None


def _message(name: MessageName | None) -> MessageRef | None:
    """A message of an agency; what the bus raised itself has no record of its own."""
    if name is None or name.sender == "bus":
        return None
    return MessageRef(sender=AgencyId(name.sender), id=UUID(name.id))


def _plain(value: object) -> object:
    match value:
        case MessageRef() | Receipts():
            return value.model_dump()
        case MessageName():
            return list(value)
    raise TypeError(type(value).__name__)
