"""One duty on one occasion: which trigger opens which round, and which message answers which obligation. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from schemas.catalogue.duty import Duty
from schemas.catalogue.rules import EachItsOwnMessage, SeparateBy
from services.obligations.outcomes import instant_of
from services.obligations.records import Statement
from services.obligations.told import Told
from services.obligations.tracks import Round, Track

_OFF_THE_BUS: Final = "off-the-bus"


@dataclass(slots=True, eq=False)
class Thread:
    """All rounds of a duty, and every message that may meet one of them, in the order in which they reached the bus."""

    code: str
    rounds: list[Round] = field(default_factory=list)
    answers: list[Told] = field(default_factory=list)
    blockers: list[Told] = field(default_factory=list)

    @property
    def tracks(self) -> Iterator[Track]:
        for round_ in self.rounds:
            yield from round_.tracks

    def joined_by(self, told: Told, duty: Duty) -> Round | None:
        """The round whose event this trigger tells again: another agency's word, or what so far only a notice named."""
        statement = told.statement
        value = separating(duty, statement)
        joinable = [
            round_
            for round_ in self.rounds
            if round_.period is None
            and round_.opened_by in (None, statement.name)
            and (round_.opened_by is None or round_.separate_by == value)
            and not round_.told_by(told.author)
        ]
        start = statement.instant(duty.clock_from)
        same = (round_ for round_ in joinable if start in _starts(round_))
        return next(same, None) or next(iter(joinable), None)

    def opened(self, duty: Duty, told: Told | None, *, at: datetime) -> Round:
        """A further round."""
        by = told.statement.name if told is not None and told.statement.kind == "fact" else None
        value = separating(duty, told.statement) if told is not None else None
        round_ = Round(len(self.rounds) + 1, duty, by, at, separate_by=value)
        self.rounds.append(round_)
        return round_

    def needs_a_round_of_its_own(self, told: Told, duty: Duty) -> bool:
        """Whether a notice names an event that no round is about: the first, or one that is never a repeat of another."""
        start = told.statement.instants.get(duty.clock_from)
        if start is None:
            return False
        if not self.rounds:
            return True
        new = all(start not in _starts(round_) for round_ in self.rounds)
        return new and duty.rule(EachItsOwnMessage) is not None and not any(_unanswered(t) for t in self.tracks)

    def round_named(self, start: datetime) -> Round | None:
        """The round of that start; where nobody named it so, the last."""
        named = (round_ for round_ in self.rounds if start in _starts(round_))
        return next(named, None) or (self.rounds[-1] if self.rounds else None)

    def assign(self) -> None:
        """Which message answers which obligation, decided anew from all that is known so far."""
        for round_ in self.rounds:
            round_.notices, round_.assigned = [], round_.assigned + 1
        for track in self.tracks:
            track.answers, track.blockers = [], []
        if not self.rounds:
            return
        limit = self.rounds[0].duty.closed_by is not None
        standing = [(told, s) for told in self.answers if (s := told.standing(told.disputed))]
        if self.rounds[0].period is not None:
            self._assign_by_period(standing)
        elif limit:
            for told, statement in standing:
                self._assign_act(told, statement)
        else:
            self._assign_tellings(standing)
        self._assign_blockers()

    def _assign_by_period(self, standing: Iterable[tuple[Told, Statement]]) -> None:
        for told, statement in standing:
            for track in self.tracks:
                round_ = track.round
                if round_.period == statement.period and (
                    told.author == round_.owed_by or told.author in track.debtors or statement.kind == _OFF_THE_BUS
                ):
                    track.answers.append(told)

    def _assign_tellings(self, standing: Iterable[tuple[Told, Statement]]) -> None:
        """Each to the round whose start it names, else to the oldest that was open when it came: what met one round never moves to heal another."""
        clock = self.rounds[0].duty.clock_from
        for told, statement in standing:
            start = statement.instants.get(clock)
            named = next((round_ for round_ in self.rounds if start is not None and start in _starts(round_)), None)
            if named is not None:
                _answer(named, told, statement.to)
                continue
            open_then = [r for r in self.rounds if r.opened_at <= told.received_at] or self.rounds[:1]
            # Where any recipient is enough, a message to several of them is still one answer.
            for role in statement.to[:1] if self.rounds[0].any_recipient else statement.to:
                unanswered = (r for r in open_then if any(_unanswered(t) and t.recipient_is(role) for t in r.tracks))
                _answer(next(unanswered, open_then[-1]), told, (role,))

    def _assign_act(self, told: Told, act: Statement) -> None:
        """An act answers the oldest open round that it can belong to; told again by another agency, the round it was told in."""
        done_at = instant_of(act)
        begun = [r for r in self.rounds if done_at is not None and any(start <= done_at for start in _starts(r))]
        unanswered = (r for r in begun or self.rounds if not any(_has_act(t, act.name) for t in r.tracks))
        told_by_others = (
            r
            for r in reversed(begun)
            if any(a.author != told.author and a.statement.name == act.name for a in _acts(r))
        )
        chosen = next(unanswered, None) or next(told_by_others, None) or (begun or self.rounds)[-1]
        for track in chosen.tracks:
            track.answers.append(told)

    def _assign_blockers(self) -> None:
        """What had to wait concerns the last round that had begun by then."""
        for told in self.blockers:
            statement = told.standing(told.disputed)
            at = instant_of(statement) if statement else None
            if at is None:
                continue
            begun = [r for r in self.rounds if any(start <= at for start in _starts(r))]
            for track in (begun or self.rounds)[-1].tracks:
                track.blockers.append(told)


def separating(duty: Duty, statement: Statement) -> str | int | None:
    rule = duty.rule(SeparateBy)
    return statement.attributes.get(rule.attribute) if rule else None


def _starts(round_: Round) -> list[datetime]:
    """Every start that anybody gave this round: by its triggers, and where there are none, by its notices."""
    clock = round_.duty.clock_from
    return [at for told in round_.triggers if (s := told.standing(told.disputed)) and (at := s.instant(clock))] or [
        at for told in round_.opening_notices if (s := told.standing(told.disputed)) and (at := s.instants.get(clock))
    ]


def _unanswered(track: Track) -> bool:
    return all(told.message in track.refused for told in track.answers)


def _has_act(track: Track, fact: str) -> bool:
    closed_by = track.duty.closed_by
    needed = {fact} if closed_by is not None and closed_by.all else None
    return any(needed is None or told.statement.name in needed for told in track.answers)


def _acts(round_: Round) -> Iterator[Told]:
    for track in round_.tracks:
        yield from track.answers


def _answer(round_: Round, told: Told, roles: Iterable[str]) -> None:
    if told not in round_.notices:
        round_.notices.append(told)
    for role in roles:
        for track in round_.tracks:
            if track.recipient_is(role):
                track.answers.append(told)
