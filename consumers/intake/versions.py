"""Which versions of the law and of the messages are in force that this program does not have. Pure.

A later program knows earlier versions too, for law and messages are only added to; an earlier one must not judge by what it does not have.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from schemas.messages.bus import ReferenceEntry
from schemas.versions import Content, Name
from services.directory_log import writing
from services.directory_log.state import LogState

NEEDED: Final[tuple[Name, ...]] = ("catalogue", "schemas")
"""What decides about a record. Calendar and policy decide about deadlines, which are recomputed when they change."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """A version that is in force from then on, and not in this program."""

    name: str
    version: str
    since: datetime


def lacking(state: LogState, shipped: Mapping[Name, Content]) -> Lacking | None:
    """The one that comes into force first; a record that came earlier is judged without it."""
    return min(_lacking(state, shipped), key=lambda one: one.since, default=None)


def _lacking(state: LogState, shipped: Mapping[Name, Content]) -> Iterator[Lacking]:
    for name in NEEDED:
        for entry in _since_ours(state.published.get(name, ()), shipped[name]):
            if _is_unknown(entry, shipped[name]):
                yield Lacking(name, entry.version, entry.in_force_from)


def _since_ours(published: Sequence[ReferenceEntry], ours: Content) -> Sequence[ReferenceEntry]:
    """What was published after the content that this program has: what came before, it follows."""
    own = writing.digest_of(ours)
    after = next((number for number, entry in enumerate(reversed(published)) if entry.body_digest == own), None)
    return published if after is None else published[len(published) - after :]


def _is_unknown(entry: ReferenceEntry, ours: Content) -> bool:
    """Later than ours, or of the same number with other content."""
    theirs, own = _numbers(entry.version), _numbers(ours.version)
    return theirs > own or (theirs == own and entry.body_digest != writing.digest_of(ours))


def _numbers(version: str) -> tuple[int, ...]:
    """What has no numbers is later than everything: nothing is guessed."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else (10**9,)
