"""Where an obligation stands: its start, its deadline, and what met it. Pure."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from schemas.catalogue.duty import Duty
from services.law import deadlines
from services.law.deadlines import Deadline, Start
from services.obligations.records import MessageName, Statement
from services.obligations.told import Told
from services.obligations.tracks import Applies, Beginning, Met, Outcome, Track


def of(track: Track, ignoring: Container[MessageName]) -> Outcome:
    """Where the obligation stands if these changes are not followed."""
    beginning = _beginning(track, ignoring)
    if beginning is None:
        return Outcome(None, "no", None, None)
    attributes = _attributes(track, ignoring)
    applies = _applies(track.duty, attributes)
    deadline = _deadline(track, Start(beginning.at, track.debtor.zone, attributes, track.round.period))
    if track.duty.must_precede is None:
        end = deadline.at if deadline.basis == "law" else None
        return Outcome(beginning, applies, deadline, _met(track, end, ignoring))
    return _before_another(track, Outcome(beginning, applies, deadline, None), ignoring)


def _deadline(track: Track, start: Start) -> Deadline:
    last, law = track.last_deadline, track.law
    if last is None or last.start != start:
        last = deadlines.of_duty(track.duty, start, law=law)
        track.last_deadline = last
    return last


def _beginning(track: Track, ignoring: Container[MessageName]) -> Beginning | None:
    """The earliest start that anybody published; else the one that the first notice names."""
    round_, clock = track.round, track.duty.clock_from
    if round_.period is not None:
        return Beginning(round_.period.ends_at(track.debtor.zone), "calendar", None)
    starts = [
        (at, told)
        for told in round_.triggers
        if told.message not in ignoring and (statement := told.standing(ignoring)) and (at := statement.instant(clock))
    ]
    if starts:
        at, told = min(starts, key=lambda start: start[0])
        if track.pinned_to is not None and track.pinned_to < at:
            return Beginning(track.pinned_to, "sender", _naming(track, track.pinned_to, ignoring))
        return Beginning(at, "bus" if told.author == "bus" else "trigger", told)
    declared = (
        Beginning(at, "sender", told)
        for told in track.answers
        if (statement := told.standing(ignoring)) and (at := statement.instants.get(clock))
    )
    return track.kept_beginning or next(declared, None)


def _naming(track: Track, start: datetime, ignoring: Container[MessageName]) -> Told | None:
    clock = track.duty.clock_from
    return next(
        (told for told in track.round.notices if (s := told.standing(ignoring)) and s.instants.get(clock) == start),
        None,
    )


def _attributes(track: Track, ignoring: Container[MessageName]) -> Mapping[str, str | int]:
    """What was declared: by the triggers first, else by the notices; "unknown" says nothing. What makes the duty apply outweighs what denies it."""
    if not track.duty.applies_if and not track.duty.rules:
        return {}
    found: dict[str, str | int] = {}
    wanted = track.duty.applies_if or {}
    for told in (*track.round.triggers, *track.round.notices):
        if told.message in ignoring:
            continue
        if (statement := told.standing(ignoring)) and statement.attributes:
            for name, value in statement.attributes.items():
                if value != "unknown" and (name not in found or wanted.get(name) == value):
                    found[name] = value
    return found


def _applies(duty: Duty, attributes: Mapping[str, str | int]) -> Applies:
    if not duty.applies_if:
        return "yes"
    said = [(attributes.get(name), value) for name, value in duty.applies_if.items()]
    if any(declared not in (None, value) for declared, value in said):
        return "no"
    return "unknown" if any(declared is None for declared, _ in said) else "yes"


def _met(track: Track, end: datetime | None, ignoring: Container[MessageName]) -> Met | None:
    duty = track.duty
    if duty.closed_by is None:
        return _best(_tellings(track, end, ignoring))
    acts = list(_acts(track, end, ignoring))
    if duty.closed_by.any:
        return _best(met for _, met in acts)
    needed = [_best(met for fact, met in acts if fact == name) for name in duty.closed_by.all]
    found = [met for met in needed if met is not None]
    return _together(found) if len(found) == len(needed) else None


def _best(candidates: Iterable[Met]) -> Met | None:
    """The one that is judged earliest; of equal ones, the one that reached the bus first."""
    return min(candidates, key=lambda met: met.judged_at, default=None)


def _together(met: Sequence[Met]) -> Met:
    """Several acts that are all needed: done when the last of them is, as that one is judged."""
    ordered = sorted(met, key=lambda m: m.judged_at)
    last = ordered[-1]
    return Met(
        tuple(act for m in ordered for act in m.acts),
        last.judged_at,
        last.claimed_at,
        recorded_late=any(m.recorded_late for m in ordered),
    )


def _tellings(track: Track, end: datetime | None, ignoring: Container[MessageName]) -> Iterator[Met]:
    """Notices by the broker's clock; what is judged by the telling, by that."""
    for told in track.answers:
        statement = told.standing(ignoring)
        if statement is None or (told.message in track.refused and not told.deemed_accepted):
            continue
        if not any(track.recipient_is(role) for role in statement.to):
            continue
        if statement.kind == "notice":
            yield Met((told,), told.received_at)
        elif statement.told_at is not None and not (statement.kind == "off-the-bus" and track.owed_by(told.author)):
            # That it was told by telephone is the recipient's to say, never the debtor's.
            yield _done(track, told, statement.told_at, end=end, off_the_bus=statement.kind == "off-the-bus")


