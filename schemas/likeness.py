"""What is asked of messages that are alike is answered once: most messages of a bus are like one that came before. Pure."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.catalogue.entries import FactEntry
from schemas.messages.envelope import Fact, Notice, ServiceRecord

_Said = TypeVar("_Said", Notice | ServiceRecord, Fact)
_Entry = TypeVar("_Entry", Duty, FactEntry)


@dataclass(frozen=True, slots=True)
class Asked(Generic[_Said, _Entry]):
    """A message under an entry of the catalogue. Two are equal where the contract has the same answers for both."""

    alike: tuple[Hashable, ...]
    message: _Said = field(compare=False)
    entry: _Entry = field(compare=False)
    catalogue: Catalogue = field(compare=False)


def of(message: Notice | ServiceRecord, duty: Duty, catalogue: Catalogue) -> Asked[Notice | ServiceRecord, Duty]:
    """All that the contract looks at under a duty, but for when things happened."""
    parties, recipients = message.parties, message.seal.recipients
    alike = (
        # By identity: an answer is kept together with what it was given about, so nothing else takes its place.
        id(duty),
        id(catalogue),
        message.as_role,
        message.period,
        message.checklist,
        tuple(message.instants),
        tuple(message.attributes.items()),
        # Which agencies they are matters only where one of them is a party.
        (message.sender, *parties.items(), *(one.agency for one in recipients)) if parties else (),
        tuple([one.role for one in recipients]),
        (message.to, message.channel, message.told_as) if isinstance(message, ServiceRecord) else None,
    )
    return Asked(alike, message, duty, catalogue)


def of_fact(fact: Fact, entry: FactEntry, catalogue: Catalogue) -> Asked[Fact, FactEntry]:
    by_bus = fact.sender == "bus"
    alike = (id(entry), id(catalogue), fact.as_role, by_bus, fact.checklist, fact.period, tuple(fact.parties))
    return Asked(alike, fact, entry, catalogue)
