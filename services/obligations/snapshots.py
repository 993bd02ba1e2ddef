"""From an obligation to what all who are concerned are told of it: the full state in one version. Pure.

The state is made first and compared by its digest: only what is another state than before becomes a snapshot, and is explained.
Snapshots are written without making models, which would cost more than judging; their bytes are those of `ObligationSnapshot`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import orjson

from schemas.codec import canonical
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
_DEFAULTS: Final[Mapping[str, object]] = {
    "deadline_version": 1,
    "provisional": False,
    "met_off_the_bus": False,
    "recorded_late": False,
    "breach_events": 0,
    "retracted": 0,
    "disputed": False,
    "could_not_have_been_met": False,
    "receipts": {},
}
"""What is left out of a canonical line, beside what is None."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What a snapshot says of itself: which, in which version, made when, by which ledger."""

    id: str
    epoch: int
    emitted_at: datetime
    version: int


@dataclass(frozen=True)
class State:
    """An obligation, as far as others are told of it."""

    obligation: Obligation
    occasion: str
    drill: str | None

    @cached_property
    def key(self) -> str:
        """The canonical line of its ObligationRef: what never changes of it."""
        return canonical.written(self._reference).decode()

    @cached_property
    def _reference(self) -> dict[str, object]:
        """Where any recipient is enough, the first that the duty names stands for all."""
        key, duty = self.obligation.key, self.obligation.duty
        recipient, every = key.recipient, duty.every
        if recipient is not None and duty.recipients_rule == "any":
            recipient = duty.recipients[0]
        found = {
            "duty": key.duty,
            "occasion": self.occasion,
            "recipient": recipient,
            "round": key.round if key.round != 1 else None,
            "period": periods.name(key.period, every) if key.period is not None and every is not None else None,
            "drill": self.drill,
        }
        return {name: said for name, said in found.items() if said is not None}

    @cached_property
    def said(self) -> Mapping[str, Any]:
        return _state(self.obligation)

    @cached_property
    def digest(self) -> str:
        """Time alone changes it only where it changes the verdict."""
        happened = [(one.at, one.what, one.by and tuple(one.by), one.note) for one in self.obligation.history]
        written = orjson.dumps([self.said, happened], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(written).hexdigest()

    def line(self, law: Law, issue: Issue) -> bytes:
        """The canonical line of the ObligationSnapshot."""
        told = {name: value for name, value in self.said.items() if _DEFAULTS.get(name) != value}
        return canonical.written(
            told
            | {
                "type": "obligation",
                "schema_version": _VERSION,
                "sender": "bus",
                "id": issue.id,
                "epoch": issue.epoch,
                "emitted_at": issue.emitted_at,
                "version": issue.version,
                "obligation": self._reference,
                "judged_as_of": self.obligation.judged_as_of,
                "explanation": [_step(step.code, step.particulars) for step in explaining.steps(self.obligation)],
                "versions_used": _versions(law),
            }
        )


def _step(code: str, particulars: Mapping[str, str | int]) -> dict[str, object]:
    return {"code": code, "particulars": particulars} if particulars else {"code": code}


def _versions(law: Law) -> dict[str, str]:
    return {
        "catalogue": law.catalogue.version,
        "calendar": law.calendar.version,
        "policy": law.policy.version,
        "zones": zones.version(),
        "judge": JUDGE,
    }


def _state(obligation: Obligation) -> dict[str, Any]:
    """All that is said of it but how it came so."""
    outcome, beginning, met = obligation.outcome, obligation.outcome.beginning, obligation.met
    deadline, holder, debtor = outcome.deadline, obligation.holder, obligation.debtor
    bad = verdicts.is_bad(obligation.verdict)
    return {
        "debtor": debtor.agency,
        "recipient_agency": holder.agency if holder else None,
        "recipient_found": holder.how if holder else "outside",
        "overseer": debtor.overseer,
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


def _receipts(obligation: Obligation) -> dict[str, datetime]:
    """The first of each kind that the recipient gave to the message that meets the obligation; else to the last that was meant to."""
    messages = obligation.met.acts if obligation.met is not None else obligation.grounds.answers
    found: dict[str, datetime] = {}
    for told in messages[-1:]:
        for record in told.receipts:
            content = record.content
            if isinstance(content, Receipt) and told.answered_for(content, obligation.key.recipient):
                found.setdefault(_RECEIPTS[content.kind], record.received_at)
    return found


def _last(obligation: Obligation, what: Happening) -> datetime | None:
    return next((one.at for one in reversed(obligation.history) if one.what == what), None)


def _message(name: MessageName | None) -> dict[str, str] | None:
    """A message of an agency; what the bus raised itself has no record of its own."""
    if name is None or name.sender == "bus":
        return None
    return {"sender": name.sender, "id": name.id}
