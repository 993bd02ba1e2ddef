"""One line of `habarshy judge --batch`: from the bytes of a scenario to the bytes of its answer. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from schemas.errors.tree import Finding, LineError
from schemas.explanations import making
from services.law import lines
from services.law.deadlines import Law
from services.law.fields import Fields
from services.obligations import judging
from services.obligations.cases import Case, HeldBack, Until
from services.obligations.obligation import Obligation
from services.obligations.records import Place
from services.scenarios import admitting, cases, events
from services.scenarios.admitting import Admission
from services.scenarios.events import Event
from services.scenarios.fields import ScenarioFields
from services.scenarios.parts import ScenarioParts

LINE_LIMIT: Final = 16_000_000
"""No scenario is longer, in bytes."""
_LONGEST_NUMBER: Final = 19


@dataclass(frozen=True, slots=True)
class Reading:
    """A scenario that was read: what became of each record, and the cases that are to be judged."""

    dispositions: dict[str, str]
    cases: tuple[Case, ...]
    until: Until
    zone: ZoneInfo
    objections: Mapping[str, tuple[Finding, ...]]
    """Why events were rejected, by their numbers."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a scenario came to."""

    dispositions: dict[str, str]
    obligations: tuple[Obligation, ...]
    objections: Mapping[str, tuple[Finding, ...]]
    """Why events were rejected, by their numbers."""

    @property
    def owed(self) -> tuple[Obligation, ...]:
        """What is shown: what the bus asked for and took back was never owed."""
        return tuple(obligation for obligation in self.obligations if not obligation.taken_back)


class Answering(lines.Answering):
    """Answers a scenario by its dispositions and obligations."""

    limit = LINE_LIMIT

    def _respond(self, values: lines.JsonObject) -> Mapping[str, Any]:
        judged = judge(values, self.law)
        return {"dispositions": judged.dispositions, "obligations": [row(obligation) for obligation in judged.owed]}


def judge(values: Mapping[str, Any], law: Law) -> Judged:
    """Judges a whole scenario; LineError where it cannot be read."""
    said = read(values, law)
    parts = ScenarioParts(said.zone, law.catalogue)
    judged = (judging.judge(case, law=law, parts=parts, until=said.until) for case in said.cases)
    found = tuple(obligation for obligations in judged for obligation in obligations)
    return Judged(said.dispositions, found, said.objections)


def read(values: Mapping[str, Any], law: Law) -> Reading:
    """Reads a whole scenario; LineError where it cannot be read."""
    zone = Fields(values).named_zone()
    fields = ScenarioFields(values, zone=zone)
    as_of = fields.instant("as_of")
    read_to = min(fields.optional_instant("intake_read_to_at") or as_of, as_of)
    all_events = [events.read(item) for item in fields.objects("events")]
    _refuse_twice(all_events)
    on_the_wire = sorted((e for e in all_events if e.received_at <= read_to), key=_order)
    known = [event for event in on_the_wire if event.known_from <= as_of]
    admission = _admit(known, law, as_of=as_of)
    gathered = cases.gather(
        admission.admitted,
        catalogue=law.catalogue,
        agencies=fields.list_of_texts("agencies") if fields.has("agencies") else None,
    )
    until = Until(as_of, read_to, tuple(_held_back(on_the_wire, as_of)))
    return Reading(dict(admission.dispositions), gathered, until, zone, dict(admission.objections))


def _refuse_twice(all_events: Sequence[Event]) -> None:
    """Each event has a number of its own, under which its disposition is answered."""
    numbers: set[str] = set()
    for event in all_events:
        if event.n in numbers:
            raise LineError(Finding("HB-7202", event.fields.place + "n", {"n": event.n}))
        numbers.add(event.n)


def _order(event: Event) -> tuple[datetime, str, tuple[int, str]]:
    return (event.received_at, event.outbox, _number(event))


def _number(event: Event) -> tuple[int, str]:
    """Numbers in their order, then words in theirs."""
    return (
        (int(event.n), "")
        if event.n.isascii() and event.n.isdigit() and len(event.n) < _LONGEST_NUMBER
        else (2**62, event.n)
    )


def _admit(known: Sequence[Event], law: Law, *, as_of: datetime) -> Admission:
    admission = Admission(law)
    names = admitting.names_of(known)
    for offset, event in enumerate(known):
        if event.readable_from is not None and event.readable_from > as_of:
            admission.dispositions[event.n] = "QUARANTINED"
        else:
            admission.admit(event, Place(event.outbox, 0, offset), names=names)
    return admission


def _held_back(on_the_wire: Sequence[Event], as_of: datetime) -> Iterator[HeldBack]:
    for event in on_the_wire:
        usable = max(event.known_from, event.readable_from or event.received_at)
        # Whoever corrects the calendar owes nothing, so nothing waits for his records.
        if usable > event.received_at and event.kind != "calendar-correction":
            yield HeldBack(event.received_at, usable if usable <= as_of else None)


def _instant(at: datetime | None) -> str | None:
    return making.in_utc(at) if at is not None else None


def row(obligation: Obligation) -> dict[str, Any]:
    """An obligation as the batch form shows it."""
    met = obligation.met
    return {
        "duty": obligation.key.duty,
        "recipient": obligation.key.recipient,
        "subject": obligation.subject,
        "occasion": obligation.key.occasion,
        "sender": obligation.debtor.agency,
        "message_id": _message_id(obligation),
        "clock_start": _instant(obligation.clock_start),
        "deadline": _instant(obligation.deadline_at),
        "deadline_version": obligation.deadline_version,
        "verdict": obligation.verdict,
        "met_at": _instant(met.judged_at) if met else None,
        "claimed_at": _instant(met.claimed_at) if met else None,
        "breach_events": obligation.breach_events,
        "retracted": obligation.retracted,
        "receipt": obligation.receipt,
        "disputed": obligation.disputed,
        "recorded_late": met.recorded_late if met else False,
        "could_not_have_been_met": obligation.could_not_have_been_met,
    }


def _message_id(obligation: Obligation) -> str | None:
    """What met it, by the id that it was given; an event without one has none to show."""
    message = obligation.met.message.id if obligation.met else None
    return None if message is None or message.startswith("#") else message
