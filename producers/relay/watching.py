"""Whether the relay is alive. What only a restart mends, or an operator, ends the process."""

from dataclasses import dataclass, field
from typing import Final

from schemas.errors.tree import Finding, WireError

STUCK_S: Final = 150.0
"""Longer than the ledger lets a statement run."""
WITHOUT_RIGHTS_S: Final = 30.0


class StuckError(Exception):
    """A part of the relay has not come round for too long: it is alive and does nothing."""


@dataclass(slots=True)
class Watch:
    """When each part came round last, and which inboxes it had no right to write since it could write one."""

    _turned: dict[str, float] = field(default_factory=dict)
    _denied: dict[str, float] = field(default_factory=dict)
    _error: BaseException | None = None

    def turned(self, part: str, now: float) -> None:
        self._turned[part] = now

    def wrote(self) -> None:
        self._denied.clear()

    def denied(self, topic: str, now: float) -> None:
        self._denied.setdefault(topic, now)

    def failed(self, error: BaseException) -> None:
        """An error of ours, where none was expected."""
        self._error = error

    def look(self, now: float) -> None:
        """An error where the process must end: a fault of ours, a part that hangs, or no right to write any inbox.

        One inbox alone says little: the right to that one may be missing.
        """
        if self._error is not None:
            raise self._error
        hung = sorted(part for part, at in self._turned.items() if now - at > STUCK_S)
        if hung:
            raise StuckError(", ".join(hung))
        if len(self._denied) > 1 and now - min(self._denied.values()) >= WITHOUT_RIGHTS_S:
            raise WireError(*(Finding("HB-8612", "", {"topic": topic}) for topic in sorted(self._denied)))
