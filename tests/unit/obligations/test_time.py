"""Deadlines, the read barrier, corrections of the calendar, and what the bus asks when a limit ran out."""

from typing import Final

import pytest

from services.obligations.cases import HeldBack
from services.obligations.records import Record
from tests.unit.obligations import rows
from tests.unit.obligations.rows import Row
from tests.unit.obligations.saying import COURT, at, calendar_corrected, correct, fact, notice, rule, trigger, withdraw

RESTRICTED: Final = "custody.person-restricted"
LIMIT: Final = "detention.court-decision-or-release"
RELEASE: Final = "detention.release"
RUNAWAY: Final = "juvenile.runaway-notice"
PLACED: Final = trigger("25 Apr 10:00", name="juvenile.runaway-placed")
"""A Thursday. Three working days later it is Tuesday, 30 April, 24:00."""


def told(received: str) -> tuple[Record, ...]:
    return (PLACED, notice(received, duty=RUNAWAY, start="25 Apr 10:00"))


BARRIER: Final = (
    Row("the wire is read up to the deadline: decided", (trigger(),), "breached, 1 breach", read_to="26 Apr 22:00"),
    Row("a microsecond is missing", (trigger(),), "undecided", read_to="26 Apr 21:59:59.999999"),
    Row("not overdue yet, however little was read", (trigger(),), "open", as_of="26 Apr 22:00", read_to="26 Apr 10:00"),
    Row(
        "a late answer is its own proof", (trigger(), notice("27 Apr 10:00")), "late, 1 breach", read_to="26 Apr 20:00"
    ),
    Row("an answer in time needs no barrier", (trigger(), notice("26 Apr 15:00")), "in-time", read_to="26 Apr 20:00"),
    Row(
        "a record that reached the bus in time cannot be read: undecided",
        (trigger(),),
        "undecided",
        held_back=(HeldBack(at("26 Apr 22:00"), None),),
    ),
    Row(
        "what came after the deadline holds nothing up",
        (trigger(),),
        "breached, 1 breach",
        held_back=(HeldBack(at("26 Apr 22:00:00.000001"), None),),
    ),
    Row(
        "once it can be read the verdict is decided",
        (trigger(),),
        "breached, 1 breach",
        held_back=(HeldBack(at("26 Apr 20:00"), at("28 Apr 10:00")),),
        as_of="28 Apr 10:00",
    ),
    Row(
        "and not a microsecond before",
        (trigger(),),
        "undecided",
        held_back=(HeldBack(at("26 Apr 20:00"), at("28 Apr 10:00")),),
        as_of="28 Apr 09:59:59.999999",
    ),
    Row(
        "what was held back turns out to be the notice: never a breach",
        (trigger(), notice("26 Apr 20:00")),
        "in-time",
        held_back=(HeldBack(at("26 Apr 20:00"), at("28 Apr 10:00")),),
    ),
)

CALENDAR: Final = (
    Row("told on the last day", told("30 Apr 23:59:59.999999"), "in-time, ends 1 May 00:00"),
    Row("told when it was over", told("1 May 00:00:00.000001"), "late, 1 breach"),
    Row(
        "a day that turns out to be off moves what is open",
        (PLACED, calendar_corrected("26 Apr 12:00", off=("30 Apr",))),
        "open, version 2, ends 3 May 00:00",
        as_of="2 May 12:00",
    ),
    Row(
        "a day that turns out to be worked moves it the other way",
        (PLACED, calendar_corrected("26 Apr 12:00", worked=("27 Apr",))),
        "breached, 1 breach, version 2, ends 30 Apr 00:00",
    ),
    Row(
        "what was breached in error and is unmet is retracted, and breached anew later",
        (PLACED, calendar_corrected("1 May 12:00", off=("30 Apr",))),
        "breached, 2 breach, 1 retracted, version 2, ends 3 May 00:00",
    ),
    Row(
        "retracted, and then told in time",
        (*told("2 May 12:00"), calendar_corrected("1 May 12:00", off=("30 Apr",))),
        "in-time, 1 breach, 1 retracted, version 2, ends 3 May 00:00",
    ),
    Row(
        "a late notice keeps the calendar by which it was judged",
        (*told("2 May 12:00"), calendar_corrected("3 May 12:00", off=("30 Apr",))),
        "late, 1 breach, ends 1 May 00:00",
    ),
    Row(
        "what was met in time stays",
        (*told("30 Apr 12:00"), calendar_corrected("3 May 12:00", worked=("27 Apr", "28 Apr"))),
        "in-time, ends 1 May 00:00",
    ),
    Row(
        "what was met, and then was not, is judged by the calendar as it should have been read",
        (
            *told("30 Apr 12:00"),
            calendar_corrected("30 Apr 13:00", off=("30 Apr",)),
            withdraw("notice", "30 Apr 14:00"),
        ),
        "breached, 1 breach, version 2, ends 3 May 00:00",
    ),
    Row(
        "hours do not know days off",
        (trigger(), calendar_corrected("26 Apr 12:00", off=("26 Apr", "27 Apr"))),
        "breached, 1 breach, ends 26 Apr 22:00",
    ),
    Row(
        "a later event is counted by the corrected calendar from the start",
        (calendar_corrected("20 Apr 12:00", off=("30 Apr",)), PLACED),
        "breached, 1 breach, ends 3 May 00:00",
    ),
)

