"""What is said of an obligation at an instant. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from schemas.messages.bus import Verdict
from services.obligations import outcomes
from services.obligations.tracks import Outcome, Track

_BADNESS: Final[Mapping[Verdict, int]] = {"breached": 2, "late": 1}
"""How bad a verdict is for its debtor; whatever is not named is not bad at all."""


def current(track: Track) -> Outcome:
    """Where the obligation stands, without the changes by which its debtor would have healed himself."""
    state = (
        track.round.assigned,
        len(track.ignored),
        track.pinned_to,
        track.kept_beginning,
        len(track.refused),
        track.debtor,
        id(track.law),
    )
    if track.known is None or track.known[0] != state:
        track.known = (state, outcomes.of(track, track.ignored))
    return track.known[1]


def badness(track: Track, at: datetime) -> tuple[int, float]:
    """How bad the verdict would be at that instant, if everything had been read by then; of two equal ones the one with the earlier deadline."""
    outcome = current(track)
    rank = _BADNESS.get(of(track, outcome, at=at, decided=True), 0)
    end = outcome.law_ends_at
    return (rank, -end.timestamp() if rank and end is not None else 0.0)


def in_time(track: Track, at: datetime) -> bool:
    """Whether the deadline had not passed: until then an agency may change what it said as it likes."""
    end = current(track).law_ends_at
    return end is not None and at <= end


def is_bad(verdict: Verdict) -> bool:
    return verdict in _BADNESS


def of(track: Track, outcome: Outcome, *, at: datetime, decided: bool) -> Verdict:
    """The verdict at an instant; decided says whether everything has been read that reached the bus by the deadline."""
    if track.annulled or outcome.beginning is None or outcome.applies == "no":
        return "cancelled"
    if outcome.came_first is not None:
        return "breached"
    end = outcome.law_ends_at
    if end is None:
        return "no-deadline-met" if outcome.met else "no-deadline-open"
    if outcome.met is not None and outcome.met.judged_at <= end:
        return "in-time"
    if outcome.applies == "unknown":
        return "provisional"
    if outcome.met is not None:
        # While a record that came in time is held back by our own error, it may yet be the first answer.
        return "late" if decided else "undecided"
    if at <= end:
        return "open"
    return "breached" if decided else "undecided"
