"""A machine that says whatever agencies may say, lets time pass and corrects the calendar; after every step the design's invariants hold."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.law.deadlines import Law
from services.obligations import judging
from services.obligations.cases import Case, Until
from services.obligations.obligation import Obligation, ObligationKey
from services.obligations.records import (
    Content,
    Correction,
    LawCorrected,
    MessageName,
    ObligationName,
    Place,
    Receipt,
    Record,
    Ruling,
    Statement,
    Withdrawal,
)
from services.scenarios.parts import ScenarioParts
from tests.unit.obligations import saying

MINUTE: Final = timedelta(minutes=1)
DEBTOR, COURT, OVERSEER, RECIPIENT = "debtor-a", "court-a", "overseer-a", "recipient-a"
BAD: Final = ("late", "breached")
HOURS: Final = st.sampled_from([0, 1, 2.5, 3, 11, 12, 24, 60, 72])
NEAR: Final = st.sampled_from([timedelta(), timedelta(microseconds=1), MINUTE])
ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "custody.protocol-drawn": ("detention.prosecutor-notice",),
    "juvenile.runaway-placed": ("juvenile.runaway-notice",),
    "custody.place-set": ("detention.foreigner-notice", "detention.relatives-notice"),
    "custody.person-restricted": (),
}
ACTS: Final = (
    "custody.handed-over",
    "custody.protocol-drawn",
    "custody.court-decided",
    "custody.released",
    "custody.interrogated",
    "custody.defender-met",
)
OPENING: Final = st.sampled_from(sorted(ANSWERS))
AUTHOR: Final = st.sampled_from([DEBTOR, DEBTOR, COURT])


@dataclass
class Before:
    """How an obligation stood before the last step, and who spoke in it."""

    found: Mapping[ObligationKey, Obligation]
    at: datetime
    author: str | None = None
    content: Content | None = None


class Judged(RuleBasedStateMachine):
    """Everything happens on one occasion; the same is said in a drill as well, which must change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.now = saying.at("25 Apr 09:00")
        self.records: list[Record] = []
        self.law: Law = saying.law()
        self.found: Mapping[ObligationKey, Obligation] = {}
        self.before = Before({}, self.now)

    def judge(self, *, drill: str | None = None) -> dict[ObligationKey, Obligation]:
        case = Case(tuple(self.records), occasion="occasion-1", drill=drill)
        parts = ScenarioParts(saying.ALMATY, saying.catalogue())
        found = judging.judge(case, law=saying.law(), parts=parts, until=Until(self.now, self.now))
        return {o.key: o for o in found}

    def say(self, author: str, content: Content) -> None:
        """Each record reaches the bus a moment after the one before."""
        self.pass_for(timedelta(microseconds=1))
        name = MessageName(author, f"m{len(self.records)}")
        self.records.append(Record(name, content, self.now, Place(author, 0, len(self.records))))
        self.settle(author, content)

    def settle(self, author: str | None, content: Content | None) -> None:
        self.before = Before(self.found, self.now, author, content)
        self.found = self.judge()

    def pass_for(self, span: timedelta) -> None:
        self.now += span
        self.settle(None, None)

    def statements(self, author: str | None = None, kind: str | None = None) -> list[Record]:
        return [
            record
            for record in self.records
            if isinstance(record.content, Statement)
            and author in (None, record.author)
            and kind in (None, record.content.kind)
        ]

    @rule(hours=HOURS, near=NEAR)
    def let_time_pass(self, hours: float, near: timedelta) -> None:
        self.pass_for(timedelta(hours=hours) + near)

    @rule(fact=OPENING, author=AUTHOR, ago=HOURS, foreigner=st.sampled_from(["yes", "no", "unknown"]))
    def publish(self, fact: str, author: str, ago: float, foreigner: str) -> None:
        at = self.now - timedelta(hours=ago)
        (name,) = saying.catalogue().fact_by_code[fact].instants
        self.say(
            author, Statement("fact", fact, instants={name: at}, occurred_at=at, attributes={"foreigner": foreigner})
        )

    @rule(fact=OPENING, ago=HOURS, names_it=st.booleans(), data=st.data())
    def tell(self, fact: str, ago: float, *, names_it: bool, data: st.DataObject) -> None:
        """Notices of all duties that the fact opens, and records of whoever was told outside the bus."""
        author = data.draw(AUTHOR)
        for code in ANSWERS[fact]:
            duty = saying.catalogue().duties_by_code[code][0]
            starts = [o.clock_start for o in self.found.values() if o.key.duty == code and o.clock_start] or [self.now]
            instants = {duty.clock_from: data.draw(st.sampled_from(starts))} if names_it else {}
            outside = tuple(r for r in duty.recipients if saying.catalogue().role_by_code[r].outside)
            inside = tuple(r for r in duty.recipients if r not in outside)
            if inside:
                self.say(author, Statement("notice", code, instants=instants, to=inside))
            if outside:
                told = self.now - timedelta(hours=ago)
                self.say(author, Statement("service-record", code, instants=instants, to=outside, told_at=told))

    @rule(fact=st.sampled_from(ACTS), author=AUTHOR, ago=HOURS)
    def act(self, fact: str, author: str, ago: float) -> None:
        at = self.now - timedelta(hours=ago)
        names = saying.catalogue().fact_by_code[fact].instants
        self.say(author, Statement("fact", fact, instants=dict.fromkeys(names, at), occurred_at=at))

    @precondition(lambda self: self.statements())
    @rule(data=st.data(), ago=HOURS)
    def correct(self, data: st.DataObject, ago: float) -> None:
        record = data.draw(st.sampled_from(self.statements()))
        said = record.content
        assert isinstance(said, Statement)
        at = self.now - timedelta(hours=ago)
        told_at = at if said.told_at is not None else None
        self.say(record.author, Correction(record.message, dict.fromkeys(said.instants, at), told_at=told_at))

    @precondition(lambda self: self.statements())
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        record = data.draw(st.sampled_from(self.statements()))
        self.say(record.author, Withdrawal(record.message))

    @precondition(lambda self: self.statements(kind="notice"))
    @rule(data=st.data())
    def refuse(self, data: st.DataObject) -> None:
        record = data.draw(st.sampled_from(self.statements(kind="notice")))
        self.say(RECIPIENT, Receipt(record.message, "refused", role=RECIPIENT))

    @precondition(lambda self: self.found)
    @rule(data=st.data(), decision=st.sampled_from(["uphold", "excuse", "annul", "deem-accepted"]))
    def decide(self, data: st.DataObject, decision: str) -> None:
        key = data.draw(st.sampled_from(list(self.found)))
        author = data.draw(st.sampled_from([OVERSEER, DEBTOR]))
        name = ObligationName(key.duty, key.recipient, key.round)
        self.say(author, Ruling(name, decision))  # type: ignore[arg-type] # one of the four, as drawn

    @rule(
        days=st.frozensets(st.sampled_from(["26 Apr", "29 Apr", "30 Apr", "2 May"]), min_size=1), worked=st.booleans()
    )
    def correct_the_calendar(self, days: frozenset[str], *, worked: bool) -> None:
        said, none = saying.days(*days), saying.days()
        calendar = self.law.calendar.corrected(
            adds_off=none if worked else said, adds_worked=said if worked else none, version="machine", act="TEST"
        )
        self.law = replace(self.law, calendar=calendar)
        self.say("operator", LawCorrected(self.law))

    @invariant()
    def each_obligation_has_at_most_one_standing_breach(self) -> None:
        for obligation in self.found.values():
            assert obligation.breach_events - obligation.retracted == (obligation.verdict in BAD)

    @invariant()
    def a_breach_for_absence_has_a_deadline_that_is_over(self) -> None:
        for obligation in self.found.values():
            if obligation.verdict == "breached" and obligation.outcome.came_first is None:
                assert obligation.deadline_at is not None
                assert obligation.deadline_at < self.now

    @invariant()
    def a_target_of_policy_is_never_missed_before_the_law(self) -> None:
        for obligation in self.found.values():
            if obligation.outcome.law_ends_at is None and obligation.duty.must_precede is None:
                assert obligation.verdict in {"no-deadline-open", "no-deadline-met", "cancelled"}

    @invariant()
    def an_obligation_once_opened_never_disappears_and_counts_only_up(self) -> None:
        for key, was in self.before.found.items():
            now = self.found[key]
            assert now.deadline_version >= was.deadline_version
            assert now.breach_events >= was.breach_events
            assert now.retracted >= was.retracted
            assert [h.what for h in now.history][: len(was.history)] == [h.what for h in was.history]

    @invariant()
    def a_version_rises_exactly_when_the_instant_changes(self) -> None:
        for key, was in self.before.found.items():
            now = self.found[key]
            assert (now.deadline_version == was.deadline_version) == (now.deadline_at == was.deadline_at)

    @invariant()
    def the_debtors_own_word_after_the_deadline_betters_nothing(self) -> None:
        for key, was in self.before.found.items():
            over = was.outcome.law_ends_at is not None and was.outcome.law_ends_at < self.now
            if over and was.verdict in BAD and self.before.author == was.debtor.agency:
                assert self.found[key].verdict in BAD

    @invariant()
    def time_and_other_hours_move_no_deadline(self) -> None:
        moved = [k for k, was in self.before.found.items() if self.found[k].deadline_at != was.deadline_at]
        match self.before.content:
            case None:
                assert moved == []
            case LawCorrected():
                assert {key.duty for key in moved} <= {"juvenile.runaway-notice"}

    @invariant()
    def a_drill_comes_to_the_same_under_keys_of_its_own(self) -> None:
        drill = self.judge(drill="drill-1")

        assert {replace(key, drill=None): o.verdict for key, o in drill.items()} == {
            k: o.verdict for k, o in self.found.items()
        }
        assert not drill.keys() & self.found.keys()

    @invariant()
    def the_order_in_which_records_are_given_changes_nothing(self) -> None:
        self.records.reverse()
        again = self.judge()
        self.records.reverse()

        assert [(o.key, o.verdict, o.deadline_at, o.history) for o in again.values()] == [
            (o.key, o.verdict, o.deadline_at, o.history) for o in self.found.values()
        ]


class TestJudged(Judged.TestCase):  # type: ignore[misc,valid-type] # Hypothesis makes the class
    """The machine as a test."""

    settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
