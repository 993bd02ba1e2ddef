"""Which state of an amended duty a message is judged by: the one in force on the day its clock started. Pure."""

from datetime import date, datetime

from schemas import fields
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.messages.envelope import Notice, ServiceRecord

_QUARTER_MONTHS = 3
_HALF_YEAR_MONTHS = 6


def duty_of(message: Notice | ServiceRecord, catalogue: Catalogue) -> Duty | None:
    """The duty as it stood on the day that decides; None where it was not in force then."""
    entries = catalogue.duties_by_code.get(message.name, ())
    return next((entry for entry in entries if entry.in_force.covers(day_of(message, entry))), None)


def day_of(message: Notice | ServiceRecord, entry: Duty) -> date:
    """The day of the instant from which this entry's clock runs, or the first day of the period; else the day of sending."""
    if entry.periodic and message.period is not None and (first := first_day(message.period)):
        return first
    return civil_day(message.instants.get(entry.clock_from, message.sent_at))


def civil_day(instant: datetime) -> date:
    """The day of an instant by the country's clock: by it an entry is in force or not, whoever owes."""
    return instant.astimezone(fields.COUNTRY).date()


def first_day(period: str) -> date | None:
    """The first day of 2026-03-05, 2026-03, 2026-Q1 or 2026-H1; None where the calendar has no such day."""
    year, _, rest = period.partition("-")
    if rest.startswith("Q"):
        return date(int(year), (int(rest[1]) - 1) * _QUARTER_MONTHS + 1, 1)
    if rest.startswith("H"):
        return date(int(year), (int(rest[1]) - 1) * _HALF_YEAR_MONTHS + 1, 1)
    try:
        return date.fromisoformat(period if len(rest) > len("03") else f"{period}-01")
    except ValueError:
        return None
