"""Makes a step of an explanation from values: days and instants as every step writes them."""

from datetime import UTC, date, datetime

from schemas.messages.bus import Step


def step(code: str, **particulars: str | int | date | datetime) -> Step:
    return Step(code=code, particulars={name: _written(value) for name, value in particulars.items()})


def _written(value: str | int | date | datetime) -> str | int:
    match value:
        case datetime():
            return in_utc(value)
        case date():
            return value.isoformat()
        case _:
            return value


def in_utc(moment: datetime) -> str:
    """The instant as RFC 3339 in UTC, with its microseconds where it has some."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"
