"""From what was admitted to cases: one for each occasion, and one for the reports of each kind; real and drill apart. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from schemas.catalogue.catalogue import Catalogue
from services.law.periods import Period
from services.obligations.cases import Case, Due
from services.obligations.records import (
    Correction,
    LawCorrected,
    MessageName,
    Receipt,
    Record,
    Ruling,
    Statement,
    Withdrawal,
)
from services.scenarios.admitting import Admitted
from services.scenarios.events import Event

CaseKey = tuple[str, str, str | None]


@dataclass(slots=True)
class _Gathered:
    """A case while its records are gathered."""

    occasion: str | None
    subject: str | None = None
    drill: str | None = None
    records: list[Record] = field(default_factory=list)


def gather(
    admitted: Sequence[Admitted], all_events: Iterable[Event], *, catalogue: Catalogue, agencies: tuple[str, ...] | None
) -> tuple[Case, ...]:
    """The cases, in the order in which they began."""
    occasions = _occasions(all_events)
    gathered: dict[CaseKey, _Gathered] = {}
    places: dict[MessageName, CaseKey] = {}
    for item in admitted:
        if isinstance(item.record.content, Statement):
            key = _key(item, item.record.content, occasions=occasions, catalogue=catalogue)
            places[item.record.message] = key
            place = gathered.setdefault(key, _Gathered(_named_occasion(item.event, occasions), drill=item.event.drill))
            place.subject = place.subject or item.event.subject
            place.records.append(item.record)
    _with_changes(admitted, gathered, places=places, occasions=occasions)
    return tuple(
        Case(
            tuple(place.records),
            # A report is about a period, not about anybody.
            occasion=None if key[0] == "reports" else place.occasion,
            subject=None if key[0] == "reports" else place.subject,
            drill=place.drill,
            dues=_dues(key, place.records, agencies),
        )
        for key, place in gathered.items()
    )


def _occasions(all_events: Iterable[Event]) -> Mapping[str, tuple[str, ...]]:
    """The occasions that were named for each subject."""
    found: dict[str, dict[str, None]] = {}
    for event in all_events:
        if event.subject is not None and event.occasion is not None:
            found.setdefault(event.subject, {})[event.occasion] = None
    return {subject: tuple(named) for subject, named in found.items()}


def _named_occasion(event: Event, occasions: Mapping[str, tuple[str, ...]]) -> str | None:
    """The event's occasion; where it names none, the only one of its subject."""
    if event.occasion is not None:
        return event.occasion
    named = occasions.get(event.subject, ()) if event.subject is not None else ()
    return named[0] if len(named) == 1 else None


def _occasion_key(event: Event, occasions: Mapping[str, tuple[str, ...]]) -> CaseKey:
    named = _named_occasion(event, occasions)
    if named is not None:
        return ("occasion", named, event.drill)
    if event.subject is not None and not occasions.get(event.subject):
        return ("subject", event.subject, event.drill)
    return ("message", f"{event.outbox}/{event.id}", event.drill)


def _key(
    item: Admitted, statement: Statement, *, occasions: Mapping[str, tuple[str, ...]], catalogue: Catalogue
) -> CaseKey:
    if statement.period is not None:
        return ("reports", report_of(statement, catalogue), item.event.drill)
    return _occasion_key(item.event, occasions)


def report_of(statement: Statement, catalogue: Catalogue) -> str:
    """The periodic duty that a statement is about: its own, or the one that its fact meets."""
    duties = catalogue.closed_by(statement.name) if statement.kind == "fact" else ()
    return next((duty.code for duty in duties if duty.periodic), statement.name)


def _with_changes(
    admitted: Sequence[Admitted],
    gathered: Mapping[CaseKey, _Gathered],
    *,
    places: Mapping[MessageName, CaseKey],
    occasions: Mapping[str, tuple[str, ...]],
) -> None:
    """Puts each change where the message is that it is about; what concerns all, everywhere."""
    changes = [item for item in admitted if not isinstance(item.record.content, Statement)]
    regarded = {item.record.message: name for item in changes if (name := _regarded(item.record)) is not None}
    for item in changes:
        name = _root(item.record.message, regarded)
        if name in places:
            gathered[places[name]].records.append(item.record)
        elif isinstance(item.record.content, LawCorrected):
            _everywhere(item.record, gathered.values())
        elif item.record.message not in regarded:
            own = _occasion_key(item.event, occasions)
            _everywhere(item.record, [place for key, place in gathered.items() if own[0] == "message" or key == own])


def _everywhere(record: Record, places: Iterable[_Gathered]) -> None:
    for place in places:
        place.records.append(record)


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


def _dues(key: CaseKey, records: Iterable[Record], agencies: tuple[str, ...] | None) -> tuple[Due, ...]:
    """Each of the agencies owes each period that anybody reported; whoever reported owes at least that."""
    kind, duty, _ = key
    if kind != "reports":
        return ()
    reported: dict[Period, dict[str, None]] = {}
    for record in records:
        if record.accepted and isinstance(record.content, Statement) and record.content.period is not None:
            reported.setdefault(record.content.period, {})[record.author] = None
    everyone = dict.fromkeys(agencies or ())
    return tuple(
        Due(duty, period, agency) for period, authors in sorted(reported.items()) for agency in {**everyone, **authors}
    )
