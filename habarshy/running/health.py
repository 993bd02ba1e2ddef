"""Whether the parts of a process can do their work, and if not: which part, since when, and what to do. Asked from any thread."""

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, get_args

Cause = Literal[
    "starting",
    "stopping",
    "ledger-away",
    "wire-away",
    "reference-away",
    "version-unknown",
    "records-missing",
    "unwatched",
    "evidence-broken",
]
CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)
# What is the matter, and what to do. For an operator, in the language of the log.
SENTENCES: Final[dict[Cause, tuple[str, str]]] = {
    "starting": ("it has not begun to work yet", "Wait; if this lasts, read its log."),
    "stopping": ("it was told to stop", "Nothing is to be done: another goes on where the ledger stands."),
    "ledger-away": (
        "the ledger cannot be used",
        "Look whether PostgreSQL runs and lets this user in; the log says what it answered. It is tried again.",
    ),
    "wire-away": (
        "the wire cannot be reached",
        "Look whether the brokers run and can be reached from here. It is tried again.",
    ),
    "reference-away": (
        "the reference log cannot be read to its end, or is not believed",
        "Read the lines reference.* of the log. Nothing is read until it can be used again; nothing is lost.",
    ),
    "version-unknown": (
        "a version of the law or of the messages is in force that this program does not have",
        "Run the program that has it; the line intake.version-unknown names it. What came under it waits on the wire.",
    ),
    "records-missing": (
        "records were lost since this process began",
        "habarshy ledger gaps says which; ask their senders to send them again, and start this process anew.",
    ),
    "unwatched": (
        "whether something was lost could not be looked at for a while",
        "Look whether PostgreSQL and the brokers answer, and whether intake may read the tables of the ledger.",
    ),
    "evidence-broken": (
        "the evidence in the ledger is not what was signed: nothing more of it is signed",
        "habarshy evidence audit names the first entry that is wrong. Keep the ledger as it is, and its backups.",
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part cannot do its work."""

    part: str
    cause: Cause
    since: datetime

    @property
    def line(self) -> str:
        wrong, remedy = SENTENCES[self.cause]
        return f"{self.part}: {self.cause} since {self.since:%Y-%m-%dT%H:%M:%SZ}: {wrong}. {remedy}"


@dataclass(slots=True)
class Health:
    """Of one process."""

    clock: Callable[[], datetime]
    told: set[tuple[str, Cause]] = field(default_factory=set)
    """What was the matter at some time, with which part."""
    _reasons: dict[tuple[str, Cause], datetime] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ill(self, part: str, cause: Cause) -> None:
        """The instant is kept from the first time that it is said."""
        with self._lock:
            self.told.add((part, cause))
            self._reasons.setdefault((part, cause), self.clock())

    def well(self, part: str, *causes: Cause) -> None:
        with self._lock:
            for cause in causes:
                self._reasons.pop((part, cause), None)

    def say(self, part: str, among: Collection[Cause], causes: Collection[Cause]) -> None:
        """Of these causes exactly those hold now."""
        self.well(part, *(cause for cause in among if cause not in causes))
        for cause in causes:
            self.ill(part, cause)

    @property
    def reasons(self) -> Sequence[Reason]:
        """Empty where all parts can do their work."""
        with self._lock:
            return [Reason(part, cause, since) for (part, cause), since in sorted(self._reasons.items())]
