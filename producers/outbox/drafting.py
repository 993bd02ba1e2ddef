"""From what an agency's program says to a draft: everything of a message that its sender knows, and nothing that the Outbox adds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, assert_never

from pydantic import BaseModel

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.catalogue.rules import Channel, ToldAs
from schemas.messages.body import DutyBody, NoticeBody, Protocol, ServiceRecordBody
from schemas.messages.envelope import AttributeValue
from schemas.messages.facts.statement import Statement
from schemas.texts import Language

OVERSEER: Final = "overseer"
"""In a seal: who oversees the sender."""


@dataclass(frozen=True, slots=True)
class To:
    """Whom a body is sealed for: a role of the case, or a certain agency in that role."""

    role: str
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """That a person outside the bus was told: when, how, and as whom where the law sets an order."""

    at: datetime
    channel: Channel
    to: str | None = None
    """The role; left out where the duty has but one outside the bus."""
    told_as: ToldAs | None = None


@dataclass(frozen=True, kw_only=True)
class About:
    """What a message is about, beside what it says."""

    occasion: str | None = None
    subject: str | None = None
    territory: str | None = None
    period: str | None = None
    parties: Mapping[str, str] = field(default_factory=dict)
    instants: Mapping[str, datetime] = field(default_factory=dict)
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    """Those of the duty's recipients who are told now; all of them where none is named."""
    telling: Telling | None = None
    as_role: str | None = None
    language: Language | None = None
    drill: str | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A message before the Outbox made it one: the fields of its envelope as they are known, and its clear body."""

    envelope: Mapping[str, Any]
    body: BaseModel | Mapping[str, Any] | None = None
    to: tuple[To, ...] = ()
    roles: tuple[str, ...] = ()
    """The roles in which it may be said; the Outbox takes the one that the agency holds."""
    regarded: str = ""
    """The fact or duty of the message that it answers, where its own envelope names none."""


def draft(said: Statement | NoticeBody | ServiceRecordBody, about: About, catalogue: Catalogue) -> Draft:
    """The draft of a fact, a notice or a service record."""
    match said:
        case Statement():
            return _fact(said, about, catalogue)
        case NoticeBody():
            return _notice(said, about, catalogue)
        case ServiceRecordBody():
            return _service_record(said, about, catalogue)
        case _:
            assert_never(said)


def _fact(said: Statement, about: About, catalogue: Catalogue) -> Draft:
    own = {
        "type": "fact",
        "name": said.code,
        "schema_version": said.version,
        "occurred_at": said.occurred,
        "instants": said.instants(),
        "attributes": said.attributes(),
    }
    entry = catalogue.fact_by_code.get(said.code)
    return Draft(envelope=_common(about) | own, roles=entry.by if entry else ())


def _notice(said: NoticeBody, about: About, catalogue: Catalogue) -> Draft:
    to = tuple(To(role) for role in about.to)
    return Draft(
        envelope=_common(about) | _of_body("notice", said, about, catalogue),
        body=said,
        to=to,
        roles=_sender(said, catalogue),
    )


def _service_record(said: ServiceRecordBody, about: About, catalogue: Catalogue) -> Draft:
    own = _of_body("service-record", said, about, catalogue)
    if (telling := about.telling) is not None:
        own |= {"told_at": telling.at, "channel": telling.channel, "told_as": telling.told_as}
        own |= {"to": telling.to or _only_outside(catalogue.duty(said.code), catalogue)}
    return Draft(envelope=_common(about) | own, body=said, roles=_sender(said, catalogue))


def _common(about: About) -> dict[str, Any]:
    """What stands in the envelope under its own name; what is left out stays out."""
    names = ("occasion", "subject", "territory", "period", "parties", "as_role", "language", "drill")
    return {name: value for name in names if (value := getattr(about, name))}


def _of_body(kind: str, said: DutyBody, about: About, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "type": kind,
        "name": said.code,
        "schema_version": said.version,
        "checklist": said.checklist(),
        "instants": _said_in_body(said, catalogue.duty(said.code)) | dict(about.instants),
        "attributes": dict(about.attributes),
    }


def _said_in_body(said: DutyBody, duty: Duty | None) -> dict[str, datetime]:
    """The instants that the body names already, where the catalogue says that they are those of the envelope."""
    found: dict[str, datetime] = {}
    for item in duty.content if duty else ():
        value = getattr(said, item.code.replace("-", "_"), None)
        instant = value.drawn_at if isinstance(value, Protocol) else value
        if item.same_as and isinstance(instant, datetime):
            found[item.same_as] = instant
    return found


def _sender(said: DutyBody, catalogue: Catalogue) -> tuple[str, ...]:
    duty = catalogue.duty(said.code)
    return (duty.sender,) if duty else ()


def _only_outside(duty: Duty | None, catalogue: Catalogue) -> str | None:
    outside = [role for role in duty.recipients if catalogue.role_by_code[role].outside] if duty else []
    return outside[0] if len(outside) == 1 else None
