"""What the catalogue and the directory leave but one answer to, so that nobody need say it. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from producers.outbox.errors import broken
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.directory.agency import AgencyVersion
from schemas.messages.body import DutyBody, Protocol
from schemas.messages.envelope import Notice, ServiceRecord
from schemas.messages.parts import ObligationRef

_OF_DUTY: Final = ("notice", "service-record")
_OF_DEBTOR: Final = ("objection", "fallback-contact")


def fields(said: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The person outside the bus who is told, where the duty names but one."""
    duty = catalogue.duty(str(said.get("name"))) if said.get("type") == "service-record" else None
    outside = [role for role in duty.recipients if catalogue.role_by_code[role].outside] if duty else []
    return {"to": outside[0]} if len(outside) == 1 else {}


def role(said: Mapping[str, Any], allowed: Sequence[str], *, state: AgencyVersion, catalogue: Catalogue) -> str:
    """The role in which the agency says it: the one of those allowed that it holds; refused where that is none, or where it is several."""
    may = tuple(dict.fromkeys(_by_law(said, catalogue) or allowed or state.roles))
    held = [name for name in may if name in state.roles]
    asked = said.get("as_role")
    if asked in held:
        return str(asked)
    if asked is not None or not held:
        raise broken("HB-8307", "/as_role", agency=state.id, roles=", ".join(may) or "-")
    if len(held) > 1:
        raise broken("HB-8308", "/as_role", agency=state.id, roles=", ".join(held))
    return held[0]


def _by_law(said: Mapping[str, Any], catalogue: Catalogue) -> tuple[str, ...]:
    """The roles that the catalogue gives to whoever publishes this fact, or owes this duty."""
    if said.get("type") == "fact":
        entry = catalogue.fact_by_code.get(str(said.get("name")))
        return tuple(map(str, entry.by)) if entry else ()
    duty = catalogue.duty(str(said.get("name")) if said.get("type") in _OF_DUTY else _owed(said))
    return (duty.sender,) if duty else ()


def _owed(said: Mapping[str, Any]) -> str:
    """The duty of the obligation about which its debtor speaks."""
    regards = said.get("regards") if said.get("type") in _OF_DEBTOR else None
    match regards:
        case ObligationRef():
            return regards.duty
        case Mapping():
            return str(regards.get("duty"))
        case _:
            return ""


def by_body(message: Notice | ServiceRecord, body: DutyBody, catalogue: Catalogue) -> dict[str, Any]:
    """What the body shows by itself: the items that it holds, and the instants that it says again."""
    found: dict[str, Any] = {}
    if not message.checklist:
        found["checklist"] = body.checklist()
    if instants := _said_in(body, catalogue.duty(message.name)):
        found["instants"] = instants | dict(message.instants)
    return found


def _said_in(body: DutyBody, duty: Duty | None) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for item in duty.content if duty else ():
        value = getattr(body, item.code.replace("-", "_"), None)
        instant = value.drawn_at if isinstance(value, Protocol) else value
        if item.same_as and isinstance(instant, datetime):
            found[item.same_as] = instant
    return found
