"""Days and months as people count them, in a zone. The one place where a local day becomes an instant. Pure."""

import calendar
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

_DAY: Final = timedelta(days=1)


def beginning_of(day: date, zone: tzinfo) -> datetime:
    """The first instant of a day, in UTC; where the clocks skip midnight, the instant at which they do."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def end_of(day: date, zone: tzinfo) -> datetime:
    """24:00 of a day: the first instant of the next."""
    return beginning_of(day + _DAY, zone)


def months_later(day: date, months: int) -> date:
    """The same day number that many months on (or back), or the month's last day where it has no such number."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
