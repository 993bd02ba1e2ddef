"""Which state of an amended duty holds for a start: the one in force on the local day of the event, or as its period begins. Pure."""

from datetime import date

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.catalogue.term import Periodic
from schemas.errors.tree import CatalogueError, Finding
from services.law import periods
from services.law.deadlines import Start


def entry(code: str, start: Start, catalogue: Catalogue) -> Duty:
    """CatalogueError where there is no such duty, or where it was not in force then."""
    entries = catalogue.duties_by_code.get(code)
    if entries is None:
        raise CatalogueError(Finding("HB-6005", "duty", {"name": code, "guess": ""}))
    for duty in entries:
        if duty.in_force.covers(deciding_day(duty, start)):
            return duty
    raise CatalogueError(Finding("HB-2312", "duty", {"duty": code, "day": str(deciding_day(entries[0], start))}))


def deciding_day(duty: Duty, start: Start) -> date:
    if not isinstance(duty.term, Periodic):
        return start.at.astimezone(start.zone).date()
    return (start.period or periods.ended_by(start.at, duty.term.every, start.zone)).first
