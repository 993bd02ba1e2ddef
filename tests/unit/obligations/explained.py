"""One small case for each step of a verdict's explanation, and the steps that a case comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from schemas.catalogue.duty import Duty
from schemas.directory.agency import Mode
from schemas.messages.bus import HowFound, Step
from services.obligations import explaining, judging
from services.obligations.cases import Due, HeldBack
from services.obligations.obligation import Obligation
from services.obligations.parts import Debtor, Holder, Setting
from services.obligations.records import Record
from services.scenarios.parts import ScenarioParts
from tests.unit.obligations import saying
from tests.unit.obligations.rows import Row
from tests.unit.obligations.saying import (
    COURT,
    DRAWN,
    INVESTIGATOR,
    calendar_corrected,
    correct,
    fact,
    hand_over,
    notice,
    object_,
    off_the_bus,
    receipt,
    refuse,
    rule,
    service,
    trigger,
    withdraw,
)

RELATIVES: Final = "detention.relatives-notice"
FOREIGNER: Final = "detention.foreigner-notice"
COURT_OR_RELEASE: Final = "detention.court-decision-or-release"
RESTRICTED: Final = "custody.person-restricted"
PLACED: Final = "custody.place-set"


@dataclass(frozen=True)
class Posts:
    """A directory of one line: how the debtor runs its duties, and how whoever is to be told was found."""

    how: HowFound = "parties"
    mode: Mode = "binding"
    nobody_owes: bool = False
    debtor_is: str | None = None

    def debtor(self, duty: Duty, setting: Setting) -> Debtor:
        return self.debtor_named(duty, "" if self.nobody_owes else self.debtor_is or setting.publisher, setting.at)

    def debtor_named(self, duty: Duty, agency: str, at: datetime) -> Debtor:  # noqa: ARG002 - the port's signature
        return Debtor(agency or None, saying.ALMATY, saying.OVERSEER, self.mode)

    def recipient(self, role: str, setting: Setting) -> Holder:  # noqa: ARG002 - the port's signature
        nobody = self.how in ("unresolved", "outside")
        return Holder(None if nobody else "prosecutor-a", self.how)

    def may_rule(self, agency: str, debtor: Debtor) -> bool:
        return agency == debtor.overseer


def row(*given: Record, of: str = saying.NOTICE, **more: object) -> Row:
    return replace(Row("", given, "", of=of), **more)  # type: ignore[arg-type]  # whatever a row has


def judged(case: Row) -> tuple[Obligation, ...]:
    """Every obligation of a case, those that were never owed after all included."""
    parts = case.parts or ScenarioParts(saying.ALMATY, saying.catalogue())
    found = judging.judge(case.case, law=saying.law(), parts=parts, until=case.until)
    return tuple(obligation for obligation in found if case.of in (None, obligation.key.duty))


def steps_of(case: Row) -> tuple[tuple[Step, ...], ...]:
    return tuple(explaining.steps(obligation) for obligation in judged(case))


def codes_of(case: Row) -> set[str]:
    return {step.code for steps in steps_of(case) for step in steps}


LATE: Final = "28 Apr 10:00"
IN_TIME: Final = notice("26 Apr 12:00")
THE_PLACE: Final = trigger(name=PLACED)
TOLD: Final = fact("custody.released", "27 Apr 10:00", id_="released")
HELD: Final = trigger(name=RESTRICTED)
ORDER: Final = fact("transfer.order-received", DRAWN, by="colony-a", id_="order")
ACQUAINTED: Final = fact("transfer.convict-acquainted", "26 Apr 11:00", by="colony-a", id_="acquainted")
EXECUTED: Final = fact("transfer.executed", "27 Apr 09:00", by="colony-a", id_="executed")
COLONY: Final = "transfer.order-executed"
OBTAINED: Final = trigger(name="juvenile.information-obtained")
INTEREST: Final = "juvenile.information-of-interest"
QUARTER: Final = Due("report.nature-quarterly", saying.period("2024-Q1", "report.nature-quarterly"), "police-a")
INTERROGATED: Final = fact("custody.interrogated", "26 Apr 11:00", id_="interrogated")
DEFENDER: Final = "detention.defender-access"
TWICE: Final = (trigger(), IN_TIME, notice("26 Apr 14:00", id_="second"))


def condition(value: str) -> Row:
    return row(trigger(name=PLACED, attributes={"foreigner": value}), of=FOREIGNER)


CASES: Final[Mapping[str, Row]] = {
    "drill": row(trigger(), drill="drill-1"),
    "owes": row(trigger()),
    "owes-unresolved": row(trigger(), parts=Posts(nobody_owes=True)),
    "owed-before": row(trigger(), hand_over("investigator-b", "26 Apr 12:00")),
    "word-of-debtor": row(trigger()),
    "word-of-another": row(trigger(by="court-a"), parts=Posts(debtor_is=INVESTIGATOR)),
    "word-of-sender": row(notice("26 Apr 12:00")),
    "word-of-bus": row(HELD, of="detention.release"),
    "word-of-calendar": row(of="report.nature-quarterly", dues=(QUARTER,)),
    "also-told": row(trigger(), trigger("26 Apr 11:00", by="police-b", id_="again")),
    "notice-names-another": row(trigger(), notice("26 Apr 12:00", start="26 Apr 11:00")),
    "held-to-own-word": row(notice(LATE), trigger("27 Apr 23:00", received="28 Apr 12:00")),
    "start-kept": row(notice(LATE), withdraw("notice", "29 Apr 10:00")),
    "condition-met": condition("yes"),
    "condition-unknown": condition("unknown"),
    "condition-not-met": row(
        trigger(name=PLACED, attributes={"foreigner": "yes"}),
        correct("trigger", "26 Apr 12:00", attributes={"foreigner": "no"}),
        of=FOREIGNER,
    ),
    "recipient-is-publisher": row(trigger(), parts=Posts("publisher")),
    "recipient-named": row(trigger(), parts=Posts("parties")),
    "recipient-by-territory": row(trigger(), parts=Posts("territory")),
    "recipient-national": row(trigger(), parts=Posts("national")),
    "recipient-outside": row(THE_PLACE, of=RELATIVES),
    "recipient-by-role": row(trigger()),
    "recipient-unresolved": row(trigger(), parts=Posts("unresolved")),
    "any-recipient-enough": row(OBTAINED, of=INTEREST),
    "may-be-told": row(OBTAINED, of=INTEREST),
    "act-needed": row(HELD, of=COURT_OR_RELEASE),
    "any-act-enough": row(HELD, of=COURT_OR_RELEASE),
    "all-acts-needed": row(ORDER, of=COLONY),
    "must-precede": row(HELD, of=DEFENDER),
    "more-happened": row(
        trigger(), *(correct("trigger", f"28 Apr 10:00:00.{n:06}", start=LATE, id_=f"change {n}") for n in range(120))
    ),
    "refused": row(trigger(), IN_TIME, refuse("26 Apr 13:00")),
    "refused-late": row(trigger(), IN_TIME, refuse(LATE)),
    "refusal-without-effect": row(trigger(), IN_TIME, refuse("26 Apr 13:00", reopens=False)),
    "reopened": row(trigger(), IN_TIME, withdraw("notice", "26 Apr 13:00")),
    "next-after-withdrawal": row(*TWICE, withdraw("notice", "26 Apr 15:00")),
    "next-after-refusal": row(*TWICE, refuse("26 Apr 15:00")),
    "met-by-another": row(
        HELD,
        fact("custody.released", "27 Apr 10:00", id_="released"),
        fact("custody.court-decided", "27 Apr 09:00", received="27 Apr 11:00", by=COURT, id_="decided"),
        of=COURT_OR_RELEASE,
    ),
    "change-not-followed": row(trigger(), correct("trigger", LATE, start="28 Apr 09:00")),
    "objected": row(trigger(), object_(LATE)),
    "ruled-uphold": row(trigger(), rule("uphold", LATE), parts=Posts()),
    "ruled-excuse": row(trigger(), rule("excuse", LATE), parts=Posts()),
    "ruled-annul": row(trigger(), rule("annul", LATE), parts=Posts()),
    "ruled-deem-accepted": row(trigger(), IN_TIME, refuse(LATE), rule("deem-accepted", "29 Apr 10:00", about="notice")),
    "handed-over": row(trigger(), hand_over("investigator-b", "26 Apr 12:00")),
    "law-corrected": row(trigger(), calendar_corrected("26 Apr 12:00", off=("29 Apr",))),
    "deadline-moved": row(trigger(), correct("trigger", "26 Apr 12:00", start="26 Apr 11:00")),
    "breach-recorded": row(trigger()),
    "breach-retracted": row(
        HELD, fact("custody.court-decided", "29 Apr 09:00", received="30 Apr 09:00", by=COURT), of=COURT_OR_RELEASE
    ),
    "judged-as-of": row(trigger()),
    "met-by-notice": row(trigger(), IN_TIME),
    "met-by-record": row(THE_PLACE, service("26 Apr 12:00"), of=RELATIVES),
    "met-by-act": row(HELD, TOLD, of=COURT_OR_RELEASE),
    "met-off-the-bus": row(trigger(), off_the_bus("26 Apr 12:00", received="26 Apr 13:00")),
    "act-so-far": row(ORDER, ACQUAINTED, of=COLONY),
    "act-missing": row(ORDER, ACQUAINTED, of=COLONY),
    "nobody-heals-himself": row(THE_PLACE, service("26 Apr 12:00", received=LATE), of=RELATIVES),
    "recorded-late": row(
        HELD, fact("custody.court-decided", "29 Apr 09:00", received="30 Apr 09:00", by=COURT), of=COURT_OR_RELEASE
    ),
    "met-at": row(trigger(), IN_TIME),
    "before-deadline": row(trigger(), IN_TIME),
    "at-deadline": row(trigger(), notice("26 Apr 22:00")),
    "after-deadline": row(trigger(), notice("26 Apr 22:00:00.000001")),
    "target-kept": row(OBTAINED, notice("26 Apr 10:10", duty=INTEREST, start=DRAWN), of=INTEREST),
    "target-missed": row(OBTAINED, notice("26 Apr 12:00", duty=INTEREST, start=DRAWN), of=INTEREST),
    "target-passed": row(OBTAINED, of=INTEREST),
    "further-messages": row(*TWICE),
    "not-yet-taken": row(trigger(), IN_TIME),
    "taken-at": row(trigger(), IN_TIME, receipt("taken", "26 Apr 12:01")),
    "seen-at": row(trigger(), IN_TIME, receipt("seen", "26 Apr 12:10")),
    "acted-at": row(trigger(), IN_TIME, receipt("acted", "26 Apr 15:00")),
    "in-time": row(trigger(), IN_TIME),
    "late": row(trigger(), notice(LATE)),
    "nothing-came": row(trigger()),
    "came-first": row(HELD, INTERROGATED, of=DEFENDER),
    "breached": row(trigger()),
    "would-be-breached": row(trigger(), parts=Posts(mode="shadow")),
    "still-open": row(trigger(), as_of="26 Apr 12:00"),
    "not-all-read": row(trigger(), read_to="26 Apr 21:00"),
    "held-back": row(trigger(), held_back=(HeldBack(saying.at("26 Apr 13:00"), None),)),
    "undecided": row(trigger(), read_to="26 Apr 21:00"),
    "no-deadline-met": row(OBTAINED, notice("26 Apr 12:00", duty=INTEREST, start=DRAWN), of=INTEREST),
    "no-deadline-open": row(OBTAINED, of=INTEREST),
    "warns-only": condition("unknown"),
    "opening-withdrawn": row(trigger(), withdraw("trigger", "26 Apr 12:00")),
    "bus-took-back": row(
        HELD, fact("custody.court-decided", "29 Apr 09:00", received="30 Apr 09:00", by=COURT), of="detention.release"
    ),
    "annulled": row(trigger(), rule("annul", LATE), parts=Posts()),
    "nothing-owed": row(trigger(), withdraw("trigger", "26 Apr 12:00")),
    "disputed": row(trigger(), IN_TIME, refuse(LATE)),
    "known-too-late": row(trigger(received="28 Apr 10:00")),
    "shadow": row(trigger(), parts=Posts(mode="shadow")),
}
"""For each step of a verdict a case that has it."""
