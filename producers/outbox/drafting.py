"""From what an agency's program says to a draft: everything of a message that its sender knows, and nothing that the Outbox adds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, assert_never

from pydantic import BaseModel

from schemas.catalogue.rules import Channel, ToldAs
from schemas.messages.body import DutyBody, NoticeBody, ServiceRecordBody
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

    def in_role(self, role: str) -> "Draft":
        """The same, said in this role: needed where the agency may say it in several."""
        return replace(self, envelope={**self.envelope, "as_role": role})

    def in_drill(self, drill: str) -> "Draft":
        """The same, as part of an exercise."""
        return replace(self, envelope={**self.envelope, "drill": drill})


def draft(said: Statement | NoticeBody | ServiceRecordBody, about: About) -> Draft:
    """The draft of a fact, a notice or a service record."""
    common = _common(about)
    match said:
        case Statement():
            own = {"type": "fact", "name": said.code, "schema_version": said.version, "occurred_at": said.occurred}
            return Draft(envelope=common | own | {"instants": said.instants(), "attributes": said.attributes()})
        case NoticeBody():
            to = tuple(To(role) for role in about.to)
            return Draft(envelope=common | _of_body("notice", said, about), body=said, to=to)
        case ServiceRecordBody():
            own = _of_body("service-record", said, about) | _telling(about.telling)
            return Draft(envelope=common | own, body=said)
        case _:
            assert_never(said)


def _common(about: About) -> dict[str, Any]:
    """What stands in the envelope under its own name; what is left out stays out."""
    names = ("occasion", "subject", "territory", "period", "parties", "as_role", "language", "drill")
    return {name: value for name in names if (value := getattr(about, name))}


def _of_body(kind: str, said: DutyBody, about: About) -> dict[str, Any]:
    own = {"type": kind, "name": said.code, "schema_version": said.version}
    return own | {"instants": dict(about.instants), "attributes": dict(about.attributes)}


def _telling(telling: Telling | None) -> dict[str, Any]:
    if telling is None:
        return {}
    said = {"told_at": telling.at, "channel": telling.channel, "to": telling.to, "told_as": telling.told_as}
    return {name: value for name, value in said.items() if value is not None}
