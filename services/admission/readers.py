"""Whom an envelope names, and in which place of it: whoever is named there reads the message, so he must be who it says. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.messages import envelope as says
from schemas.messages import registry
from schemas.messages.envelope import FromAgency
from schemas.messages.parts import Wrap


@dataclass(frozen=True, slots=True)
class Named:
    """An agency that a message names: where, in which role, with which key where the body was sealed for it."""

    where: str
    agency: str
    role: str | None = None
    key: str | None = None


def named(message: FromAgency) -> Iterator[Named]:
    """Everyone whom the message is for by its own words."""
    seal = registry.seal_of(message)
    for number, recipient in enumerate(seal.recipients if seal is not None else ()):
        yield Named(f"/seal/recipients/{number}", recipient.agency, recipient.role, recipient.key)
    match message:
        case says.HandoverOffered():
            yield Named("/to", message.to)
        case says.DrillOpened():
            yield from (Named(f"/agencies/{number}", agency) for number, agency in enumerate(message.agencies))
        case says.Receipt(disclosed_key=Wrap() as wrap):
            yield Named("/disclosed_key", wrap.agency, key=wrap.key)
        case says.Rewrap():
            for number, wrap in enumerate(message.wraps):
                yield Named(f"/wraps/{number}", wrap.agency, key=wrap.key)
        case _:
            return
