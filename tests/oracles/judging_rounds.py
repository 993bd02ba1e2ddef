"""Rounds and obligations, for the oracle of judging. Each question is answered anew from all that was said, however slow."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from schemas.catalogue.duty import Duty
from schemas.catalogue.rules import EachItsOwnMessage, SeparateBy
from tests.oracles import stepping
from tests.oracles.judging_answers import Owed, Standing, met_by, refused, term_end
from tests.oracles.judging_messages import Message, days_of


@dataclass(eq=False)
class Event:
    """One round: an event that a duty answers to."""

    number: int
    duty: Duty
    at: datetime
    by_fact: str | None = None
    value: object = None
    period: str | None = None
    owed_by: str | None = None
    triggers: list[Message] = field(default_factory=list)
    first_notices: list[Message] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)

    @property
    def one_for_all(self) -> bool:
        return self.duty.closed_by is not None or self.duty.recipients_rule == "any"

    def starts(self) -> list[datetime]:
        clock = self.duty.clock_from
        told = [at for m in self.triggers if (at := m.start(clock, m.disputed))]
        return told or [at for m in self.first_notices if (at := m.start(clock, m.disputed))]

    def hears(self, owed: Owed, role: str) -> bool:
        return role == owed.recipient or (self.one_for_all and role in self.duty.recipients)


@dataclass(eq=False)
class Answering:
    """All events of one duty, and all messages that may answer them."""

    duty: Duty
    events: list[Event] = field(default_factory=list)
    answers: list[Message] = field(default_factory=list)
    waiting: list[Message] = field(default_factory=list)
    """Facts that should have waited for this duty."""

    def owed(self) -> Iterator[tuple[Event, Owed]]:
        for event in self.events:
            for owed in event.owed:
                yield event, owed

    def joined(self, message: Message) -> Event | None:
        """The event that this fact tells again."""
        value = separating(self.duty, message)
        may = [
            e
            for e in self.events
            if e.period is None
            and e.by_fact in (None, message.name)
            and (e.by_fact is None or e.value == value)
            and all(trigger.author != message.author for trigger in e.triggers)
        ]
        start = message.start(self.duty.clock_from)
        return next((e for e in may if start in e.starts()), may[0] if may else None)

    def is_new(self, start: datetime) -> bool:
        """Whether a notice that names this start opens an event."""
        if not self.events:
            return True
        named = any(start in event.starts() for event in self.events)
        answers = self.assigned()
        free = any(all(refused(m, owed) for m in answers[owed]) for _, owed in self.owed())
        return not named and self.duty.rule(EachItsOwnMessage) is not None and not free

    def assigned(self) -> dict[Owed, list[Message]]:
        """Which message answers which obligation."""
        found: dict[Owed, list[Message]] = {owed: [] for _, owed in self.owed()}
        for message in sorted(self.answers, key=lambda m: m.order):
            if message.says(message.disputed) is not None and self.events:
                for owed in list(self._answered(message, found)):
                    found[owed].append(message)
        return found

    def notices(self, event: Event) -> list[Message]:
        found = self.assigned()
        mine = {id(m): m for owed in event.owed for m in found[owed]}
        return sorted(mine.values(), key=lambda m: m.order)

    def _answered(self, message: Message, found: dict[Owed, list[Message]]) -> Iterator[Owed]:
        if self.events[0].period is not None:
            yield from (o for e, o in self.owed() if e.period == message.period and e.owed_by == message.author)
        elif self.duty.closed_by is not None:
            event = self._act(message, found)
            yield from event.owed if event else ()
        else:
            yield from self._telling(message, found)

    def _act(self, message: Message, found: dict[Owed, list[Message]]) -> Event | None:
        """What was done before an event does not answer it."""
        done = message.done(message.disputed)
        begun = [e for e in self.events if done and any(start <= done for start in e.starts())]
        each = bool(self.duty.closed_by and self.duty.closed_by.all)

        def same(event: Event) -> list[Message]:
            acts = [m for owed in event.owed for m in found[owed]]
            return [m for m in acts if m.name == message.name or not each]

        free = [event for event in begun if not same(event)]
        again = [e for e in begun if any(m.author != message.author and m.name == message.name for m in same(e))]
        return next(iter([*free, *reversed(again), *reversed(begun)]), None)

    def _telling(self, message: Message, found: dict[Owed, list[Message]]) -> Iterator[Owed]:
        said = (message.says(message.disputed) or {}).get(self.duty.clock_from)
        start = message.start(self.duty.clock_from, message.disputed) if said else None
        named = [event for event in self.events if start is not None and start in event.starts()]
        then = [event for event in self.events if event.at <= message.received] or self.events[:1]
        roles = tuple(dict.fromkeys((*message.roles(message.disputed), *message.roles())))
        for role in roles[:1] if self.events[0].one_for_all else roles:
            free = [event for event in named or then if self._free(event, role, found)]
            event = free[0] if free else named[0] if named else then[-1]
            for owed in event.owed:
                if event.hears(owed, role):
                    yield owed

    def _free(self, event: Event, role: str, found: dict[Owed, list[Message]]) -> bool:
        """Whether nobody has told that role of the event, but for what was refused."""
        return any(event.hears(owed, role) and all(refused(m, owed) for m in found[owed]) for owed in event.owed)

    def blockers(self, event: Event) -> list[datetime]:
        """When those facts happened that should have waited for this event's answer."""
        found = []
        for message in self.waiting:
            at = message.done(message.disputed)
            then = [e for e in self.events if e.at <= message.received] or self.events[:1]
            begun = [e for e in then if at and any(start <= at for start in e.starts())] or then
            if at and begun[-1] is event:
                found.append(message)
        return [at for m in found for owed in event.owed if (at := m.done(owed.ignored))]

    def standing(self, event: Event, owed: Owed, zone: ZoneInfo) -> Standing:
        answers = self.assigned()[owed]
        start, declared_by = self._start(event, owed, answers, zone)
        if start is None:
            return Standing(None, None, "no", None, None, None, came_first=False)
        declared = attributes([*event.triggers, *self.notices(event)], owed.ignored, wanted=self.duty.applies_if or {})
        applies = _applies(self.duty, declared)
        deadline, law = term_end(self.duty.code, start, zone, owed.days, declared.get("case_term_hours"), event.period)
        end, came_first = deadline if law else None, False
        if self.duty.must_precede is not None:
            first = min(self.blockers(event), default=None)
            met = met_by(self.duty, answers, owed, first, None)
            came_first = first is not None and (met is None or met.judged > first)
        else:
            begins = stepping.end_of(days_of(event.period)[0] - timedelta(days=1), zone) if event.period else None
            met = met_by(self.duty, answers, owed, end, begins)
        return Standing(start, declared_by, applies, deadline, end, met, came_first)

    def _start(
        self, event: Event, owed: Owed, answers: Sequence[Message], zone: ZoneInfo
    ) -> tuple[datetime | None, Message | None]:
        clock = self.duty.clock_from
        if event.period is not None:
            return stepping.end_of(days_of(event.period)[1], zone), None
        told = [at for m in event.triggers if (at := m.start(clock, owed.ignored))]
        if told:
            return min([*told, *([owed.pinned] if owed.pinned else [])]), None
        if owed.kept is not None:
            return owed.kept.start, owed.kept.declared_by
        named = ((at, m) for m in answers if m.kind != "fact" and (at := m.start(clock, owed.ignored)))
        return next(named, (None, None))


def separating(duty: Duty, message: Message) -> object:
    rule = duty.rule(SeparateBy)
    return (message.attributes or {}).get(rule.attribute) if rule else None


def attributes(messages: Sequence[Message], ignoring: Collection[str], *, wanted: Mapping[str, str]) -> dict[str, Any]:
    """What was declared, by whoever said it first; "unknown" says nothing, and what makes the duty apply goes before all."""
    found: dict[str, Any] = {}
    for message in messages:
        for name, value in ((message.says(ignoring) or {}).get("attributes") or {}).items():
            if value != "unknown" and (name not in found or value == wanted.get(name)):
                found[name] = value
    return found


def _applies(duty: Duty, declared: dict[str, Any]) -> str:
    answers = {
        "yes" if declared.get(n) == v else "no" if n in declared else "unknown"
        for n, v in (duty.applies_if or {}).items()
    }
    return next((answer for answer in ("no", "unknown") if answer in answers), "yes")
