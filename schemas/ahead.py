"""What has happened cannot lie ahead of the message that says so; what is planned may. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from schemas.catalogue.catalogue import Catalogue
from schemas.errors.tree import Finding
from schemas.messages.envelope import FromAgency
from schemas.messages.registry import Envelope

CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""How far a sender's clock may be ahead before what it says has happened lies in the future."""
# What a message says to have happened, beside its named instants.
_HAPPENED: Final = ("occurred_at", "told_at", "contacted_at")


def findings(message: Envelope, catalogue: Catalogue) -> Iterator[Finding]:
    if not isinstance(message, FromAgency):
        return
    latest = message.sent_at + CLOCK_TOLERANCE
    for field in _happened(type(message)):
        instant = getattr(message, field)
        if instant is not None and instant > latest:
            yield Finding("HB-2313", f"/{field}", {})
    instants: Mapping[str, datetime] = getattr(message, "instants", {})
    for name, instant in instants.items():
        if instant > latest and name not in planned(getattr(message, "name", ""), catalogue):
            yield Finding("HB-2313", f"/instants/{name}", {})


@cache
def _happened(kind: type[FromAgency]) -> tuple[str, ...]:
    return tuple(field for field in _HAPPENED if field in kind.model_fields)


def planned(name: str, catalogue: Catalogue) -> frozenset[str]:
    """The instants that may lie ahead in a message of this fact or duty: a release date."""
    duty = catalogue.duty(name)
    trigger = duty.trigger if duty is not None else None
    entry = catalogue.fact_by_code.get(name) or (catalogue.fact_by_code.get(trigger) if trigger else None)
    return frozenset(entry.future) if entry else frozenset()
