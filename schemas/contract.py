"""Does the law allow this message? Every check of an envelope, and of its body, against the catalogue. Pure."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final

from schemas import ahead, law_of_the_day, likeness
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.catalogue.entries import FactEntry
from schemas.catalogue.rules import WRITTEN_CHANNELS, NeverThrough, NotDischargedBy, SignedBy, ToldInOrder
from schemas.catalogue.term import Periodic
from schemas.errors.tree import Finding
from schemas.likeness import Asked
from schemas.messages.body import DutyBody, Protocol, ServiceRecordBody
from schemas.messages.envelope import Correction, Fact, Notice, ServiceRecord, Telling
from schemas.messages.parts import ObligationRef
from schemas.messages.registry import Envelope

_REMEMBERED: Final = 4_096
"""So many kinds of notices, of service records and of facts: most messages of a bus are like one that came before."""
_PERIOD_FORMS: Final[Mapping[str, Callable[[str], bool]]] = {
    "day": lambda period: len(period) == len("2026-03-05"),
    "month": lambda period: len(period) == len("2026-03") and period[5] in "01",
    "quarter": lambda period: "-Q" in period,
    "half-year": lambda period: "-H" in period,
}


def findings(message: Envelope, catalogue: Catalogue) -> tuple[Finding, ...]:
    """What the catalogue objects to; nothing where the message may be sent."""
    return (*_about(message, catalogue), *ahead.findings(message, catalogue))


def _about(message: Envelope, catalogue: Catalogue) -> tuple[Finding, ...]:
    match message:
        case Fact():
            entry = catalogue.fact_by_code.get(message.name)
            if entry is None:
                return (Finding("HB-2202", "/name", {"name": message.name}),)
            return _fact_remembered(likeness.of_fact(message, entry, catalogue))
        case Notice() | ServiceRecord():
            return _about_duty(message, catalogue)
        case Correction():
            return (*_correction(message, catalogue), *_roles_and_duties(message, catalogue))
        case _:
            return tuple(_roles_and_duties(message, catalogue))


def _about_duty(message: Notice | ServiceRecord, catalogue: Catalogue) -> tuple[Finding, ...]:
    if not catalogue.duties_by_code.get(message.name):
        return (Finding("HB-2203", "/name", {"name": message.name}),)
    duty = law_of_the_day.duty_of(message, catalogue)
    if duty is None:
        newest = catalogue.duties_by_code[message.name][-1]
        day = law_of_the_day.day_of(message, newest).isoformat()
        return (Finding("HB-2312", "/name", {"duty": message.name, "day": day}),)
    return _by_duty_remembered(likeness.of(message, duty, catalogue))


@lru_cache(_REMEMBERED)
def _by_duty_remembered(asked: Asked[Notice | ServiceRecord, Duty]) -> tuple[Finding, ...]:
    return tuple(_by_duty(asked.message, asked.entry, asked.catalogue))


def _by_duty(message: Notice | ServiceRecord, duty: Duty, catalogue: Catalogue) -> Iterator[Finding]:
    yield from _sender(message, duty)
    yield from _clock(message, duty)
    yield from _period(message, duty)
    yield from _attributes(message.attributes, _declared(duty, catalogue), duty.code)
    yield from _checklist(message, duty)
    yield from _parties(message, catalogue)
    yield from _excluded(message, duty)
    match message:
        case Notice():
            yield from _notice_recipients(message, duty, catalogue)
        case ServiceRecord():
            yield from _telling(message, duty, catalogue)


@lru_cache(_REMEMBERED)
def _fact_remembered(asked: Asked[Fact, FactEntry]) -> tuple[Finding, ...]:
    fact, entry, catalogue = asked.message, asked.entry, asked.catalogue
    return (*_fact(fact, entry, catalogue), *_parties(fact, catalogue))


def _fact(fact: Fact, entry: FactEntry, catalogue: Catalogue) -> Iterator[Finding]:
    if fact.as_role not in entry.by:
        yield Finding("HB-2301", "/as_role", {"role": fact.as_role, "fact": fact.name, "allowed": ", ".join(entry.by)})
    if (fact.as_role == "bus") != (fact.sender == "bus"):
        yield Finding("HB-2322", "/as_role", {})
    items = {item.code for duty in catalogue.closed_by(fact.name) for item in duty.content}
    yield from _unknown_items(fact.checklist, items, fact.name)
    periodic = [duty for duty in catalogue.closed_by(fact.name) if duty.periodic]
    if fact.period and not periodic:
        yield Finding("HB-2319", "/period", {"code": fact.name})
    for duty in periodic:
        yield from _period(fact, duty)


def _sender(message: Notice | ServiceRecord, duty: Duty) -> Iterator[Finding]:
    if message.as_role != duty.sender:
        yield Finding("HB-2302", "/as_role", {"duty": duty.code, "sender": duty.sender, "role": message.as_role})


def _clock(message: Notice | ServiceRecord, duty: Duty) -> Iterator[Finding]:
    allowed = set() if duty.periodic else {duty.clock_from}
    for name in allowed - set(message.instants):
        yield Finding("HB-2304", f"/instants/{name}", {"duty": duty.code, "instant": name})
    for name in set(message.instants) - allowed:
        yield Finding("HB-2318", f"/instants/{name}", {"name": name, "code": duty.code})


def _period(message: Telling, duty: Duty) -> Iterator[Finding]:
    if not isinstance(duty.term, Periodic):
        if message.period is not None:
            yield Finding("HB-2319", "/period", {"code": duty.code})
        return
    period = message.period
    if period is None or not _PERIOD_FORMS[duty.term.every](period) or law_of_the_day.first_day(period) is None:
        yield Finding("HB-2305", "/period", {"duty": duty.code, "every": duty.term.every})


def _declared(duty: Duty, catalogue: Catalogue) -> FactEntry | None:
    return catalogue.fact_by_code.get(duty.trigger) if duty.trigger else None


def _attributes(said: Mapping[str, str | int], entry: FactEntry | None, code: str) -> Iterator[Finding]:
    declared = {attribute.code: attribute for attribute in entry.attributes} if entry else {}
    for name, value in said.items():
        attribute = declared.get(name)
        if attribute is None:
            yield Finding("HB-2306", f"/attributes/{name}", {"name": name, "code": code})
        elif attribute.kind == "choice" and value not in attribute.values:
            allowed = ", ".join(attribute.values)
            yield Finding("HB-2307", f"/attributes/{name}", {"name": name, "value": value, "allowed": allowed})
        elif attribute.kind == "whole-number" and (
            isinstance(value, str) or not attribute.least <= value <= attribute.most
        ):
            allowed = f"{attribute.least}-{attribute.most}"
            yield Finding("HB-2307", f"/attributes/{name}", {"name": name, "value": value, "allowed": allowed})


def _checklist(message: Notice | ServiceRecord, duty: Duty) -> Iterator[Finding]:
    yield from _unknown_items(message.checklist, {item.code for item in duty.content}, duty.code)
    missing = missing_content(duty, message.checklist, message.attributes)
    if missing:
        yield Finding("HB-2104", "/checklist", {"items": ", ".join(missing)})


def _unknown_items(checklist: tuple[str, ...], known: set[str], code: str) -> Iterator[Finding]:
    for number, item in enumerate(checklist):
        if item not in known:
            yield Finding("HB-2308", f"/checklist/{number}", {"item": item, "code": code})


def missing_content(duty: Duty, checklist: tuple[str, ...], attributes: Mapping[str, str | int]) -> tuple[str, ...]:
    """The mandatory content that a checklist does not claim; alternatives are named together."""
    missing = [item.code for item in duty.required_content(attributes) if item.code not in checklist]
    unmet = (items for items in duty.alternatives().values() if not any(item.code in checklist for item in items))
    return (*missing, *(" / ".join(item.code for item in items) for items in unmet))


def _parties(message: Telling, catalogue: Catalogue) -> Iterator[Finding]:
    for party in message.parties:
        if party not in catalogue.role_by_code and party not in catalogue.excluding_parties:
            yield Finding("HB-2320", f"/parties/{party}", {"party": party})


def _excluded(message: Notice | ServiceRecord, duty: Duty) -> Iterator[Finding]:
    rule = duty.rule(NeverThrough)
    excluded = message.parties.get(rule.party) if rule else None
    if rule is None or excluded is None:
        return
    if excluded.isdigit():
        yield Finding("HB-2326", f"/parties/{rule.party}", {"party": rule.party})
    readers = [(f"/seal/recipients/{number}/agency", r.agency) for number, r in enumerate(message.seal.recipients)]
    for where, agency in [("/sender", message.sender), *readers]:
        if agency == excluded:
            yield Finding("HB-2314", where, {"agency": agency, "party": rule.party})


def _notice_recipients(message: Notice, duty: Duty, catalogue: Catalogue) -> Iterator[Finding]:
    on_the_bus = [role for role in duty.recipients if not catalogue.role_by_code[role].outside]
    for number, recipient in enumerate(message.seal.recipients):
        where = f"/seal/recipients/{number}/role"
        if recipient.role not in duty.recipients:
            yield Finding(
                "HB-2303", where, {"duty": duty.code, "role": recipient.role, "recipients": ", ".join(duty.recipients)}
            )
        elif recipient.role not in on_the_bus:
            yield Finding("HB-2315", where, {"role": recipient.role})


def _telling(record: ServiceRecord, duty: Duty, catalogue: Catalogue) -> Iterator[Finding]:
    if record.to not in duty.recipients:
        yield Finding(
            "HB-2303", "/to", {"duty": duty.code, "role": record.to, "recipients": ", ".join(duty.recipients)}
        )
    elif not catalogue.role_by_code[record.to].outside:
        yield Finding("HB-2316", "/to", {"role": record.to})
    if duty.form == "written" and record.channel not in WRITTEN_CHANNELS:
        yield Finding("HB-2309", "/channel", {"duty": duty.code, "channel": record.channel})
    not_by = duty.rule(NotDischargedBy)
    if not_by and record.channel in not_by.channels:
        yield Finding("HB-2310", "/channel", {"duty": duty.code, "channel": record.channel})
    if (duty.rule(ToldInOrder) is not None) != (record.told_as is not None):
        yield Finding("HB-2321", "/told_as", {"duty": duty.code})


def _correction(correction: Correction, catalogue: Catalogue) -> Iterator[Finding]:
    """A correction may only say what the message that it corrects could have said."""
    duty, fact = catalogue.duty(correction.name), catalogue.fact_by_code.get(correction.name)
    if duty is None and fact is None:
        yield Finding("HB-2325", "/name", {"name": correction.name})
        return
    declared = fact or (_declared(duty, catalogue) if duty else None)
    instants = set(fact.instants) if fact else {duty.clock_from} if duty and not duty.periodic else set()
    for name in set(correction.instants) - instants:
        yield Finding("HB-2318", f"/instants/{name}", {"name": name, "code": correction.name})
    yield from _attributes(correction.attributes, declared, correction.name)
    yield from _parties(correction, catalogue)
    items = {
        item.code for entry in ([duty] if duty else catalogue.closed_by(correction.name)) for item in entry.content
    }
    yield from _unknown_items(correction.checklist, items, correction.name)


def _roles_and_duties(message: Envelope, catalogue: Catalogue) -> Iterator[Finding]:
    """Whatever a message regards must be something that the catalogue knows."""
    role = getattr(message, "as_role", None)
    if role is not None and role not in catalogue.role_by_code:
        yield Finding("HB-2323", "/as_role", {"name": role})
    for field in ("regards", "obligation"):
        regarded = getattr(message, field, None)
        if not isinstance(regarded, ObligationRef):
            continue
        duty = catalogue.duty(regarded.duty)
        if duty is None:
            yield Finding("HB-2324", f"/{field}/duty", {"name": regarded.duty})
        elif regarded.recipient is not None and regarded.recipient not in duty.recipients:
            recipients = ", ".join(duty.recipients) or "-"
            found = {"duty": duty.code, "role": regarded.recipient, "recipients": recipients}
            yield Finding("HB-2303", f"/{field}/recipient", found)


def _said_twice(message: Notice | ServiceRecord, body: DutyBody, duty: Duty) -> Iterator[Finding]:
    """An instant that stands in the envelope and in the body must be the same in both."""
    for item in duty.content:
        field = item.code.replace("-", "_")
        value = getattr(body, field, None)
        said = value.drawn_at if isinstance(value, Protocol) else value
        judged = message.instants.get(item.same_as) if item.same_as else None
        if isinstance(said, datetime) and judged is not None and said != judged:
            yield Finding("HB-2328", f"/body/{field}", {"instant": str(item.same_as)})


def body_findings(message: Notice | ServiceRecord, body: DutyBody, catalogue: Catalogue) -> tuple[Finding, ...]:
    """What only those who hold the body can check: the sender before sealing, the recipient after opening."""
    duty = law_of_the_day.duty_of(message, catalogue)
    if duty is None:
        return ()
    found: list[Finding] = []
    held = body.checklist()
    if unheld := [item for item in message.checklist if item not in held]:
        found.append(Finding("HB-2317", "/checklist", {"items": ", ".join(unheld)}))
    if missing := missing_content(duty, held, message.attributes):
        found.append(Finding("HB-2104", "/body", {"items": ", ".join(missing)}))
    found.extend(_said_twice(message, body, duty))
    signed = duty.rule(SignedBy)
    if signed and body.signed_by is None:
        positions = ", ".join(signed.positions)
        found.append(Finding("HB-2327", "/body/signed_by", {"duty": duty.code, "positions": positions}))
    order = duty.rule(ToldInOrder)
    if order and isinstance(message, ServiceRecord) and isinstance(body, ServiceRecordBody):
        first = order.told_as[0]
        if message.told_as not in (None, first) and body.absence is None:
            found.append(Finding("HB-2311", "/body/absence", {"duty": duty.code, "first": first}))
    return tuple(found)
