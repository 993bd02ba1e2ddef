"""Which message answers which obligation, decided anew from all that is known of a duty on an occasion. Pure.

One pass over the messages in the order in which they reached the bus. What a round is asked often, its starts, is worked out once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from services.law.periods import Period
from services.obligations.outcomes import instant_of
from services.obligations.records import Statement
from services.obligations.threads import Thread, starts_of, unanswered
from services.obligations.told import Told
from services.obligations.tracks import Round, Track

_OFF_THE_BUS: Final = "off-the-bus"


def assign(thread: Thread) -> Iterator[Round]:
    """Decides anew, and yields the rounds in which something changed."""
    if not thread.rounds:
        return
    before = [(r, r.notices, [(t.answers, t.blockers) for t in r.tracks]) for r in thread.rounds]
    for round_ in thread.rounds:
        round_.notices = []
        for track in round_.tracks:
            track.answers, track.blockers = [], []
    _Pass(thread).run()
    for round_, notices, lists in before:
        if round_.notices != notices or [(t.answers, t.blockers) for t in round_.tracks] != lists:
            yield round_


@dataclass(slots=True)
class _Pass:
    """One pass over the messages of a thread."""

    thread: Thread
    earliest: list[datetime | None] = field(init=False)
    """For each round the first instant that anybody gave as its start."""
    by_start: dict[datetime, list[Round]] = field(default_factory=dict)
    by_period: dict[Period, list[Round]] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)
    """How many of the first rounds are answered already, for each role or fact: they need not be looked at again."""

    def __post_init__(self) -> None:
        starts = [starts_of(round_) for round_ in self.thread.rounds]
        self.earliest = [min(found, default=None) for found in starts]
        for round_, found in zip(self.thread.rounds, starts, strict=True):
            for start in dict.fromkeys(found):
                self.by_start.setdefault(start, []).append(round_)
            if round_.period is not None:
                self.by_period.setdefault(round_.period, []).append(round_)

    def run(self) -> None:
        first = self.thread.rounds[0]
        for told in self.thread.answers:
            statement = told.standing(told.disputed)
            if statement is None:
                continue
            if first.period is not None:
                self._by_period(told, statement)
            elif first.duty.closed_by is not None:
                self._act(told, statement)
            else:
                self._telling(told, statement)
        for told in self.thread.blockers:
            self._blocker(told)

    def _by_period(self, told: Told, statement: Statement) -> None:
        for round_ in self.by_period.get(statement.period, ()) if statement.period is not None else ():
            for track in round_.tracks:
                if told.author == round_.owed_by or told.author in track.debtors or statement.kind == _OFF_THE_BUS:
                    track.answers.append(told)

    def _telling(self, told: Told, statement: Statement) -> None:
        """To the round whose start it names, else to the oldest that was open when it came: what met one round never moves to heal another."""
        rounds = self.thread.rounds
        start = statement.instants.get(rounds[0].duty.clock_from)
        named = self.by_start.get(start) if start is not None else None
        # Where any recipient is enough, a message to several of them is still one answer.
        roles = _addressed(told, statement)
        for role in roles[:1] if rounds[0].any_recipient else roles:
            _answer(_open_among(named, role) if named else self._open_to(role, told), told, role)

    def _open_to(self, role: str, told: Told) -> Round:
        """The oldest round, of those that were open when the message came, in which nobody has told that role yet; else the last of them."""
        rounds = self.thread.rounds
        at = self.passed.get(role, 0)
        while at < len(rounds) and (at == 0 or rounds[at].opened_at <= told.received_at):
            if _open_for(rounds[at], role):
                return rounds[at]
            at += 1
            self.passed[role] = at
        return rounds[max(at - 1, 0)]

    def _act(self, told: Told, act: Statement) -> None:
        """An act answers the oldest open round that had begun by then; told again by another agency, the round it was told in.

        What was done before the event answers nothing: nobody is released before he is detained.
        """
        rounds, done_at = self.thread.rounds, instant_of(act)
        if done_at is None:
            return
        at = self.passed.get(act.name, 0)
        while at < len(rounds) and all(_has_act(track, act.name) for track in rounds[at].tracks):
            at += 1
        self.passed[act.name] = at
        unanswered_yet = (r for r in rounds[at:] if self._had_begun(r, done_at) and not _told_of(r, act))
        chosen = next(unanswered_yet, None) or self._answered(told, act, done_at)
        for track in chosen.tracks if chosen is not None else ():
            track.answers.append(told)

    def _answered(self, told: Told, act: Statement, done_at: datetime) -> Round | None:
        """Where every round that had begun has its act: the one of which another agency told it, else the last."""
        last: Round | None = None
        for round_ in reversed(self.thread.rounds):
            if self._had_begun(round_, done_at):
                last = last or round_
                if _told_by_others(round_, told, act):
                    return round_
        return last

    def _had_begun(self, round_: Round, instant: datetime) -> bool:
        start = self.earliest[round_.number - 1]
        return start is not None and start <= instant

    def _blocker(self, told: Told) -> None:
        """What had to wait concerns the last round that had begun by then, of those that were open when it was told."""
        statement = told.standing(told.disputed)
        at = instant_of(statement) if statement else None
        if at is None:
            return
        open_then = [r for r in self.thread.rounds if r.opened_at <= told.received_at] or self.thread.rounds[:1]
        begun = [round_ for round_ in open_then if self._had_begun(round_, at)]
        for track in (begun or open_then)[-1].tracks:
            track.blockers.append(told)


def _addressed(told: Told, statement: Statement) -> tuple[str, ...]:
    """Whom it tells, by any reading of its corrections: an obligation may refuse to follow one that another follows."""
    latest = told.standing()
    return tuple(dict.fromkeys((*statement.to, *(latest.to if latest is not None else ()))))


def _open_among(rounds: Sequence[Round], role: str) -> Round:
    """Of several rounds with one start the oldest that nobody has told that role of; else the first."""
    return next((round_ for round_ in rounds if _open_for(round_, role)), rounds[0])


def _open_for(round_: Round, role: str) -> bool:
    return any(track.recipient_is(role) and unanswered(track) for track in round_.tracks)


def _told_of(round_: Round, act: Statement) -> bool:
    return any(_has_act(track, act.name) for track in round_.tracks)


def _told_by_others(round_: Round, told: Told, act: Statement) -> bool:
    acts: Iterable[Told] = (other for track in round_.tracks for other in track.answers)
    return any(other.author != told.author and other.statement.name == act.name for other in acts)


def _has_act(track: Track, fact: str) -> bool:
    """Whether an act is there that leaves no room for this one: of several that are all needed, one of each."""
    closed_by = track.duty.closed_by
    every = closed_by is not None and bool(closed_by.all)
    return any(not every or told.statement.name == fact for told in track.answers)


def _answer(round_: Round, told: Told, role: str) -> None:
    if not round_.notices or round_.notices[-1] is not told:
        round_.notices.append(told)
    for track in round_.tracks:
        if track.recipient_is(role):
            track.answers.append(told)
            if track.recipient in told.refused_to:
                track.refused.add(told.message)
