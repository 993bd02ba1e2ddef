"""What is known of a scenario so far, and what a further statement opens, for the oracle of judging."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from schemas.catalogue.duty import Duty
from tests.oracles.judging_answers import Owed, Standing
from tests.oracles.judging_messages import Message, catalogue, days_of
from tests.oracles.judging_rounds import Answering, Event, separating
from tests.oracles.stepping import Days, end_of


@dataclass
class Known:
    """Every obligation that was opened so far, and every statement."""

    zone: ZoneInfo
    as_of: datetime
    read_to: datetime
    blind: list[Message]
    days: Days = field(default_factory=Days)
    duties: dict[str, Answering] = field(default_factory=dict)
    said: dict[str, Message] = field(default_factory=dict)
    parts: dict[str, list[Answering]] = field(default_factory=dict)

    def of(self, duty: Duty) -> Answering:
        return self.duties.setdefault(duty.code, Answering(duty))

    def every(self) -> Iterator[tuple[Answering, Event, Owed]]:
        for answering in list(self.duties.values()):
            for event, owed in list(answering.owed()):
                yield answering, event, owed

    def stands(self, at: tuple[Answering, Event, Owed]) -> Standing:
        answering, event, owed = at
        return answering.standing(event, owed, self.zone)

    def report(self, like: Message, period: str, agency: str) -> None:
        codes = [
            d for d in catalogue().duties if d.code == like.name or (d.closed_by and like.name in d.closed_by.facts)
        ]
        for duty in (d for d in codes if d.periodic):
            answering = self.of(duty)
            if any(e.period == period and e.owed_by == agency for e in answering.events):
                continue
            begins = end_of(days_of(period)[0], self.zone)
            event = Event(len(answering.events) + 1, duty, begins, period=period, owed_by=agency)
            answering.events.append(event)
            self.open(event, agency)
            for owed in event.owed:
                owed.ever = True

    def hear(self, message: Message) -> None:
        """Opens what it opens, and stands by for what it may answer."""
        parts = self.parts[message.id]
        if message.kind == "fact":
            parts.extend(answering for duty in catalogue().duties if (answering := self.happened(message, duty)))
        else:
            parts.append(self.tell(message))
        if message.period:
            self.report(message, message.period, message.author)
        for answering in parts:
            for event in answering.events:
                if event.period is None and self.concerned(answering, event, message):
                    self.hold_to_own_word(answering, event, message.received)
                    self.see_whether_owed(answering, event)

    def happened(self, message: Message, duty: Duty) -> Answering | None:
        """The duty's part in a fact, if it has one: opened by it, closed by it, or to have come before it."""
        acts = duty.closed_by.facts if duty.closed_by else ()
        if message.name not in (duty.trigger, duty.again_on, duty.must_precede, *acts):
            return None
        if message.name in (duty.trigger, duty.again_on) and message.start(duty.clock_from):
            self.trigger(message, duty, message.author)
        if message.name in acts:
            self.of(duty).answers.append(message)
        if message.name == duty.must_precede:
            self.of(duty).waiting.append(message)
        return self.of(duty)

    def concerned(self, answering: Answering, event: Event, message: Message) -> bool:
        heard = (*event.triggers, *event.first_notices, *answering.notices(event))
        return message in heard or message in answering.waiting

    def see_whether_owed(self, answering: Answering, event: Event) -> None:
        for owed in event.owed:
            standing = self.stands((answering, event, owed))
            if not owed.ever:
                owed.ever = standing.start is not None and standing.applies != "no"
                owed.shown = standing.deadline

    def trigger(self, message: Message, duty: Duty, debtor: str) -> None:
        answering = self.of(duty)
        event = answering.joined(message)
        if event is None:
            event = Event(len(answering.events) + 1, duty, message.received)
            answering.events.append(event)
        if event.by_fact is None:
            event.by_fact, event.value = message.name, separating(duty, message)
            for owed in event.owed:
                owed.debtor = debtor
            self.open(event, debtor)
        event.triggers.append(message)

    def tell(self, message: Message) -> Answering:
        duty = catalogue().duties_by_code[message.name][0]
        answering = self.of(duty)
        start = message.start(duty.clock_from)
        opens = start is not None and not duty.periodic and answering.is_new(start)
        answering.answers.append(message)
        if start is None or duty.periodic:
            return answering
        if opens:
            event = Event(len(answering.events) + 1, duty, message.received, first_notices=[message])
            answering.events.append(event)
        named = next((e for e in answering.events if start in e.starts()), answering.events[-1])
        if named.by_fact is None:
            self.open(named, message.author, only=message.roles())
        return answering

    def open(self, event: Event, debtor: str, only: tuple[str, ...] | None = None) -> None:
        duty = event.duty
        roles: tuple[str | None, ...] = (duty.recipients[:1] or (None,)) if event.one_for_all else duty.recipients
        for role in roles:
            wanted = only is None or event.one_for_all or role in only
            if wanted and all(owed.recipient != role for owed in event.owed):
                event.owed.append(Owed(duty, role, debtor, self.days))

    def hold_to_own_word(self, answering: Answering, event: Event, at: datetime) -> None:
        """Who publishes a later start, after the end that his own notice had given, is held to his notice."""
        clock = event.duty.clock_from
        for owed in event.owed:
            told = [m.received for m in event.triggers if m.author == owed.debtor and m.says(m.disputed)]
            own = (m for m in answering.notices(event) if m.author == owed.debtor and m.kind != "fact")
            named = {start for m in own if (start := m.start(clock, m.disputed))}
            named |= {owed.kept.start} if owed.kept and owed.kept.start else set()
            now = self.stands((answering, event, owed)).start
            for start in sorted(s for s in named if now and s < now) if told else ():
                if owed.pinned is None:
                    free = self.badness((answering, event, owed), at)
                    owed.pinned = start
                    end = self.stands((answering, event, owed)).end
                    held = self.badness((answering, event, owed), at)
                    if end is None or min(told) <= end or free >= held:
                        owed.pinned = None
                    else:
                        owed.disputed = True

    def badness(self, which: tuple[Answering, Event, Owed], at: datetime) -> tuple[int, float]:
        standing = self.stands(which)
        rank = {"breached": 2, "late": 1}.get(self.verdict(which[2], standing, at, decided=True), 0)
        return rank, -standing.end.timestamp() if rank and standing.end else 0

    def verdict(self, owed: Owed, standing: Standing, at: datetime, *, decided: bool) -> str:
        if owed.annulled or standing.start is None or standing.applies == "no":
            return "cancelled"
        if standing.came_first:
            return "breached"
        if standing.end is None:
            return "no-deadline-met" if standing.met else "no-deadline-open"
        if standing.met and standing.met.judged <= standing.end:
            return "in-time"
        if standing.applies == "unknown":
            return "provisional"
        if standing.met:
            return "late" if decided else "undecided"
        return "open" if at <= standing.end else "breached" if decided else "undecided"
