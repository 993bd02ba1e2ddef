"""Which events become records, in which case, and with which disposition. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, get_args

from schemas.catalogue.catalogue import Catalogue
from schemas.errors.tree import Finding
from schemas.fields import Disposition
from services.admission import dispositions
from services.admission.dispositions import Known, Presented
from services.law.deadlines import Law
from services.obligations.records import (
    Change,
    Content,
    Correction,
    Decision,
    LawCorrected,
    MessageName,
    ObligationName,
    Place,
    Receipt,
    ReceiptKind,
    Record,
    Ruling,
    Withdrawal,
)
from services.scenarios import events
from services.scenarios.events import Event

_REGARDED: Final = (*events.TELLINGS, "correction", "withdrawal")
"""Kinds of messages that another may be about."""
_ANOTHERS: Final = ("correction", "withdrawal")
"""Kinds by which an agency may speak of its own messages only."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A record that takes part in judging, and the event that it came from."""

    event: Event
    record: Record


@dataclass(slots=True)
class Admission:
    """What has been admitted so far, in the order in which it reached the bus."""

    law: Law
    dispositions: dict[str, Disposition] = field(default_factory=dict)
    objections: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    """Why an event was rejected."""
    admitted: list[Admitted] = field(default_factory=list)
    seen: dict[MessageName, Event] = field(default_factory=dict)
    rejected: set[MessageName] = field(default_factory=set)

    def admit(self, event: Event, place: Place, *, names: "Names") -> None:
        """Decides what becomes of an event. What our own error held back keeps that disposition, and is decided when it can be read."""
        catalogue = self.law.catalogue
        name = MessageName(event.outbox, event.id)
        statement = events.statement_of(event, catalogue) if event.kind in events.TELLINGS else None
        regarded = _regarded(event, names)
        presented = Presented(
            event.outbox,
            event.received_at,
            claimed_sender=event.fields.optional_text("body_sender"),
            findings=tuple(events.findings(event, statement, catalogue)),
        )
        known = Known(
            "same-bytes" if event.message_id is not None and name in self.seen else "none",
            self._regards(event, regarded),
        )
        decision = dispositions.decide(presented, known)
        held = event.readable_from is not None
        self.dispositions[event.n] = "QUARANTINED" if held else decision.disposition
        if decision.findings:
            self.objections[event.n] = decision.findings
        if decision.disposition == "DUPLICATE":
            return
        self.seen.setdefault(name, event)
        accepted = decision.disposition != "REJECTED"
        if not accepted:
            self.rejected.add(name)
        # Of what was rejected only a statement is remembered: a ruling may deem it accepted.
        content = statement or (self._content(event, regarded) if accepted else None)
        if content is not None:
            self.admitted.append(Admitted(event, Record(name, content, event.received_at, place, accepted=accepted)))

    def _regards(
        self, event: Event, regarded: MessageName | None
    ) -> Literal["nothing", "here", "not-yet", "another-agencys"]:
        if regarded is None:
            waits = event.kind in ("receipt", *_ANOTHERS) or (
                event.kind == "ruling" and _obligation(event, self.law.catalogue) is None
            )
            return "not-yet" if waits else "nothing"
        earlier = self.seen.get(regarded)
        if earlier is None or (earlier.readable_from is not None and earlier.readable_from > event.received_at):
            return "not-yet"
        if event.kind in _ANOTHERS and regarded.sender != event.outbox:
            return "another-agencys"
        return "not-yet" if regarded in self.rejected and event.kind != "ruling" else "here"

    def _content(self, event: Event, regarded: MessageName | None) -> Content | None:
        if event.kind == "calendar-correction":
            self.law = _corrected(self.law, event)
            return LawCorrected(self.law)
        if event.kind == "ruling":
            return _ruling(event, regarded or _obligation(event, self.law.catalogue))
        return _change(event, regarded, self.law.catalogue) if regarded is not None else None


Names = Mapping[tuple[str | None, str], Sequence[Event]]

