"""Who shall read a body: the duty's recipients as the directory knows them now, else whom the sender names, else the overseer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from producers.outbox.drafting import OVERSEER, To
from producers.outbox.errors import OutboxError, broken
from schemas import law_of_the_day
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.directory.agency import AgencyKey, AgencyVersion
from schemas.directory.directory import Directory
from schemas.errors.tree import Finding
from schemas.messages.bus import HowFound
from schemas.messages.envelope import FromAgency, Notice, Telling
from services.keys.sealing import Reader
from services.law import zones
from services.obligations.parts import DirectoryParts, Holder, Setting


@dataclass(frozen=True, slots=True)
class Recipient:
    """A role of the case, the agency that reads for it, and how that agency was found."""

    role: str
    agency: AgencyVersion
    how: HowFound
    """`unresolved`: nobody holds the role, and the sender's overseer reads in its stead."""


@dataclass(frozen=True)
class Roster:
    """Directory and catalogue at one instant."""

    directory: Directory
    catalogue: Catalogue
    at: datetime

    @property
    def parts(self) -> DirectoryParts:
        return DirectoryParts(self.directory, self.catalogue, zones.zone(zones.DEFAULT))

    def sender(self, agency: str) -> AgencyVersion:
        """The agency that speaks; refused where the directory does not know it as open."""
        state = self.directory.agency(agency, self.at)
        if state is None or state.closed is not None:
            raise broken("HB-8303", agency=agency)
        return state

    def recipients(self, message: FromAgency, named: Sequence[To]) -> tuple[Recipient, ...]:
        """For whom the body of this message is sealed; each once."""
        duty = law_of_the_day.duty_of(message, self.catalogue) if isinstance(message, Notice) else None
        wanted = tuple(named) or self._by_law(duty) or (To(OVERSEER),)
        found = [self._found(to, message) for to in wanted]
        if duty is not None and duty.recipients_rule == "any" and not named:
            # One of them is enough, and nobody reads a body who need not: whom the sender names, else whoever is found first.
            found = sorted(found, key=lambda r: (r.how == "unresolved", r.how != "parties"))[:1]
        return tuple({(recipient.role, recipient.agency.id): recipient for recipient in found}.values())

    def check_named(self, message: FromAgency, named: Sequence[To], recipients: Sequence[Recipient]) -> None:
        """Refuses a notice that names in a role another agency than its own words lead to, where the right one would not read it."""
        duty = law_of_the_day.duty_of(message, self.catalogue) if isinstance(message, Notice) else None
        lawful, told = {to.role for to in self._by_law(duty)}, {r.agency.id for r in recipients}
        for_others = (
            (to, self._meant(to.role, message)) for to in named if to.agency is not None and to.role in lawful
        )
        if astray := [
            Finding("HB-8317", "/seal/recipients", {"role": to.role, "named": str(to.agency), "found": meant})
            for to, meant in for_others
            if meant is not None and meant not in told
        ]:
            raise OutboxError(*astray)

    def readers(self, recipients: Sequence[Recipient]) -> list[tuple[str, Reader]]:
        """The keys that they open with; refused, naming each, where an agency has none."""
        keys = {r.agency.id: newest(r.agency, "seal", self.at) for r in recipients}
        if missing := [agency for agency, key in keys.items() if key is None]:
            raise OutboxError(*(Finding("HB-8305", "/seal/recipients", {"agency": agency}) for agency in missing))
        return [(r.role, Reader(r.agency.id, key.id, key.public)) for r in recipients if (key := keys[r.agency.id])]

    def _by_law(self, duty: Duty | None) -> tuple[To, ...]:
        recipients = duty.recipients if duty else ()
        return tuple(To(role) for role in recipients if not self.catalogue.role_by_code[role].outside)

    def _found(self, to: To, message: FromAgency) -> Recipient:
        if to.agency is not None:
            return Recipient(to.role, self._open(to.agency), "parties")
        holder = Holder(None, "national") if to.role == OVERSEER else self._holder(to.role, message)
        if holder.agency is not None:
            return Recipient(to.role, self._open(holder.agency), holder.how)
        overseer = self.directory.overseer(message.sender, self.at)
        if overseer is None:
            raise broken("HB-8304", "/seal/recipients", role=to.role, agency=message.sender)
        return Recipient(to.role, overseer, "territory" if to.role == OVERSEER else "unresolved")

    def _meant(self, role: str, message: FromAgency) -> str | None:
        """Whom the message's own words lead to for a role; None where they leave it open, for the case may say more than the message."""
        holder = self._holder(role, message)
        by_word = holder.how != "territory" or (isinstance(message, Telling) and message.territory is not None)
        if holder.agency is None or holder.how == "publisher" or not by_word:
            return None
        return self._open(holder.agency).id

    def _holder(self, role: str, message: FromAgency) -> Holder:
        if not isinstance(message, Telling):
            return Holder(None, "unresolved")
        parties = {str(party): agency for party, agency in message.parties.items()}
        home = self.directory.agency(message.sender, self.at)
        where = message.territory or (home.territory if home else None)
        found = self.parts.recipient(role, Setting(message.sender, self.at, parties, where))
        if found.how == "publisher" and role in parties:
            # Who holds the role itself and names another in it means the other.
            others = Setting("", self.at, parties, where)
            return self.parts.recipient(role, others)
        return found

    def _open(self, agency: str) -> AgencyVersion:
        """The agency, or who stands for it since it was closed."""
        state = self.directory.successor(agency, self.at)
        if state is None:
            raise broken("HB-8303", "/seal/recipients", agency=agency)
        return state


def newest(agency: AgencyVersion, purpose: str, at: datetime) -> AgencyKey | None:
    """The key of an agency that holds now and was made last. The directory holds none that is not proved."""
    holding = [key for key in agency.keys if key.purpose == purpose and key.holds(at)]
    return max(holding, key=lambda key: (key.valid_from, key.id), default=None)
