"""Which message answers which obligation, decided anew from all that is known of a duty on an occasion. Pure.

One pass over the messages in the order in which they reached the bus. What a round is asked often, its starts, is worked out once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

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
    starts: list[list[datetime]] = field(init=False)
    by_start: dict[datetime, Round] = field(init=False)
    passed: dict[str, int] = field(default_factory=dict)
    """How many of the first rounds are answered already, for each role or fact: they need not be looked at again."""

    def __post_init__(self) -> None:
        rounds = self.thread.rounds
        self.starts = [starts_of(round_) for round_ in rounds]
        self.by_start = {}
        for round_, starts in zip(rounds, self.starts, strict=True):
            for start in starts:
                self.by_start.setdefault(start, round_)

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
        for round_ in self.thread.rounds:
            for track in round_.tracks if round_.period == statement.period else ():
                if told.author == round_.owed_by or told.author in track.debtors or statement.kind == _OFF_THE_BUS:
                    track.answers.append(told)

    def _telling(self, told: Told, statement: Statement) -> None:
        """To the round whose start it names, else to the oldest that was open when it came: what met one round never moves to heal another."""
        rounds = self.thread.rounds
        start = statement.instants.get(rounds[0].duty.clock_from)
        named = self.by_start.get(start) if start is not None else None
        if named is not None:
            _answer(named, told, statement.to)
            return
        # Where any recipient is enough, a message to several of them is still one answer.
        for role in statement.to[:1] if rounds[0].any_recipient else statement.to:
            _answer(self._open_to(role, told), told, (role,))

    def _open_to(self, role: str, told: Told) -> Round:
        """The oldest round, of those that were open when the message came, in which nobody has told that role yet; else the last of them."""
        rounds = self.thread.rounds
        last = rounds[0]
        at = self.passed.get(role, 0)
        while at < len(rounds) and (at == 0 or rounds[at].opened_at <= told.received_at):
            last = rounds[at]
            if any(track.recipient_is(role) and unanswered(track) for track in last.tracks):
                return last
            at += 1
            self.passed[role] = at
        return rounds[max(at - 1, 0)]

    def _act(self, told: Told, act: Statement) -> None:
        """An act answers the oldest open round that it can belong to; told again by another agency, the round it was told in."""
        done_at = instant_of(act)
        rounds = self.thread.rounds
        begun = self._begun(done_at) or rounds
        at = self.passed.get(act.name, 0)
        while at < len(rounds) and all(_has_act(track, act.name) for track in rounds[at].tracks):
            at += 1
        self.passed[act.name] = at
        unanswered = (r for r in begun if r.number > at and not any(_has_act(t, act.name) for t in r.tracks))
        chosen = next(unanswered, None) or _told_by_others(begun, told, act) or begun[-1]
        for track in chosen.tracks:
            track.answers.append(told)

    def _begun(self, instant: datetime | None) -> list[Round]:
        if instant is None:
            return []
        pairs = zip(self.thread.rounds, self.starts, strict=True)
        return [round_ for round_, starts in pairs if any(start <= instant for start in starts)]

    def _blocker(self, told: Told) -> None:
        """What had to wait concerns the last round that had begun by then."""
        statement = told.standing(told.disputed)
        at = instant_of(statement) if statement else None
        if at is None:
            return
        for track in (self._begun(at) or self.thread.rounds)[-1].tracks:
            track.blockers.append(told)


def _told_by_others(begun: list[Round], told: Told, act: Statement) -> Round | None:
    for round_ in reversed(begun):
        for track in round_.tracks:
            if any(other.author != told.author and other.statement.name == act.name for other in track.answers):
                return round_
    return None


def _has_act(track: Track, fact: str) -> bool:
    """Whether an act is there that leaves no room for this one: of several that are all needed, one of each."""
    closed_by = track.duty.closed_by
    every = closed_by is not None and bool(closed_by.all)
    return any(not every or told.statement.name == fact for told in track.answers)


def _answer(round_: Round, told: Told, roles: tuple[str, ...]) -> None:
    if told not in round_.notices:
        round_.notices.append(told)
    for role in roles:
        for track in round_.tracks:
            if track.recipient_is(role):
                track.answers.append(told)
                if track.recipient in told.refused_to:
                    track.refused.add(told.message)
