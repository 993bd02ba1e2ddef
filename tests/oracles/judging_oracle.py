"""A slow second judge, for the tests alone. It replays a scenario record by record and, after each, asks of every obligation anew where it stands.

It judges what `scenarios` makes up: one occasion, or the reports of one kind. It shares the catalogue with what it judges, and nothing else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.law import zones
from tests.oracles.judging_answers import BAD, Owed, Standing, corrected
from tests.oracles.judging_messages import TELLINGS, Message, admitted, catalogue, instant
from tests.oracles.judging_opening import Known
from tests.oracles.judging_rounds import Answering, Event

Row = dict[str, Any]


def judge(scenario: Mapping[str, Any]) -> tuple[dict[str, str], list[Row]]:
    """The dispositions, and of each obligation what the oracle has an opinion on."""
    as_of = instant(scenario["as_of"])
    read_to = min(instant(scenario.get("intake_read_to_at") or scenario["as_of"]), as_of)
    zone = zones.zone(scenario["zone"])
    events = sorted((Message(raw, zone) for raw in scenario["events"]), key=lambda m: (m.received, m.author, m.n))
    events = [event for event in events if event.received <= read_to]
    became, taking_part = admitted(events, as_of)
    blind = [e for e in events if e.known_at > e.received and e.kind != "calendar-correction"]
    replay = Replay(zone, as_of, read_to, blind)
    replay.expect(taking_part, scenario.get("agencies") or ())
    replay.run(taking_part)
    return became, list(replay.rows())


@dataclass
class Replay(Known):
    """One pass over the records, in the order in which they reached the bus."""

    def expect(self, messages: list[Message], agencies: tuple[str, ...]) -> None:
        """Every agency that is named owes every period that one of them reported; whoever reported one owes at least that."""
        reports = [m for m in messages if m.accepted and m.period and m.kind in TELLINGS]
        for period in sorted({m.period for m in reports}):
            reporters = dict.fromkeys(m.author for m in reports if m.period == period)
            named = agencies if set(agencies) & set(reporters) else ()
            for agency in dict.fromkeys([*named, *reporters]):
                self.report(reports[0], period, agency)

    def run(self, messages: list[Message]) -> None:
        waiting: list[Message] = []
        for message in sorted(messages, key=lambda m: m.order):
            self.note(message.received)
            if self.apply(message):
                count = len(waiting) + 1
                while len(waiting) < count:
                    count = len(waiting)
                    waiting = [early for early in waiting if not self.apply(early)]
            else:
                waiting.append(message)
            self.note(message.received)
        self.note(self.as_of)

    def apply(self, message: Message) -> bool:
        if message.kind in TELLINGS:
            self.said[message.id] = message
            self.parts[message.id] = []
            if message.accepted:
                self.hear(message)
            return True
        if message.kind == "calendar-correction":
            self.correct_calendar(message)
            return True
        about = self.said.get(str(message.regarded))
        if about is None:
            return False
        if message.kind in ("correction", "withdrawal"):
            self.change(message, about)
        elif message.kind == "receipt":
            self.receipt(message, about)
        else:
            self.rule(message, about)
        return True

    def change(self, message: Message, about: Message) -> None:
        """Followed at once; but not by an obligation of its author that would look better for it."""
        at = message.received
        concerned = [(a, e, o) for a in self.parts[about.id] for e, o in a.owed()]
        if message.kind == "withdrawal":
            for which in concerned:
                standing = self.stands(which)
                if standing.declared_by is about:
                    which[2].kept = standing if standing.end is not None and at > standing.end else None
        mine = [which for which in concerned if which[2].debtor == message.author and not self.still_time(which, at)]
        before = [(which, self.badness(which, at)) for which in mine]
        about.changes.append(message)
        while healed := [which for which, was in before if self.badness(which, at) < was]:
            for which in healed:
                which[2].ignored.add(message.id)
                which[2].disputed = True
            before = [(which, was) for which, was in before if which not in healed]
            about.disputed.add(message.id)

    def still_time(self, which: tuple[Answering, Event, Owed], at: datetime) -> bool:
        """Until the deadline whoever owes may say anything anew."""
        end = self.stands(which).end
        return end is not None and at <= end

    def receipt(self, message: Message, about: Message) -> None:
        about.receipts.append(message)
        if message.name != "refused":
            return
        role = message.as_role or message.author
        for answering in self.parts[about.id]:
            answers = answering.assigned()
            for event, owed in list(answering.owed()):
                if about in answers[owed] and (role == owed.recipient or role not in about.roles()):
                    standing = self.stands((answering, event, owed))
                    meets = standing.met is not None and about in standing.met.messages
                    if meets and standing.end is not None and message.received > standing.end:
                        owed.disputed = True
                    else:
                        about.refused_to.add(owed.recipient)

    def rule(self, message: Message, about: Message) -> None:
        """Nobody rules on himself; whoever else rules is taken to be the overseer."""
        if message.decision == "deem-accepted":
            if not about.accepted and not about.deemed:
                about.deemed = True
                self.hear(about)
            about.deemed = True
            about.disputed.clear()
        for answering in self.parts[about.id]:
            answers = answering.assigned()
            for event, owed in answering.owed():
                if (about in answers[owed] or about in event.triggers) and message.author != owed.debtor:
                    owed.disputed = False
                    owed.annulled = message.decision == "annul"
                    if message.decision == "deem-accepted":
                        owed.ignored.clear()
                        owed.pinned = None

    def correct_calendar(self, message: Message) -> None:
        self.days = corrected(self.days, message.adds_off or (), message.adds_worked or ())
        for which in self.every():
            if self.stands(which).met is None:
                which[2].days, which[2].later_days = self.days, None
            else:
                which[2].later_days = self.days

    def decided(self, end: datetime, at: datetime) -> bool:
        unread = (e for e in self.blind if e.received <= end and not e.known_at <= min(at, self.as_of))
        return self.read_to >= end and next(unread, None) is None

    def note(self, at: datetime) -> None:
        """Counts every breach that begins and every one that turns out to be none, until nothing changes any more."""
        for which in self.every():
            owed, standing = which[2], self.stands(which)
            if owed.later_days is not None and (standing.met is None or standing.start is None):
                owed.days, owed.later_days = owed.later_days, None
                standing = self.stands(which)
            if standing.start is not None:
                owed.version += owed.dated and standing.deadline != owed.shown
                owed.dated, owed.shown = True, standing.deadline
            owed.ever = owed.ever or (standing.start is not None and standing.applies != "no")
            end = standing.end
            decided = end is None or at <= end or self.decided(end, at)
            owed.verdict = self.verdict(owed, standing, at, decided=decided)
            if owed.verdict != "undecided" and (owed.verdict in BAD) != (owed.breaches > owed.retracted):
                owed.breaches += owed.verdict in BAD
                owed.retracted += owed.verdict not in BAD
            if self.ask(which, standing, overdue=end is not None and end < at and decided):
                self.note(at)

    def ask(self, which: tuple[Answering, Event, Owed], standing: Standing, *, overdue: bool) -> bool:
        """The bus asks for the release when the 72 hours ran out, and takes it back when they had not."""
        answering, event, owed = which
        end, changed = standing.end, False
        if owed.asked is None and overdue and end and standing.applies == "yes" and not owed.annulled:
            unmet = standing.met is None or any(m.received > end for m in standing.met.messages)
            for duty in catalogue().raised_when_unmet(answering.duty.code) if unmet and standing.start else ():
                raw = {"kind": "fact", "name": duty.trigger, "outbox_of": "bus", "received_at": end.isoformat()}
                raw |= {"message_id": f"bus-{event.number}", str(duty.clock_from): end.isoformat()}
                owed.asked = Message(raw, self.zone, -1)
                self.parts[owed.asked.id] = [self.of(duty)]
                self.trigger(owed.asked, duty, owed.debtor)
                for asked in self.of(duty).events:
                    self.see_whether_owed(self.of(duty), asked)
                changed = True
        if owed.asked is not None and owed.asked.taken_back == (owed.verdict in BAD):
            owed.asked.taken_back = not owed.asked.taken_back
            changed = True
        return changed

    def rows(self) -> Iterator[Row]:
        for which in self.every():
            _, event, owed = which
            standing = self.stands(which)
            if not owed.ever or (event.triggers and all(m.taken_back for m in event.triggers)):
                continue
            yield {
                "duty": owed.duty.code,
                "round": event.period or event.number,
                "recipient": None if event.one_for_all else owed.recipient,
                "sender": owed.debtor,
                "verdict": owed.verdict,
                "deadline": owed.shown,
                "deadline_version": owed.version,
                "met_at": standing.met.judged if standing.met else None,
                "breach_events": owed.breaches,
                "retracted": owed.retracted,
                "disputed": owed.disputed,
            }