RAISED: Final = (
    Row(
        "nobody decided, nobody released: check the release",
        (trigger(name=RESTRICTED),),
        "no-deadline-open, starts 29 Apr 10:00",
        of=RELEASE,
    ),
    Row("before the 72 hours the bus asks nothing", (trigger(name=RESTRICTED),), {}, of=RELEASE, as_of="29 Apr 10:00"),
    Row(
        "decided in time: the bus asks nothing",
        (trigger(name=RESTRICTED), fact("custody.court-decided", "28 Apr 10:00", by=COURT)),
        {},
        of=RELEASE,
    ),
    Row(
        "the court's record comes late: the bus takes back what it asked",
        (trigger(name=RESTRICTED), fact("custody.court-decided", "28 Apr 10:00", by=COURT, received="30 Apr 10:00")),
        {},
        of=RELEASE,
    ),
    Row(
        "and the breach of the limit is retracted",
        (trigger(name=RESTRICTED), fact("custody.court-decided", "28 Apr 10:00", by=COURT, received="30 Apr 10:00")),
        "in-time, 1 breach, 1 retracted, recorded late",
        of=LIMIT,
    ),
    Row(
        "released too late: asked, and answered",
        (trigger(name=RESTRICTED), fact("custody.released", "29 Apr 11:00")),
        "no-deadline-met, met 29 Apr 11:00",
        of=RELEASE,
    ),
    Row(
        "while nobody knows, the bus asks nothing",
        (trigger(name=RESTRICTED),),
        {},
        of=RELEASE,
        read_to="29 Apr 09:00",
    ),
    Row(
        "annulled: what the bus asked is taken back",
        (trigger(name=RESTRICTED), rule("annul", "1 May 10:00")),
        {},
        of=RELEASE,
    ),
    Row(
        "a case may have a shorter term, and is asked about then",
        (trigger(name=RESTRICTED, attributes={"case_term_hours": 48}),),
        "no-deadline-open, starts 28 Apr 10:00",
        of=RELEASE,
    ),
    Row(
        "a longer term in the case changes nothing",
        (trigger(name=RESTRICTED, attributes={"case_term_hours": 96}),),
        "breached, 1 breach, ends 29 Apr 10:00",
        of=LIMIT,
    ),
    Row(
        "a shorter one does, to the hour",
        (
            trigger(name=RESTRICTED, attributes={"case_term_hours": 48}),
            fact("custody.released", "28 Apr 10:00:00.000001"),
        ),
        "late, 1 breach, ends 28 Apr 10:00",
        of=LIMIT,
    ),
    Row(
        "the debtor takes his shorter term back too late",
        (
            trigger(name=RESTRICTED, attributes={"case_term_hours": 48}),
            correct("trigger", "28 Apr 12:00", attributes={"case_term_hours": 72}),
            fact("custody.released", "29 Apr 09:00"),
        ),
        "late, 1 breach, disputed, ends 28 Apr 10:00",
        of=LIMIT,
    ),
)


@pytest.mark.parametrize("row", BARRIER, ids=str)
def test_a_breach_for_absence_is_decided_behind_the_barrier(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", CALENDAR, ids=str)
def test_a_correction_of_the_calendar_moves_what_is_open_or_unmet(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", RAISED, ids=str)
def test_the_bus_asks_when_the_72_hours_ran_out(row: Row) -> None:
    rows.holds(row)
