"""From what was admitted to cases: one for each occasion, and one for the reports of each kind and agency; real and drill apart. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.catalogue.catalogue import Catalogue
from services.law.periods import Period
from services.obligations.cases import Case, Due
from services.obligations.records import (
    Correction,
    LawCorrected,
    MessageName,
    ObligationName,
    Receipt,
    Record,
    Ruling,
    Statement,
    Withdrawal,
)
from services.scenarios.admitting import Admitted
from services.scenarios.events import Event

_Named = dict[tuple[str | None, str], dict[str, None]]
"""The occasions that were named for a subject, in earnest or in a drill, in the order in which they were."""


class CaseKey(NamedTuple):
    """What makes one case: an occasion, a subject that has only one, a message by itself, or an agency's reports of one kind."""

    kind: str
    name: str
    drill: str | None
    agency: str = ""


@dataclass(slots=True)
class _Gathered:
    """A case while its records are gathered."""

    occasion: str | None
    subject: str | None
    records: list[Record] = field(default_factory=list)


@dataclass(slots=True)
class _Gathering:
    """The cases so far, and where each message stands."""

    catalogue: Catalogue
    ever: _Named
    """By all of the scenario: for what came before its subject had any occasion."""
    so_far: _Named = field(default_factory=dict)
    cases: dict[CaseKey, _Gathered] = field(default_factory=dict)
    places: dict[MessageName, CaseKey] = field(default_factory=dict)

    def put(self, item: Admitted, statement: Statement) -> None:
        event, record = item.event, item.record
        if record.accepted:
            _name(self.so_far, event)
        key = self._key(event, statement)
        self.places[record.message] = key
        # A report is about a period, not about anybody.
        about = key.kind != "reports"
        named = self.occasion(event) if about else None
        place = self.cases.setdefault(key, _Gathered(named, event.subject if about else None))
        place.subject = place.subject or (event.subject if about else None)
        place.records.append(record)

    def occasion(self, event: Event) -> str | None:
        """The event's occasion; where it names none, the only one that its subject had when it came, else the first that it got."""
        if event.occasion is not None or event.subject is None:
            return event.occasion
        subject = (event.drill, event.subject)
        named = [*self.so_far.get(subject, ())] or [*self.ever.get(subject, ())][:1]
        return named[0] if len(named) == 1 else None

    def occasion_key(self, event: Event) -> CaseKey:
        named = self.occasion(event)
        if named is not None:
            return CaseKey("occasion", named, event.drill)
        if event.subject is not None and (event.drill, event.subject) not in self.so_far:
            return CaseKey("subject", event.subject, event.drill)
        return CaseKey("message", f"{event.outbox}/{event.id}", event.drill)

    def _key(self, event: Event, statement: Statement) -> CaseKey:
        if statement.period is None:
            return self.occasion_key(event)
        report = self.catalogue.periodic_about(statement.name)[0].code
        return CaseKey("reports", report, event.drill, event.outbox)


def gather(admitted: Sequence[Admitted], *, catalogue: Catalogue, agencies: tuple[str, ...] | None) -> tuple[Case, ...]:
    """The cases, in the order in which they began."""
    ever: _Named = {}
    for item in admitted:
        if item.record.accepted and isinstance(item.record.content, Statement):
            _name(ever, item.event)
    gathering = _Gathering(catalogue, ever)
    for item in admitted:
        if isinstance(item.record.content, Statement):
            gathering.put(item, item.record.content)
    owed = _owed(gathering.cases, agencies)
    for key in owed:
        gathering.cases.setdefault(key, _Gathered(None, None))
    _put_changes(gathering, admitted)
    return tuple(
        Case(
            tuple(place.records),
            occasion=place.occasion,
            subject=place.subject,
            drill=key.drill,
            dues=tuple(Due(key.name, period, key.agency) for period in owed.get(key, ())),
        )
        for key, place in gathering.cases.items()
    )


def _name(named: _Named, event: Event) -> None:
    if event.subject is not None and event.occasion is not None:
        named.setdefault((event.drill, event.subject), {})[event.occasion] = None


def _owed(cases: Mapping[CaseKey, _Gathered], agencies: tuple[str, ...] | None) -> Mapping[CaseKey, tuple[Period, ...]]:
    """Each of the agencies owes each period that any of them reported; whoever reported owes at least that."""
    reported = {key: set(_periods(place.records)) for key, place in cases.items() if key.kind == "reports"}
    owed: dict[CaseKey, set[Period]] = {key: {*periods} for key, periods in reported.items()}
    for key, periods in reported.items():
        for agency in agencies or () if key.agency in (agencies or ()) else ():
            owed.setdefault(key._replace(agency=agency), set()).update(periods)
    return {key: tuple(sorted(periods)) for key, periods in owed.items()}


def _periods(records: Iterable[Record]) -> Iterator[Period]:
    """The periods that were reported: what was corrected, and what it was corrected to."""
    for record in records:
        if record.accepted and isinstance(record.content, Statement | Correction) and record.content.period is not None:
            yield record.content.period


def _put_changes(gathering: _Gathering, admitted: Sequence[Admitted]) -> None:
    """Puts each change where the message is that it is about; what concerns all, everywhere."""
    changes = [item for item in admitted if not isinstance(item.record.content, Statement)]
    regarded = {item.record.message: name for item in changes if (name := _regarded(item.record)) is not None}
    for item in changes:
        name = _root(item.record.message, regarded)
        if name in gathering.places:
            gathering.cases[gathering.places[name]].records.append(item.record)
        elif isinstance(item.record.content, LawCorrected):
            for place in gathering.cases.values():
                place.records.append(item.record)
        elif isinstance(item.record.content, Ruling) and isinstance(item.record.content.regards, ObligationName):
            own = gathering.occasion_key(item.event)
            for key, place in gathering.cases.items():
                if key.drill == own.drill and (own.kind == "message" or key == own or key.kind == "reports"):
                    place.records.append(item.record)


def _root(name: MessageName, regarded: Mapping[MessageName, MessageName]) -> MessageName:
    """The statement at the end of the chain of changes; a chain that comes back to itself ends nowhere."""
    passed: set[MessageName] = set()
    while name in regarded and name not in passed:
        passed.add(name)
        name = regarded[name]
    return name


def _regarded(record: Record) -> MessageName | None:
    match record.content:
        case Correction(corrects=name) | Withdrawal(withdraws=name) | Receipt(regards=name):
            return name
        case Ruling(regards=MessageName() as name):
            return name
        case _:
            return None
