"""Whether a record is the one that comes next. The client's own idea of its position is not trusted. Pure."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Log:
    """Where a partition begins and ends now."""

    begin: int
    end: int


@dataclass(frozen=True)
class Next:
    """It comes next."""


@dataclass(frozen=True)
class Elsewhere:
    """Another one comes next: the client was somewhere else than it should be."""

    offset: int


@dataclass(frozen=True)
class Lost:
    """It comes next because those before it are gone: deleted before they were read, or the wire has begun anew."""

    first: int
    last: int
    because: Literal["deleted", "begun-anew"]


Found = Next | Elsewhere | Lost


def found(offset: int, expected: int | None, log: Log) -> Found:
    """What a record at this offset is to somebody who expects that one."""
    if expected is None or offset == expected:
        return Next()
    if expected < log.begin:
        return Lost(expected, log.begin - 1, "deleted") if offset == log.begin else Elsewhere(log.begin)
    if expected > log.end:
        return Lost(log.begin, log.begin, "begun-anew") if offset == log.begin else Elsewhere(log.begin)
    return Elsewhere(expected)
