"""One duty on one occasion: which trigger opens which round, and which messages may answer one. Pure."""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from schemas.catalogue.duty import Duty
from schemas.catalogue.rules import EachItsOwnMessage, SeparateBy
from services.obligations.records import Statement
from services.obligations.told import Told
from services.obligations.tracks import Round, Track


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
        same = (round_ for round_ in joinable if start in starts_of(round_))
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
        new = all(start not in starts_of(round_) for round_ in self.rounds)
        return new and duty.rule(EachItsOwnMessage) is not None and not any(unanswered(t) for t in self.tracks)

    def round_named(self, start: datetime) -> Round | None:
        """The round of that start; where nobody named it so, the last."""
        named = (round_ for round_ in self.rounds if start in starts_of(round_))
        return next(named, None) or (self.rounds[-1] if self.rounds else None)

    def hear(self, told: Told) -> bool:
        """Takes up a message that may answer a round, in its place; false where it is there already."""
        if told in self.answers:
            return False
        insort(self.answers, told, key=lambda heard: heard.record.order)
        return True


def separating(duty: Duty, statement: Statement) -> str | int | None:
    rule = duty.rule(SeparateBy)
    return statement.attributes.get(rule.attribute) if rule else None


def starts_of(round_: Round) -> list[datetime]:
    """Every start that anybody gave this round: by its triggers, and where there are none, by its notices."""
    clock = round_.duty.clock_from
    return [at for told in round_.triggers if (s := told.standing(told.disputed)) and (at := s.instant(clock))] or [
        at for told in round_.opening_notices if (s := told.standing(told.disputed)) and (at := s.instants.get(clock))
    ]


def unanswered(track: Track) -> bool:
    """Whether nobody has said anything that could meet it, but for what was refused."""
    return all(told.message in track.refused for told in track.answers)