_RECEIPTS: Final[Mapping[str, ReceiptKind]] = {kind: kind for kind in get_args(ReceiptKind)}
_DECISIONS: Final[Mapping[str, Decision]] = {decision: decision for decision in get_args(Decision)}
_REGARDS: Final[Mapping[str, str]] = {
    "correction": "corrects",
    "withdrawal": "withdraws",
    "receipt": "regards",
    "ruling": "regards",
}


def _regarded(event: Event, names: Names) -> MessageName | None:
    """The message that the event is about: its author's own of that id, else one of the same occasion, else the first that came."""
    said = event.fields.values.get(_REGARDS.get(event.kind, ""))
    candidates = names.get((event.drill, said), ()) if isinstance(said, str) else ()
    chosen = min(
        candidates, key=lambda other: (other.outbox != event.outbox, not _together(event, other)), default=None
    )
    return MessageName(chosen.outbox, chosen.id) if chosen is not None else None


def _together(event: Event, other: Event) -> bool:
    if event.occasion is not None:
        return event.occasion == other.occasion
    return event.subject is not None and event.subject == other.subject


def names_of(known: Iterable[Event]) -> Names:
    """Every message that another may be about, by its id, in the order in which they came; a drill knows only its own."""
    found: dict[tuple[str | None, str], list[Event]] = {}
    for event in known:
        forged = event.fields.values.get("body_sender") not in (None, event.outbox)
        if event.message_id is not None and event.kind in _REGARDED and not forged:
            found.setdefault((event.drill, event.message_id), []).append(event)
    return found


def _change(event: Event, regarded: MessageName, catalogue: Catalogue) -> Change | None:
    fields = event.fields
    match event.kind:
        case "correction":
            instants = {name: fields.instant(name) for name in sorted(catalogue.instant_names) if fields.has(name)}
            return Correction(
                regarded,
                instants=instants,
                occurred_at=fields.optional_instant("occurred_at"),
                attributes=fields.declared("attributes"),
                to=fields.texts("to") or None,
                told_at=fields.optional_instant("told_at"),
                period=events.period_of(event, catalogue),
            )
        case "withdrawal":
            return Withdrawal(regarded)
        case "receipt":
            return _receipt(event, regarded)
        case _:
            return None


def _receipt(event: Event, regarded: MessageName) -> Receipt | None:
    kind = _RECEIPTS.get(event.name)
    role = event.fields.optional_text("as_role") or event.fields.optional_text("role")
    # There is no directory here that could agree that the message went to the wrong agency.
    reopens = event.fields.values.get("reason") != "not-mine"
    return Receipt(regarded, kind, role or event.outbox, reopens=reopens) if kind is not None else None


def _ruling(event: Event, regarded: MessageName | ObligationName | None) -> Ruling | None:
    decision = _DECISIONS.get(str(event.fields.values.get("decision")))
    return Ruling(regarded, decision) if regarded is not None and decision is not None else None


def _obligation(event: Event, catalogue: Catalogue) -> ObligationName | None:
    """The obligation that a ruling names instead of a message: by its duty, by its fields, or all of the occasion."""
    said: Any = event.fields.values.get("regards")
    if isinstance(said, dict):
        duty, recipient = said.get("duty"), said.get("recipient")
        named = duty in catalogue.duties_by_code if isinstance(duty, str) else False
        return ObligationName(duty, recipient if isinstance(recipient, str) else None) if named else None
    if said is None or said == event.occasion:
        return ObligationName()
    return ObligationName(said) if isinstance(said, str) and said in catalogue.duties_by_code else None


def _corrected(law: Law, event: Event) -> Law:
    off, worked = event.fields.days("adds_off"), event.fields.days("adds_worked")
    calendar = law.calendar.corrected(
        adds_off=off, adds_worked=worked, version=f"{law.calendar.version}+{event.n}", act=f"event {event.n}"
    )
    return replace(law, calendar=calendar)
