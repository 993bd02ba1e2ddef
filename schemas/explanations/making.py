"""Makes a step of an explanation from values: days and instants as every step writes them."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from schemas.messages.bus import Step

Particular = str | int | date | datetime | timedelta

_LENGTH: Final = re.compile(r"P(?:([0-9]+)D)?(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?")


def step(code: str, **particulars: Particular) -> Step:
    """Not checked again: what we say ourselves is held by tests, and a snapshot has a dozen steps."""
    return Step.model_construct(code=code, particulars={name: _written(value) for name, value in particulars.items()})


def _written(value: Particular) -> str | int:
    if type(value) is str:
        # Most are.
        return value
    match value:
        case timedelta():
            return length(value)
        case datetime():
            return in_utc(value)
        case date():
            return value.isoformat()
        case _:
            return value


def in_utc(moment: datetime) -> str:
    """The instant as RFC 3339 in UTC, with its microseconds where it has some."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


def length(value: timedelta) -> str:
    """The length of time as an ISO 8601 duration in days of 24 hours, hours, minutes and seconds: P1DT2H30M."""
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06}".rstrip("0") if value.microseconds else ""
    time = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M")) if number)
    time += f"{seconds}{fraction}S" if seconds or fraction or not (value.days or time) else ""
    return f"P{f'{value.days}D' if value.days else ''}{f'T{time}' if time else ''}"


def parts_of_length(text: str) -> tuple[str, str, str, str] | None:
    """Days, hours, minutes and seconds of such a duration; null where it is none."""
    found = _LENGTH.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    days, hours, minutes, seconds = found.groups(default="0")
    return days, hours, minutes, seconds
