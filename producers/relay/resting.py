"""Inboxes that cannot be written now: each is left alone for a while, longer each time, and looked at again until it can be. Pure."""

from dataclasses import dataclass, field
from typing import Final

FIRST_S: Final = 0.5
LONGEST_S: Final = 60.0
"""Of an inbox that is not there, or to which there is no right."""
UNKNOWN_LONGEST_S: Final = 5.0
"""Of one of which only the answer was not heard."""


@dataclass(slots=True)
class Trouble:
    """One inbox: what is the matter, since when, how often it was tried, and until when it is left alone."""

    what: str
    since: float
    until: float = 0.0
    tries: int = 0


@dataclass(slots=True)
class Resting:
    """All inboxes that are in trouble."""

    _troubles: dict[str, Trouble] = field(default_factory=dict)

    def refused(self, topic: str, what: str, now: float) -> bool:
        """Whether this is news: an alarm is raised once for each thing that is the matter."""
        return self._failed(topic, Trouble(what, now), now, longest_s=LONGEST_S)

    def unknown(self, topic: str, what: str, now: float) -> bool:
        return self._failed(topic, Trouble(what, now), now, longest_s=UNKNOWN_LONGEST_S)

    def well(self, topic: str) -> Trouble | None:
        """It could be written; what was the matter, if anything."""
        return self._troubles.pop(topic, None)

    def topics(self, now: float) -> frozenset[str]:
        """Those that are left alone at this instant."""
        return frozenset(topic for topic, trouble in self._troubles.items() if trouble.until > now)

    def next_end(self, now: float) -> float | None:
        """In how many seconds the first of them is looked at again."""
        return min((trouble.until - now for trouble in self._troubles.values() if trouble.until > now), default=None)

    def __contains__(self, topic: str) -> bool:
        return topic in self._troubles

    def __len__(self) -> int:
        return len(self._troubles)

    def longest(self, now: float) -> float:
        """For how many seconds the one that is longest in trouble has been."""
        return max((now - trouble.since for trouble in self._troubles.values()), default=0.0)

    def _failed(self, topic: str, trouble: Trouble, now: float, *, longest_s: float) -> bool:
        before = self._troubles.get(topic)
        if before is not None:
            trouble.since, trouble.tries = before.since, before.tries
        trouble.tries += 1
        trouble.until = now + min(longest_s, FIRST_S * 2.0 ** min(trouble.tries - 1, 16))
        self._troubles[topic] = trouble
        return before is None or before.what != trouble.what
