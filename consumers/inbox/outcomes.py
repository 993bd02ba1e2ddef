"""What became of a record of the inbox. Each is counted and logged; nothing is dropped silently."""

from dataclasses import dataclass

from consumers.inbox.store.port import Because
from schemas.errors.tree import Finding


@dataclass(frozen=True)
class Taken:
    """Its handler's effect is stored, once."""

    type: str


@dataclass(frozen=True)
class Repeated:
    """The same message came before."""


@dataclass(frozen=True)
class Outdated:
    """A later state of the obligation came before."""


@dataclass(frozen=True)
class Passed:
    """Of the bus's own, and nobody listens to it: it does not count as taken, and is heard by whoever listens when it comes again."""


@dataclass(frozen=True)
class Lettered:
    """It lies among the dead letters, whole."""

    because: Because
    finding: Finding


@dataclass(frozen=True)
class Overtaken:
    """Another Inbox of this agency moved the position meanwhile; nothing of ours was kept."""


@dataclass(frozen=True)
class Postponed:
    """What hindered it will pass: it is tried again after a while, in its order."""

    attempt: int
    what: str


Outcome = Taken | Repeated | Outdated | Passed | Lettered | Overtaken | Postponed
