"""Time passes, and what changed is noted: breaches, their retraction, moved deadlines. Pure.

A breach stands from the deadline on until something proves it wrong. Each is counted once; a retraction is counted, never erased.
"""

from datetime import datetime

from services.obligations import opening, verdicts
from services.obligations.folding import Fold
from services.obligations.records import MessageName, Record
from services.obligations.tracks import Happened, Happening, Outcome, Track


def begin(fold: Fold) -> None:
    """Notes what the calendar opened before anybody spoke of it."""
    opened, fold.touched = fold.touched, {}
    for track in opened:
        refresh(fold, track, track.round.opened_at)


def pass_time(fold: Fold, at: datetime) -> None:
    """Up to this instant: what is overdue by then and was not yet noted."""
    for track in tuple(fold.tracks):
        if track.ends_at is not None and track.ends_at < at and not track.overdue_noted:
            refresh(fold, track, at)


def settle(fold: Fold, record: Record) -> None:
    """Notes what a record changed."""
    while fold.touched:
        touched, fold.touched = fold.touched, {}
        for track in touched:
            refresh(fold, track, record.received_at, by=record.message)


def finish(fold: Fold) -> None:
    """The state of every obligation at the instant that was asked about."""
    pass_time(fold, fold.until.as_of)
    for track in fold.tracks:
        refresh(fold, track, fold.until.as_of)


def refresh(fold: Fold, track: Track, at: datetime, *, by: MessageName | None = None) -> None:
    """Judges one obligation anew and notes every difference to before."""
    outcome = verdicts.current(track)
    if track.next_law is not None and (outcome.met is None or outcome.beginning is None):
        track.read_by(track.next_law)
        outcome = verdicts.current(track)
    ruled = track.annulled != track.annulled_noted
    if outcome is track.outcome and not ruled and (track.overdue_noted or _not_overdue(track, at)):
        return
    before, track.outcome, track.annulled_noted = track.outcome, outcome, track.annulled
    # What did not apply when it was told of may turn out to apply.
    track.note_beginning(outcome)
    track.ends_at = outcome.law_ends_at
    _note_deadline(track, outcome, at, by=by)
    _note_meeting(track, before, at, by=by)
    decided = _decided(fold, track, at)
    track.overdue_noted = track.ends_at is not None and track.ends_at < at and decided
    track.verdict = verdicts.of(track, outcome, at=at, decided=decided)
    _note_breach(track, at, by=by)
    _ask_for_check(fold, track)


def _decided(fold: Fold, track: Track, at: datetime) -> bool:
    """Whether a verdict after the deadline can be taken. A late answer is its own proof, if no earlier record is held back by our own error."""
    end, until = track.ends_at, fold.until
    if end is None or _not_overdue(track, at):
        return True
    answered = track.outcome is not None and track.outcome.met is not None
    return not any(until.missing(end, at)) if answered else until.decided(end, at)


def _not_overdue(track: Track, at: datetime) -> bool:
    return track.ends_at is None or at <= track.ends_at


def _ask_for_check(fold: Fold, track: Track) -> None:
    """What the bus asks when a limit ran out stands only as long as the limit counts as missed."""
    if track.check is None and track.overdue_noted and track.ends_at is not None and _unmet_at_its_end(track):
        opening.ask_for_check(fold, track, track.ends_at)
    if track.check is not None and track.check.retracted == verdicts.is_bad(track.verdict):
        track.check.retracted = not track.check.retracted
        fold.reassess(fold.concerns[track.check.message], about=track.check)


def _note_deadline(track: Track, outcome: Outcome, at: datetime, *, by: MessageName | None) -> None:
    if outcome.deadline is None:
        return
    deadline_at = outcome.deadline.at
    if not track.has_deadline:
        track.has_deadline = True
    elif deadline_at != track.deadline_at:
        track.deadline_version += 1
        track.history.append(Happened(at, "deadline-moved", by, deadline=deadline_at))
    track.deadline_at = deadline_at


def _note_meeting(track: Track, before: Outcome | None, at: datetime, *, by: MessageName | None) -> None:
    was = before.met.message if before and before.met else None
    meets = track.outcome.met.message if track.outcome and track.outcome.met else None
    if meets is not None and meets != was:
        track.history.append(Happened(at, "met", meets, note=_why_no_longer(track, before)))
    elif meets is None and was is not None:
        track.history.append(Happened(at, "reopened", by))


def _why_no_longer(track: Track, before: Outcome | None) -> str | None:
    """What became of the message that met it before another one took its place."""
    if before is None or before.met is None:
        return None
    was = before.met.acts[-1]
    if was.message in track.refused:
        return "refused"
    return "withdrawn" if was.standing(track.ignored) is None else "another"


def _note_breach(track: Track, at: datetime, *, by: MessageName | None) -> None:
    """Exactly one event where a breach begins, one where it turns out to be none. In shadow mode nothing is ever a breach."""
    bad = verdicts.is_bad(track.verdict)
    if bad == track.standing_breach or track.debtor.mode != "binding":
        return
    if track.verdict == "undecided":
        return
    track.standing_breach = bad
    what: Happening
    if bad:
        track.breach_events, what = track.breach_events + 1, "breach"
    else:
        track.retracted, what = track.retracted + 1, "retracted"
    # What only time made a breach is one from the deadline on, whenever somebody looks.
    began = track.ends_at if bad and by is None and track.ends_at is not None else at
    track.history.append(Happened(began, what, by, deadline=track.deadline_at))


def _unmet_at_its_end(track: Track) -> bool:
    """Whether nothing that meets the obligation had reached the bus by its deadline, as far as is known."""
    outcome, end = track.outcome, track.ends_at
    if outcome is None or end is None or outcome.beginning is None or outcome.applies != "yes" or track.annulled:
        return False
    return outcome.met is None or any(act.received_at > end for act in outcome.met.acts)
