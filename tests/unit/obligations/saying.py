"""The little language of these tests: what agencies say on one occasion, with times as a person writes them.

Without a year it is 2024, without a zone Almaty's civil time, which stood at +05:00 since March. Whoever is not named is `INVESTIGATOR`, who owes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Final, Literal

from schemas.catalogue import loading
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.term import Periodic
from schemas.policy import model as policy
from services.law import calendar, periods, zones
from services.law.deadlines import Law
from services.law.periods import Period
from services.obligations.records import (
    Content,
    Correction,
    HandedOver,
    LawCorrected,
    MessageName,
    Objection,
    ObligationName,
    Place,
    Receipt,
    Record,
    Ruling,
    Statement,
    Withdrawal,
)

ALMATY: Final = zones.zone("Asia/Almaty")
INVESTIGATOR: Final = "investigator-a"
COURT: Final = "court-a"
OVERSEER: Final = "overseer-a"
RECIPIENT: Final = "recipient-a"
OPERATOR: Final = "operator"
DRAWN: Final = "26 Apr 10:00"
"""When the protocol of most rows was drawn; its notice is due at 22:00 of that Friday."""
PROTOCOL: Final = "custody.protocol-drawn"
NOTICE: Final = "detention.prosecutor-notice"


@cache
def law() -> Law:
    return Law(loading.load(), calendar.load(), policy.load())


def catalogue() -> Catalogue:
    return law().catalogue


def at(said: str) -> datetime:
    """26 Apr 10:00, with seconds and parts of one where they are written; a year may stand before it."""
    dated = said if said[:4].isdigit() else f"2024 {said}"
    clock = "%H:%M:%S.%f" if "." in said else "%H:%M:%S" if said.count(":") > 1 else "%H:%M"
    return datetime.strptime(dated, f"%Y %d %b {clock}").replace(tzinfo=ALMATY)


def days(*said: str) -> frozenset[date]:
    return frozenset(at(f"{day} 00:00").date() for day in said)


def period(name: str, duty: str) -> Period:
    term = catalogue().duties_by_code[duty][0].term
    assert isinstance(term, Periodic)
    found = periods.named(name, term.every)
    assert found is not None
    return found


def _record(content: Content, received: str, *, by: str, id_: str) -> Record:
    return Record(MessageName(by, id_), content, at(received), Place(f"outbox.{by}", 0, 0))


def fact(  # noqa: PLR0913 - a sentence has as many parts
    name: str,
    happened: str,
    *,
    by: str = INVESTIGATOR,
    received: str | None = None,
    id_: str | None = None,
    occurred: str | None = None,
    attributes: Mapping[str, str | int] | None = None,
    of_period: Period | None = None,
) -> Record:
    """Happened is the instant that the fact names; where it names none, when it occurred."""
    names = catalogue().fact_by_code[name].instants
    said = Statement(
        "fact",
        name,
        instants=dict.fromkeys(names, at(happened)),
        occurred_at=at(occurred or happened) if occurred or not names else None,
        attributes=attributes or {},
        period=of_period,
    )
    return _record(said, received or happened, by=by, id_=id_ or name)


def trigger(  # noqa: PLR0913 - a sentence has as many parts
    happened: str = DRAWN,
    *,
    name: str = PROTOCOL,
    by: str = INVESTIGATOR,
    received: str | None = None,
    id_: str = "trigger",
    attributes: Mapping[str, str | int] | None = None,
) -> Record:
    """The fact that opens; the protocol of the detention, if nothing else is said."""
    return fact(name, happened, by=by, received=received, id_=id_, attributes=attributes)


def notice(  # noqa: PLR0913 - a sentence has as many parts
    received: str,
    *,
    duty: str = NOTICE,
    to: str | Sequence[str] | None = None,
    start: str | None = DRAWN,
    by: str = INVESTIGATOR,
    id_: str = "notice",
    accepted: bool = True,
    of: str | None = None,
    attributes: Mapping[str, str | int] | None = None,
) -> Record:
    """To all who hear it on the bus, if nothing else is said. `of` is the period of a report."""
    said = _telling("notice", duty, to, start=start, of=of, attributes=attributes)
    return replace(_record(said, received, by=by, id_=id_), accepted=accepted)


def service(  # noqa: PLR0913 - a sentence has as many parts
    told: str,
    *,
    received: str | None = None,
    duty: str = "detention.relatives-notice",
    to: str | Sequence[str] | None = None,
    start: str | None = DRAWN,
    by: str = INVESTIGATOR,
    id_: str = "service",
    of: str | None = None,
) -> Record:
    """The record that somebody outside the bus was told."""
    said = replace(_telling("service-record", duty, to, start=start, of=of), told_at=at(told))
    return _record(said, received or told, by=by, id_=id_)


def off_the_bus(  # noqa: PLR0913 - a sentence has as many parts
    told: str, *, received: str, duty: str = NOTICE, to: str = "prosecutor", by: str = RECIPIENT, of: str | None = None
) -> Record:
    """A recipient confirms that the paper reached it."""
    said = replace(_telling("off-the-bus", duty, to, start=None, of=of), told_at=at(told))
    return _record(said, received, by=by, id_="paper")


def _telling(  # noqa: PLR0913 - a sentence has as many parts
    kind: Literal["notice", "service-record", "off-the-bus"],
    duty: str,
    to: str | Sequence[str] | None,
    *,
    start: str | None,
    of: str | None,
    attributes: Mapping[str, str | int] | None = None,
) -> Statement:
    entry = catalogue().duties_by_code[duty][0]
    fit = (r for r in entry.recipients if catalogue().role_by_code[r].outside == (kind == "service-record"))
    return Statement(
        kind,
        duty,
        instants={entry.clock_from: at(start)} if start and of is None else {},
        attributes=attributes or {},
        to=(to,) if isinstance(to, str) else tuple(to or fit),
        period=period(of, duty) if of else None,
    )


def correct(  # noqa: PLR0913 - a sentence has as many parts
    what: str,
    received: str,
    *,
    start: str | None = None,
    by: str = INVESTIGATOR,
    told: str | None = None,
    occurred: str | None = None,
    clock: str = "protocol_drawn_at",
    id_: str = "correction",
    attributes: Mapping[str, str | int] | None = None,
    to: tuple[str, ...] | None = None,
) -> Record:
    """Its author replaces the instant that his message named, when it says to have occurred, or when somebody was told."""
    content = Correction(
        MessageName(by, what),
        instants={clock: at(start)} if start else {},
        occurred_at=at(occurred) if occurred else None,
        told_at=at(told) if told else None,
        attributes=attributes or {},
        to=to,
    )
    return _record(content, received, by=by, id_=id_)


def withdraw(what: str, received: str, *, by: str = INVESTIGATOR, id_: str = "withdrawal") -> Record:
    return _record(Withdrawal(MessageName(by, what)), received, by=by, id_=id_)


def receipt(  # noqa: PLR0913 - a sentence has as many parts
    kind: Literal["taken", "seen", "acted", "refused"],
    received: str,
    *,
    what: str = "notice",
    whose: str = INVESTIGATOR,
    role: str = "prosecutor",
    reopens: bool = True,
    by: str = RECIPIENT,
) -> Record:
    content = Receipt(MessageName(whose, what), kind, role=role, reopens=reopens)
    return _record(content, received, by=by, id_=f"{kind} by {role}")


def refuse(
    received: str, *, what: str = "notice", whose: str = INVESTIGATOR, role: str = "prosecutor", reopens: bool = True
) -> Record:
    return receipt("refused", received, what=what, whose=whose, role=role, reopens=reopens)


def rule(
    decision: Literal["uphold", "excuse", "annul", "deem-accepted"],
    received: str,
    *,
    about: str | ObligationName = ObligationName(),  # noqa: B008 - a frozen value
    whose: str = INVESTIGATOR,
    by: str = OVERSEER,
) -> Record:
    """On a message by its id, else on whatever obligation the name fits; on all, if nothing is said."""
    regards = MessageName(whose, about) if isinstance(about, str) else about
    return _record(Ruling(regards, decision), received, by=by, id_=f"ruling: {decision}")


def object_(received: str, *, by: str = INVESTIGATOR) -> Record:
    return _record(Objection(ObligationName()), received, by=by, id_="objection")


def hand_over(to: str, received: str, *, by: str = INVESTIGATOR) -> Record:
    return _record(HandedOver(by, to), received, by=to, id_="handover")


def calendar_corrected(
    received: str, *, off: tuple[str, ...] = (), worked: tuple[str, ...] = (), before: Law | None = None
) -> Record:
    """Days that were off, or worked, all along; the next correction starts from what the one before said."""
    known = before or law()
    corrected = known.calendar.corrected(
        adds_off=days(*off), adds_worked=days(*worked), version=f"as of {received}", act="TEST"
    )
    content = LawCorrected(replace(known, calendar=corrected))
    return _record(content, received, by=OPERATOR, id_=f"calendar {received}")
