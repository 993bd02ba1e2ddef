"""Who plays which part in a case: the port through which judging asks the directory. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.directory.agency import Mode
from schemas.directory.directory import Directory
from schemas.directory.resolution import Case, Found, Unresolved, resolve
from schemas.messages.bus import HowFound
from services.law import zones


@dataclass(frozen=True, slots=True)
class Setting:
    """What a message tells about where its roles lie."""

    publisher: str
    at: datetime
    parties: Mapping[str, str]
    territory: str | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a role, and how it was found; the agency is null where nobody was."""

    agency: str | None
    how: HowFound


@dataclass(frozen=True, slots=True)
class Debtor:
    """Who owes: the agency, its civil time, whose oversight it stands under, and how the duty is run there."""

    agency: str | None
    zone: ZoneInfo
    overseer: str | None = None
    mode: Mode = "binding"


class Parts(Protocol):
    """Whom judging asks."""

    def debtor(self, duty: Duty, setting: Setting) -> Debtor:
        """The agency that owes the duty."""
        ...

    def debtor_named(self, duty: Duty, agency: str, at: datetime) -> Debtor:
        """That agency as a debtor: after a handover, or of a report."""
        ...

    def recipient(self, role: str, setting: Setting) -> Holder:
        """The agency that is to be told."""
        ...

    def territory_of(self, agency: str, at: datetime) -> str | None:
        """Where an agency sits, for what no message tells about; null where nobody knows."""
        ...

    def may_rule(self, agency: str, debtor: Debtor) -> bool:
        """Whether that agency decides disputes about this debtor's obligations."""
        ...


@dataclass(frozen=True)
class DirectoryParts:
    """The parts as the directory gave them out at the time."""

    directory: Directory
    catalogue: Catalogue
    default_zone: ZoneInfo
    """The civil time in which a duty is counted whose debtor nobody can name."""

    def debtor(self, duty: Duty, setting: Setting) -> Debtor:
        holder = self.recipient(duty.sender, setting)
        if holder.agency is None:
            return Debtor(None, self.default_zone)
        return self.debtor_named(duty, holder.agency, setting.at)

    def debtor_named(self, duty: Duty, agency: str, at: datetime) -> Debtor:
        state = self.directory.agency(agency, at)
        if state is None:
            return Debtor(agency, self.default_zone)
        overseer = self.directory.overseer(agency, at)
        return Debtor(agency, zones.zone(state.zone), overseer.id if overseer else None, state.mode_for(duty.code))

    def recipient(self, role: str, setting: Setting) -> Holder:
        case = Case(setting.at, setting.publisher, setting.parties, setting.territory, self._excluded(setting))
        match resolve(role, case, directory=self.directory, catalogue=self.catalogue):
            case Found() as found:
                return Holder(found.agency.id, found.how)
            case Unresolved():
                return Holder(None, "unresolved")
            case _:
                return Holder(None, "outside")

    def _excluded(self, setting: Setting) -> frozenset[str]:
        return frozenset(
            agency for party, agency in setting.parties.items() if party in self.catalogue.excluding_parties
        )

    def territory_of(self, agency: str, at: datetime) -> str | None:
        state = self.directory.agency(agency, at)
        return state.territory if state is not None else None

    def may_rule(self, agency: str, debtor: Debtor) -> bool:
        return agency == debtor.overseer
