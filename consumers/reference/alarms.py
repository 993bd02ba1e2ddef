"""What a person must hear of about the reference log, beside what simply came into force."""

from dataclasses import dataclass
from typing import Literal

from schemas.errors.tree import Finding

Kind = Literal[
    "own-entry-changed",  # somebody changed what the directory says of this agency
    "own-keys-added",  # this agency has keys more, by the signature of a key that it had: as it asked
    "keys-left-out",  # an entry names keys that are not proved; they are not believed
    "unsigned",  # a record that no key of the bus signed
    "broken",  # the chain ends here: nothing after it is believed
    "went-back",  # the log is shorter than it was when this client read it last: nothing of it is believed
    "nothing-believed",  # of the whole log no entry is signed by whom this client trusts: it is another bus's, or the profile is
    "memory-unreadable",  # what this client keeps of its last reading cannot be read: an older log would not be noticed
    "memory-unwritable",  # the same after the next start
    "version-unknown",  # what came into force is not what this package ships
    "died",  # nobody reads the log any more: what stands grows old
    "unreached",  # the log cannot be read at present; it is tried again
]


@dataclass(frozen=True, slots=True)
class Alarm:
    """What happened, at which offset of the topic, in sentences."""

    kind: Kind
    offset: int
    findings: tuple[Finding, ...]
