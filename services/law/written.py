"""Instants and days as programs write them in JSON: RFC 3339, strictly, or an ISO day. Pure."""

import re
from datetime import UTC, date, datetime, tzinfo
from typing import Final

import orjson

from schemas.errors.tree import Finding, LineError
from schemas.fields import GREATEST_YEAR, LEAST_YEAR
from services.law import civil_time

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?"
    r"([Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?"
)
_MICROSECONDS: Final = 6
_SHOWN: Final = 40


def instant_or_day(value: object, zone: tzinfo, *, field: str) -> datetime:
    """The instant, in UTC; a day by itself means its 00:00 in the zone."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return civil_time.beginning_of(day(value, field=field), zone)
    return instant(value, field=field)


def instant(value: object, *, field: str) -> datetime:
    if not isinstance(value, str) or not (found := _INSTANT.fullmatch(value)):
        raise LineError(Finding("HB-7106", field, {"field": field, "value": shown(value)}))
    on, time, fraction, offset = found.groups(default="")
    if not offset:
        raise LineError(Finding("HB-7107", field, {"field": field, "value": shown(value)}))
    if fraction[_MICROSECONDS:].strip("0"):
        raise LineError(Finding("HB-7108", field, {"field": field, "value": shown(value)}))
    try:
        written = datetime.fromisoformat(f"{on}T{time}.{fraction[:_MICROSECONDS]:0<6}{offset.upper()}")
    except ValueError:
        raise LineError(Finding("HB-7106", field, {"field": field, "value": shown(value)})) from None
    _check_year(written.year, value, field=field)
    return written.astimezone(UTC)


def day(value: object, *, field: str) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise LineError(Finding("HB-7110", field, {"field": field, "value": shown(value)}))
    try:
        written = date.fromisoformat(value)
    except ValueError:
        raise LineError(Finding("HB-7110", field, {"field": field, "value": shown(value)})) from None
    _check_year(written.year, value, field=field)
    return written


def shown(value: object) -> str:
    """As much of a wrong value as fits a sentence, as JSON writes it."""
    try:
        text = orjson.dumps(value).decode()
    except TypeError:
        # What is nested too deep to be written again can be read all the same.
        text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _check_year(year: int, value: str, *, field: str) -> None:
    if not LEAST_YEAR <= year <= GREATEST_YEAR:
        bounds = {"least": LEAST_YEAR, "greatest": GREATEST_YEAR}
        raise LineError(Finding("HB-7109", field, {"field": field, "value": value, **bounds}))
