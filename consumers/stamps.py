"""The instants that the wire gives."""

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def instant(milliseconds: int) -> datetime:
    """Of a record's timestamp, exactly: a float would round it."""
    return _EPOCH + timedelta(milliseconds=milliseconds)
