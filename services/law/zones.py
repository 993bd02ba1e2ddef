"""Time zones by their names, from the zone data that we carry with us, and not from the host's. Pure."""

import io
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from schemas import packaged
from schemas.errors.tree import Finding, ZoneError

DEFAULT: Final = "Asia/Almaty"
"""The zone that is meant where none is named."""
_LONGEST: Final = 40


@cache
def zone(key: str) -> ZoneInfo:
    """The zone of this name; ZoneError where the zone data has none."""
    if key not in _names():
        # A name that could not be a zone's may be anything: no more of it is repeated than fits a line.
        shown = key if len(key) <= _LONGEST and key.isprintable() else repr(key[:_LONGEST])
        raise ZoneError(Finding("HB-5151", "", {"zone": shown, "version": version()}))
    return ZoneInfo.from_file(io.BytesIO(packaged.zone_bytes(key)), key=key)


@cache
def version() -> str:
    """The version of the zone data, such as 2026a; every deadline and every verdict names it."""
    return packaged.zone_version()


@cache
def _names() -> frozenset[str]:
    return packaged.zone_names()
