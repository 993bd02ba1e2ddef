"""What can become of a record of the reference log."""

from dataclasses import dataclass

from schemas.errors.tree import Finding
from schemas.messages.bus import DirectoryEntry, ReferenceEntry
from services.directory_log.state import LogState


@dataclass(frozen=True, slots=True)
class Believed:
    """The next link of the chain. Keys of the entry that are not proved were left out."""

    state: LogState
    entry: DirectoryEntry | ReferenceEntry
    left_out: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeated:
    """The very bytes of an entry that stands in the chain: written again because nobody knew whether it had arrived."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A checkpoint of the evidence, signed by its key. It is no link of the chain."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """No key of the bus that makes links signed it as one that follows: nobody believes it. The chain goes on: its links prove themselves."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A key of the bus signed it and it does not follow: a gap, a fork, a contradiction. Nothing from here on is believed."""

    findings: tuple[Finding, ...]


Outcome = Believed | Repeated | Beside | Unsigned | Broken
