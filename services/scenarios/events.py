"""An event of a scenario: a record on the wire in its short form, and what admission objects to in it. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, get_args

from schemas import ahead
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.errors.tree import Finding, LineError
from services.law import periods, written
from services.law.periods import Period
from services.obligations.records import Decision, ReceiptKind, Statement
from services.scenarios.fields import ScenarioFields

KINDS: Final = (
    "fact",
    "notice",
    "service-record",
    "receipt",
    "correction",
    "withdrawal",
    "ruling",
    "calendar-correction",
)
RECEIPTS: Final = get_args(ReceiptKind)
DECISIONS: Final = get_args(Decision)
TELLINGS: Final = ("fact", "notice", "service-record")


@dataclass(frozen=True, slots=True)
class Event:
    """What every event says, and its fields for what only its kind has."""

    n: str
    kind: str
    name: str
    outbox: str
    received_at: datetime
    known_from: datetime
    """When the ledger has it: its own clock where that is given."""
    readable_from: datetime | None
    """When our own error was mended; null where there was none."""
    message_id: str | None
    occasion: str | None
    subject: str | None
    drill: str | None
    fields: ScenarioFields

    @property
    def id(self) -> str:
        """Without an id of its own each event is its own message."""
        return self.message_id if self.message_id is not None else f"#{self.n}"


def read(fields: ScenarioFields) -> Event:
    """The event; LineError where not even its bones are there."""
    number = fields.raw("n")
    if not isinstance(number, str | int):
        raise LineError(Finding("HB-7105", fields.place + "n", {"field": fields.place + "n", "value": str(number)}))
    kind = fields.text("kind")
    received_at = fields.instant("received_at")
    return Event(
        n=str(number),
        kind=kind,
        name=fields.optional_text("name") or "",
        outbox=(fields.optional_text("outbox_of") or "") if kind == "calendar-correction" else fields.text("outbox_of"),
        received_at=received_at,
        known_from=max(received_at, fields.optional_instant("recorded_at") or received_at),
        readable_from=fields.optional_instant("unreadable_until_at"),
        message_id=fields.optional_text("message_id"),
        occasion=fields.optional_text("occasion"),
        subject=fields.optional_text("subject"),
        drill=_drill(fields),
        fields=fields,
    )


def _drill(fields: ScenarioFields) -> str | None:
    value = fields.values.get("drill")
    return None if value in (None, False) else str(value)


def statement_of(event: Event, catalogue: Catalogue) -> Statement | None:
    """What the event says of its occasion; null where the catalogue knows neither such a fact nor such a duty."""
    fields = event.fields
    if event.kind == "fact":
        entry = catalogue.fact_by_code.get(event.name)
        names = entry.instants if entry else None
    else:
        duty = catalogue.duty(event.name)
        names = (duty.clock_from,) if duty else None
    if names is None:
        return None
    instants = {name: fields.instant(name) for name in names if fields.has(name)}
    occurred_at = fields.optional_instant("occurred_at")
    if event.kind != "fact" and occurred_at is not None:
        instants = instants or dict.fromkeys(names, occurred_at)
    if event.kind == "fact" and not names and occurred_at is None:
        occurred_at = event.received_at
    return Statement(
        kind="notice" if event.kind == "notice" else "service-record" if event.kind == "service-record" else "fact",
        name=event.name,
        instants=instants,
        occurred_at=occurred_at,
        attributes=fields.declared("attributes"),
        to=fields.texts("to") or _all_that_fit(event, catalogue),
        told_at=fields.optional_instant("told_at"),
        period=period_of(event, catalogue, done_at=occurred_at if event.kind == "fact" else None),
    )


def _all_that_fit(event: Event, catalogue: Catalogue) -> tuple[str, ...]:
    """Where a message names no recipient, it is to all that may be told in its form."""
    duty = catalogue.duty(event.name)
    outside = event.kind == "service-record"
    return tuple(r for r in duty.recipients if catalogue.role_by_code[r].outside == outside) if duty else ()


def period_of(event: Event, catalogue: Catalogue, *, done_at: datetime | None = None) -> Period | None:
    """The period that the event names; for an act that names none, the one in which it was done."""
    every = next((duty.every for duty in catalogue.periodic_about(event.name)), None)
    said = event.fields.values.get("period")
    if every is None:
        return None
    if said is None and done_at is not None:
        return periods.containing(done_at.astimezone(event.fields.zone).date(), every)
    if isinstance(said, dict):
        first, last = (event.fields.inner("period").day(name) for name in ("start", "end"))
        return Period(first, last) if Period(first, last) == periods.containing(first, every) else None
    return periods.named(said, every) if isinstance(said, str) else None


def findings(event: Event, statement: Statement | None, catalogue: Catalogue) -> Iterator[Finding]:
    """What the catalogue objects to; nothing where the event may be said."""
    if event.kind not in KINDS:
        yield _not_one_of("kind", event.kind, KINDS)
    if event.kind in TELLINGS and statement is None:
        yield Finding("HB-2202" if event.kind == "fact" else "HB-2203", "/name", {"name": event.name})
    if missing := event.fields.texts("missing"):
        yield Finding("HB-2104", "/checklist", {"items": ", ".join(missing)})
    if event.kind == "receipt" and event.name not in RECEIPTS:
        yield _not_one_of("name", event.name, RECEIPTS)
    if event.kind == "ruling" and event.fields.values.get("decision") not in DECISIONS:
        yield _not_one_of("decision", event.fields.values.get("decision"), DECISIONS)
    if event.kind == "correction" and (duty := catalogue.duty(event.name)) is not None:
        yield from _of_recipients(event.fields.texts("to"), duty)
    yield from _in_the_future(event, catalogue)
    if statement is not None:
        yield from _attributes(event, catalogue)
        yield from _FINDINGS[event.kind](event, statement, catalogue)


def _attributes(event: Event, catalogue: Catalogue) -> Iterator[Finding]:
    """What is declared in words that the catalogue does not know."""
    duty = catalogue.duty(event.name)
    fact = catalogue.fact_by_code.get(event.name) or (catalogue.fact_by_code.get(duty.trigger or "") if duty else None)
    said = event.fields.values.get("attributes")
    if fact is None or not isinstance(said, dict):
        return
    for attribute in fact.attributes:
        value = said.get(attribute.code)
        # A number that is out of bounds shortens no term; a strange word would deny what nobody denied.
        if value is not None and attribute.kind == "choice" and value not in attribute.values:
            allowed = ", ".join(attribute.values)
            particulars = {"name": attribute.code, "value": written.shown(value), "allowed": allowed}
            yield Finding("HB-2307", f"/attributes/{attribute.code}", particulars)


def _not_one_of(field: str, value: object, choices: tuple[str, ...]) -> Finding:
    return Finding(
        "HB-7113", f"/{field}", {"field": field, "value": written.shown(value), "choices": ", ".join(choices)}
    )


def _in_the_future(event: Event, catalogue: Catalogue) -> Iterator[Finding]:
    """What has happened cannot lie ahead of the record that says so, by more than clocks may differ; a planned release may."""
    latest = event.received_at + ahead.CLOCK_TOLERANCE
    said = {"occurred_at", "told_at", *catalogue.instant_names} & event.fields.values.keys()
    for name in sorted(said - ahead.planned(event.name, catalogue)):
        if event.fields.has(name) and event.fields.instant(name) > latest:
            yield Finding("HB-2313", f"/{name}", {})


def _of_fact(event: Event, statement: Statement, catalogue: Catalogue) -> Iterator[Finding]:
    for duty in catalogue.opened_by(event.name):
        if statement.instant(duty.clock_from) is None:
            yield Finding("HB-2304", f"/{duty.clock_from}", {"duty": duty.code, "instant": duty.clock_from})
    yield from _without_period(event, statement, catalogue)


def _of_notice(event: Event, statement: Statement, catalogue: Catalogue) -> Iterator[Finding]:
    duty = _duty(event, catalogue)
    if duty.closed_by is not None:
        yield Finding("HB-2408", "/name", {"duty": duty.code, "facts": ", ".join(duty.closed_by.facts)})
    yield from _of_form(statement, duty, catalogue, outside=False)
    yield from _without_period(event, statement, catalogue)


def _of_record(event: Event, statement: Statement, catalogue: Catalogue) -> Iterator[Finding]:
    duty = _duty(event, catalogue)
    yield from _of_form(statement, duty, catalogue, outside=True)
    if statement.told_at is None:
        yield Finding("HB-7104", "/told_at", {"field": "told_at"})
    yield from _without_period(event, statement, catalogue)


def _of_form(statement: Statement, duty: Duty, catalogue: Catalogue, *, outside: bool) -> Iterator[Finding]:
    """Agencies are told by notices, whoever stands outside the bus by service records."""
    yield from _of_recipients(statement.to, duty)
    for role in statement.to:
        if role in duty.recipients and catalogue.role_by_code[role].outside != outside:
            yield Finding("HB-2316" if outside else "HB-2315", "/to", {"role": role})


_FINDINGS: Final[Mapping[str, Callable[[Event, Statement, Catalogue], Iterator[Finding]]]] = {
    "fact": _of_fact,
    "notice": _of_notice,
    "service-record": _of_record,
}


def _duty(event: Event, catalogue: Catalogue) -> Duty:
    duty = catalogue.duty(event.name)
    assert duty is not None  # noqa: S101 - there is no statement without one
    return duty


def _of_recipients(roles: tuple[str, ...], duty: Duty) -> Iterator[Finding]:
    for role in roles:
        if role not in duty.recipients:
            recipients = ", ".join(duty.recipients) or "-"
            yield Finding("HB-2303", "/to", {"duty": duty.code, "role": role, "recipients": recipients})


def _without_period(event: Event, statement: Statement, catalogue: Catalogue) -> Iterator[Finding]:
    for duty in catalogue.periodic_about(event.name) if statement.period is None else ():
        yield Finding("HB-2305", "/period", {"duty": duty.code, "every": duty.every or ""})
