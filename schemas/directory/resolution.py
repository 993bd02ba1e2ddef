"""Who holds a role in a case: the publisher, whom the message names, the holder for the territory, or nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from schemas import fields
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.entries import FoundBy
from schemas.directory.agency import AgencyVersion, parent_territory
from schemas.directory.directory import Directory, Holding


@dataclass(frozen=True)
class Found:
    """One agency holds the role, and how it was found."""

    agency: AgencyVersion
    how: Literal["publisher", "parties", "territory", "national"]


@dataclass(frozen=True)
class OutsideTheBus:
    """The role is a person or body outside the bus: told by a service record."""


@dataclass(frozen=True)
class Unresolved:
    """Nobody can be named. The obligation opens all the same and is shown to the overseer."""

    reason: Literal["nobody", "several", "not-named", "excluded"]
    candidates: tuple[AgencyVersion, ...] = ()


Resolution = Found | OutsideTheBus | Unresolved

_Way = Literal["publisher", "parties", "territory", "national"]
# In which order a role's holder is looked for. Where the directory alone cannot tell (which school, which court of several), nobody is guessed.
_WAYS: dict[FoundBy, tuple[_Way, ...]] = {
    "territory": ("publisher", "parties", "territory"),
    "case": ("publisher", "parties"),
    "residence": ("parties",),
    "nearest": ("parties", "territory"),  # and never the sender itself
    "national": ("national",),
    "outside": (),
}


@dataclass(frozen=True)
class Case:
    """What a message tells about where its roles lie."""

    at: fields.Instant
    publisher: str
    parties: Mapping[str, str]
    territory: str | None = None
    excluded: frozenset[str] = frozenset()
    """Agencies that must not be chosen: a conflict of interest."""


def resolve(role: str, case: Case, *, directory: Directory, catalogue: Catalogue) -> Resolution:
    """The holder of a role in a case, by the ways that the role allows, in their order."""
    entry = catalogue.role_by_code.get(role)
    if entry is None:
        return Unresolved("nobody")
    if entry.outside:
        return OutsideTheBus()
    if entry.found_by == "nearest":
        case = replace(case, excluded=case.excluded | {case.publisher})
    # Who stands for an excluded agency after a merger or a new name is excluded likewise.
    if case.excluded:
        successors = (directory.successor(agency, case.at) for agency in case.excluded)
        case = replace(case, excluded=case.excluded | {agency.id for agency in successors if agency is not None})
    holders = directory.holding(role, case.at)
    last = Unresolved("not-named" if entry.found_by in ("case", "residence") else "nobody")
    for way in _WAYS[entry.found_by]:
        match _by(way, role, case, holders=holders, directory=directory):
            case Found() as found:
                return found
            case Unresolved() as unresolved:
                return unresolved
            case None:
                continue
    return last


def _by(way: _Way, role: str, case: Case, *, holders: Holding, directory: Directory) -> Found | Unresolved | None:
    match way:
        case "publisher":
            holder = holders.by_id.get(case.publisher)
            return Found(holder, "publisher") if holder and holder.id not in case.excluded else None
        case "parties":
            return _by_parties(role, case, holders=holders, directory=directory)
        case "territory":
            return _by_territory(case.territory, case, holders=holders, how="territory")
        case "national":
            return _only_one(holders.agencies, case, how="national")
        case _:
            assert_never(way)


def _by_parties(role: str, case: Case, *, holders: Holding, directory: Directory) -> Found | Unresolved | None:
    named = case.parties.get(role)
    if named is None:
        return None
    if named.isdigit():
        return _by_territory(named, case, holders=holders, how="parties") or Unresolved("nobody")
    agency = directory.successor(named, case.at)
    if agency is None or role not in agency.roles:
        return Unresolved("nobody")
    return Unresolved("excluded", (agency,)) if agency.id in case.excluded else Found(agency, "parties")


def _by_territory(
    territory: str | None, case: Case, *, holders: Holding, how: Literal["parties", "territory"]
) -> Found | Unresolved | None:
    """The holder whose territory is the nearest one at or above the case's; an excluded holder is climbed over."""
    climbed_over: tuple[AgencyVersion, ...] = ()
    while territory is not None:
        here = holders.by_territory.get(territory, ())
        if any(agency.id not in case.excluded for agency in here):
            return _only_one(here, case, how=how)
        climbed_over += here
        territory = parent_territory(territory)
    return Unresolved("excluded", climbed_over) if climbed_over else None


def _only_one(
    agencies: tuple[AgencyVersion, ...], case: Case, *, how: Literal["parties", "territory", "national"]
) -> Found | Unresolved:
    allowed = tuple(agency for agency in agencies if agency.id not in case.excluded)
    match allowed:
        case ():
            return Unresolved("excluded" if agencies else "nobody", agencies)
        case (agency,):
            return Found(agency, how)
        case _:
            return Unresolved("several", allowed)
