"""What a sender should look at again, though the message may be sent: a slip in a territory or a name does not make it unlawful, and nobody else would notice. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from producers.outbox.recipients import Recipient, Roster
from schemas.directory.agency import AgencyVersion
from schemas.errors import guessing
from schemas.errors.tree import Finding
from schemas.messages.envelope import Telling
from schemas.messages.registry import Envelope

_LIKE: Final = 0.75
"""Territories are like one another as it is: two of their nine digits may differ."""


def of(message: Envelope, recipients: Sequence[Recipient], roster: Roster) -> tuple[Finding, ...]:
    """Territories in which no agency sits, and roles in which nobody was found."""
    if not isinstance(message, Telling):
        return ()
    named = {f"/parties/{role}": str(said) for role, said in message.parties.items() if str(said).isdigit()}
    if message.territory is not None:
        named["/territory"] = message.territory
    agencies = roster.directory.open_agencies(roster.at) if named else ()
    return (*_strange(named.items(), agencies), *_unheld(message, recipients, roster))


def _strange(named: Iterable[tuple[str, str]], agencies: Sequence[AgencyVersion]) -> Iterator[Finding]:
    known = {agency.territory for agency in agencies}
    for where, territory in named:
        if territory not in known:
            near = guessing.near(territory, known, likeness=_LIKE)
            yield Finding("HB-8316", where, {"territory": territory}, near)


def _unheld(message: Telling, recipients: Sequence[Recipient], roster: Roster) -> Iterator[Finding]:
    for recipient in recipients:
        if recipient.how == "unresolved":
            where, near = _meant(message, recipient.role, roster)
            said = {"role": recipient.role, "overseer": recipient.agency.id}
            yield Finding("HB-8315", where, said, near)


def _meant(message: Telling, role: str, roster: Roster) -> tuple[str, tuple[str, ...]]:
    """By which field the role was looked for, and who holds it under a name like that."""
    holders = roster.directory.holders(role, roster.at)
    named = {str(party): str(agency) for party, agency in message.parties.items()}.get(role)
    if named is not None and not named.isdigit():
        return f"/parties/{role}", guessing.near(named, {agency.id for agency in holders})
    territory = named or message.territory or ""
    where = f"/parties/{role}" if named else "/territory" if message.territory else "/parties"
    return where, guessing.near(territory, {agency.territory for agency in holders}, likeness=_LIKE)
