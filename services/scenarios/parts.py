"""Who plays which part where there is no directory: whoever published it owes, and a role stands for the one agency that holds it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from services.obligations.parts import Debtor, Holder, Setting


@dataclass(frozen=True, slots=True)
class ScenarioParts:
    """Every agency lives in one zone, and every duty is binding."""

    zone: ZoneInfo
    catalogue: Catalogue

    def debtor(self, duty: Duty, setting: Setting) -> Debtor:
        return self.debtor_named(duty, setting.publisher, setting.at)

    def debtor_named(self, duty: Duty, agency: str, at: datetime) -> Debtor:  # noqa: ARG002 - the port's signature
        return Debtor(agency, self.zone)

    def recipient(self, role: str, setting: Setting) -> Holder:  # noqa: ARG002 - the port's signature
        return Holder(None, "outside") if self.catalogue.role_by_code[role].outside else Holder(role, "parties")

    def territory_of(self, agency: str, at: datetime) -> str | None:  # noqa: ARG002 - the port's signature
        return None

    def may_rule(self, agency: str, debtor: Debtor) -> bool:
        """Nobody oversees himself; beyond that any outbox is taken to be the overseer's."""
        return agency != debtor.agency
