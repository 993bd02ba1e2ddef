"""The directory: every state of every agency, so that yesterday's question gets yesterday's answer."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from schemas import fields
from schemas.catalogue.catalogue import Catalogue
from schemas.directory.agency import AgencyVersion
from schemas.errors.tree import DirectoryError, Finding

LEADS_TO: Final = ("superior", "overseer", "successor")
"""The fields by which one agency names another."""


@dataclass(frozen=True)
class Holding:
    """Who holds a role at some time."""

    agencies: tuple[AgencyVersion, ...]

    @cached_property
    def by_id(self) -> dict[str, AgencyVersion]:
        return {agency.id: agency for agency in self.agencies}

    @cached_property
    def by_territory(self) -> dict[str, tuple[AgencyVersion, ...]]:
        found: dict[str, tuple[AgencyVersion, ...]] = {}
        for agency in self.agencies:
            found[agency.territory] = (*found.get(agency.territory, ()), agency)
        return found


@dataclass(frozen=True)
class Directory:
    """Agencies by their states. Made by `Directory.of`, which refuses a directory that contradicts itself."""

    versions: tuple[AgencyVersion, ...]

    @classmethod
    def of(cls, versions: Iterable[AgencyVersion], catalogue: Catalogue) -> "Directory":
        directory = cls(tuple(sorted(versions, key=lambda v: (v.id, v.valid_from))))
        found = (
            _doubled(directory),
            _dangling(directory, catalogue),
            _reserved(directory),
            _national(directory, catalogue),
            _keys(directory),
        )
        if findings := [finding for kind in found for finding in kind]:
            raise DirectoryError(*findings)
        return directory

    @cached_property
    def _by_id(self) -> dict[str, tuple[AgencyVersion, ...]]:
        found: dict[str, tuple[AgencyVersion, ...]] = {}
        for version in self.versions:
            found[version.id] = (*found.get(version.id, ()), version)
        return found

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(sorted(self._by_id))

    def with_history(self, agency: str, history: tuple[AgencyVersion, ...]) -> "Directory":
        """The directory with these states of one agency, in their order, and all others as they are. Nothing is checked: see growing.py."""
        start, end = (cut(self.versions, agency, key=lambda v: v.id) for cut in (bisect_left, bisect_right))
        grown = Directory((*self.versions[:start], *history, *self.versions[end:]))
        # Made from what is there: a log of thousands of entries would otherwise be sorted out anew for each.
        grown.__dict__["_by_id"] = {**self._by_id, agency: history}
        return grown

    def history(self, agency: str) -> tuple[AgencyVersion, ...]:
        return self._by_id.get(agency, ())

    def agency(self, agency: str, at: fields.Instant) -> AgencyVersion | None:
        """What stood in the directory at that instant, closed agencies included; None before the first entry."""
        return next((version for version in reversed(self.history(agency)) if version.valid_from <= at), None)

    def open_agencies(self, at: fields.Instant) -> tuple[AgencyVersion, ...]:
        states = (self.agency(agency, at) for agency in self.ids)
        return tuple(state for state in states if state is not None and state.closed is None)

    @cached_property
    def _ever_held(self) -> dict[str, tuple[str, ...]]:
        """For each role who has held it at any time: of thousands of agencies only these need be looked at."""
        found: dict[str, dict[str, None]] = {}
        for version in self.versions:
            for role in version.roles:
                found.setdefault(role, {})[version.id] = None
        return {role: tuple(sorted(agencies)) for role, agencies in found.items()}

    @cached_property
    def _turns(self) -> dict[str, tuple[fields.Instant, ...]]:
        """For each role the instants at which its holders may change: between two of them they are the same."""
        return {
            role: tuple(sorted({version.valid_from for agency in agencies for version in self.history(agency)}))
            for role, agencies in self._ever_held.items()
        }

    @cached_property
    def _held(self) -> dict[str, tuple[int, Holding]]:
        """For each role the holders that were asked for last, and since which turn they hold it: mostly they are asked for again."""
        return {}

    def holding(self, role: str, at: fields.Instant) -> Holding:
        turn = bisect_right(self._turns.get(role, ()), at)
        known = self._held.get(role)
        if known is None or known[0] != turn:
            states = (self.agency(agency, at) for agency in self._ever_held.get(role, ()))
            open_ones = (state for state in states if state is not None and state.closed is None)
            known = self._held[role] = turn, Holding(tuple(state for state in open_ones if role in state.roles))
        return known[1]

    def holders(self, role: str, at: fields.Instant) -> tuple[AgencyVersion, ...]:
        return self.holding(role, at).agencies

    def successor(self, agency: str, at: fields.Instant) -> AgencyVersion | None:
        """Who stands for the agency at that instant: itself while it is open, else whom it named, and so on."""
        state, seen = self.agency(agency, at), {agency}
        while state is not None and state.closed is not None:
            following = state.successor
            if following is None or following in seen:
                return None
            seen.add(following)
            state = self.agency(following, at)
        return state

    def overseer(self, agency: str, at: fields.Instant) -> AgencyVersion | None:
        """The agency's overseer, or its superior's where it names none."""
        state, seen = self.agency(agency, at), {agency}
        while state is not None and state.overseer is None:
            above = state.superior
            if above is None or above in seen:
                return None
            seen.add(above)
            state = self.successor(above, at)
        return self.successor(state.overseer, at) if state is not None and state.overseer else None


def _doubled(directory: Directory) -> Iterable[Finding]:
    for agency in directory.ids:
        starts = [version.valid_from for version in directory.history(agency)]
        for start in sorted({s for s in starts if starts.count(s) > 1}):
            yield Finding("HB-4002", f"{agency}: valid_from", {"agency": agency, "instant": start.isoformat()})


def _dangling(directory: Directory, catalogue: Catalogue) -> Iterable[Finding]:
    for version in directory.versions:
        yield from unknown_names(version, directory, catalogue)
    yield from _circles(directory)


def unknown_names(version: AgencyVersion, directory: Directory, catalogue: Catalogue) -> Iterable[Finding]:
    """The agencies, roles and duties that a state names and that nobody knows."""
    for field in LEADS_TO:
        other = getattr(version, field)
        if other is not None and not directory.history(other):
            yield Finding("HB-4001", f"{version.id}: {field}", {"agency": other})
    yield from unknown_codes(version, catalogue)


def unknown_codes(version: AgencyVersion, catalogue: Catalogue) -> Iterable[Finding]:
    """The roles and duties among them, which the catalogue has whoever else is there."""
    for role in version.roles:
        known = catalogue.role_by_code.get(role)
        if known is None or known.outside:
            yield Finding("HB-4003", f"{version.id}: roles", {"role": role})
    for duty in version.duties:
        if duty not in catalogue.duties_by_code:
            yield Finding("HB-4005", f"{version.id}: duties", {"duty": duty})


def _reserved(directory: Directory) -> Iterable[Finding]:
    if "bus" in directory.ids:
        yield Finding("HB-4009", "bus: id", {})


def _national(directory: Directory, catalogue: Catalogue) -> Iterable[Finding]:
    """At no instant may two agencies hold a role that exists once in the country: neither could be found."""
    roles = [role.code for role in catalogue.roles if role.found_by == "national"]
    for at in sorted({version.valid_from for version in directory.versions}):
        for role in roles:
            holders = [agency.id for agency in directory.holders(role, at)]
            if len(holders) > 1:
                yield Finding("HB-4010", f"{holders[1]}: roles", {"role": role, "agencies": ", ".join(holders)})


def _keys(directory: Directory) -> Iterable[Finding]:
    public: dict[str, str] = {}
    for version in directory.versions:
        for key in version.keys:
            if public.setdefault(key.id, key.public) != key.public:
                yield Finding("HB-4011", f"{version.id}: keys", {"key": key.id})


def _circles(directory: Directory) -> Iterable[Finding]:
    """A chain of superiors, overseers or successors that comes back to where it began would never end."""
    for field in LEADS_TO:
        for version in directory.versions:
            seen, current = {version.id}, getattr(version, field)
            while current is not None:
                if current in seen:
                    yield Finding("HB-4004", f"{version.id}: {field}", {"agency": current})
                    break
                seen.add(current)
                history = directory.history(current)
                current = getattr(history[-1], field) if history else None