def _acts(track: Track, end: datetime | None, ignoring: Container[MessageName]) -> Iterator[tuple[str, Met]]:
    begins = track.round.period.begins_at(track.debtor.zone) if track.round.period else None
    for told in track.answers:
        statement = told.standing(ignoring)
        done_at = instant_of(statement) if statement else None
        if statement is not None and done_at is not None and (begins is None or done_at >= begins):
            yield statement.name, _done(track, told, done_at, end=end)


def instant_of(act: Statement) -> datetime | None:
    """When an act happened: the instant that its fact names, else when it says to have occurred."""
    return next(iter(act.instants.values()), None) or act.occurred_at


def _done(track: Track, told: Told, done_at: datetime, *, end: datetime | None, off_the_bus: bool = False) -> Met:
    """Nobody heals himself: what the debtor records after the end is judged by when it came; another's word is believed."""
    late_record = end is not None and told.received_at > end
    if late_record and track.owed_by(told.author):
        return Met((told,), told.received_at, done_at, off_the_bus=off_the_bus)
    in_time = end is not None and done_at <= end
    return Met((told,), done_at, recorded_late=late_record and in_time, off_the_bus=off_the_bus)


def _before_another(track: Track, outcome: Outcome, ignoring: Container[MessageName]) -> Outcome:
    """A duty that another fact has to wait for: that fact is then the end, though the law gives no number."""
    first = _blocker(track, ignoring)
    end = first[0] if first else None
    met = _met(track, end, ignoring)
    kept = end is None or (met is not None and met.judged_at <= end)
    return Outcome(outcome.beginning, outcome.applies, outcome.deadline, met, None if kept or not first else first[1])


def _blocker(track: Track, ignoring: Container[MessageName]) -> tuple[datetime, Told] | None:
    found = [
        (at, told)
        for told in track.blockers
        if (statement := told.standing(ignoring)) and (at := instant_of(statement))
    ]
    return min(found, key=lambda blocker: blocker[0], default=None)


def known_too_late(track: Track, outcome: Outcome) -> bool:
    """Whether the deadline had passed when the event became known: from then on the duty could not have been met."""
    known, end = known_at(outcome, track.ignored), outcome.law_ends_at
    return known is not None and end is not None and end < known


def known_at(outcome: Outcome, ignoring: Container[MessageName]) -> datetime | None:
    """When the agency knew of the published event; null where nobody published it."""
    beginning = outcome.beginning
    if beginning is None or beginning.told is None or beginning.declared_by != "trigger":
        return None
    said = beginning.told.standing(ignoring) or beginning.told.statement
    # Beside a named instant, the occurrence says when the agency knew of it; a lone instant says nothing but when the clock starts.
    since = said.occurred_at if said.instants else None
    return said.known_at or since or beginning.told.received_at
