"""What meets an obligation of each tier, and by which clock that is judged."""

from typing import Final

import pytest

from tests.unit.obligations import rows
from tests.unit.obligations.rows import Row
from tests.unit.obligations.saying import COURT, notice, off_the_bus, refuse, service, trigger, withdraw

PLACED: Final = "custody.place-set"
RESTRICTED: Final = "custody.person-restricted"
ORDERED: Final = "transfer.order-received"
OFFENCE: Final = "juvenile.offence-established"
OBTAINED: Final = "juvenile.information-obtained"
FOREIGNER: Final = "detention.foreigner-notice"
FIVE: Final = ("foreign-ministry", "general-prosecutor", "interior-ministry", "national-security")

NOTICES: Final = (
    Row("told in time", (trigger(), notice("26 Apr 15:00")), "in-time, met 26 Apr 15:00, by notice, ends 26 Apr 22:00"),
    Row("told exactly at the deadline", (trigger(), notice("26 Apr 22:00")), "in-time"),
    Row(
        "told a microsecond after the deadline",
        (trigger(), notice("26 Apr 22:00:00.000001")),
        "late, 1 breach, met 26 Apr 22:00:00.000001, claims never",
    ),
    Row("nobody told", (trigger(),), "breached, 1 breach, met never, by nothing, starts 26 Apr 10:00"),
    Row("nobody told so far", (trigger(),), "open, ends 26 Apr 22:00", as_of="26 Apr 21:00"),
    Row("at the deadline itself nothing is overdue", (trigger(),), "open", as_of="26 Apr 22:00"),
    Row(
        "told of only at its deadline: nothing is overdue yet",
        (trigger(received="26 Apr 22:00"),),
        "open",
        as_of="26 Apr 22:00",
    ),
    Row("a microsecond later it is", (trigger(),), "breached, 1 breach", as_of="26 Apr 22:00:00.000001"),
    Row("a late notice counts its one breach", (trigger(), notice("30 Apr 10:00")), "late, 1 breach, by notice"),
    Row(
        "the protocol is told of late, its notice in time",
        (trigger(received="26 Apr 23:00"), notice("26 Apr 15:00")),
        "in-time, starts 26 Apr 10:00",
    ),
)

SEVERAL: Final = (
    Row(
        "each recipient has an obligation of its own",
        (trigger(name=OFFENCE), notice("27 Apr 10:00", duty="juvenile.offence-notice", to="probation")),
        {"juvenile-unit": "breached, 1 breach", "probation": "in-time"},
    ),
    Row(
        "one message to both meets both",
        (trigger(name=OFFENCE), notice("29 Apr 10:00", duty="juvenile.offence-notice")),
        {"juvenile-unit": "in-time", "probation": "in-time"},
    ),
    Row(
        "two messages, one of them late",
        (
            trigger(name=OFFENCE),
            notice("27 Apr 10:00", duty="juvenile.offence-notice", to="probation"),
            notice("29 Apr 10:01", duty="juvenile.offence-notice", to="juvenile-unit", id_="second"),
        ),
        {"juvenile-unit": "late, 1 breach, by second", "probation": "in-time, by notice"},
    ),
    Row(
        "any of several: one obligation, met by whichever is told",
        (
            trigger(name=OBTAINED),
            notice("26 Apr 10:05", duty="juvenile.information-of-interest", to="relevant-police-unit"),
        ),
        {"relevant-police-unit": "no-deadline-met, met 26 Apr 10:05"},
    ),
    Row(
        "any of several, and none is told: it names the first",
        (trigger(name=OBTAINED),),
        {"police-leadership": "no-deadline-open"},
    ),
    Row(
        "any of several, both told by one message: still one obligation",
        (trigger(name=OBTAINED), notice("26 Apr 10:05", duty="juvenile.information-of-interest")),
        {"police-leadership": "no-deadline-met"},
    ),
    Row(
        "who is outside is told by a service record, who is on the bus by a notice",
        (
            trigger(name=PLACED, attributes={"foreigner": "yes"}),
            notice("26 Apr 12:00", duty=FOREIGNER),
            service("26 Apr 21:00", duty=FOREIGNER, received="26 Apr 21:30"),
        ),
        {**dict.fromkeys(FIVE, "in-time, by notice"), "foreign-mission": "in-time, by service, met 26 Apr 21:00"},
        of=FOREIGNER,
    ),
)

SERVICES: Final = (
    Row(
        "judged on the telling, not on its record",
        (trigger(name=PLACED), service("26 Apr 21:59", received="26 Apr 22:00")),
        "in-time, met 26 Apr 21:59",
        of="detention.relatives-notice",
    ),
    Row(
        "told too late, recorded at once",
        (trigger(name=PLACED), service("26 Apr 22:01")),
        "late, 1 breach, met 26 Apr 22:01",
        of="detention.relatives-notice",
    ),
    Row(
        "told in time and recorded by the debtor only after the deadline",
        (trigger(name=PLACED), service("26 Apr 21:00", received="26 Apr 22:00:00.000001")),
        "late, 1 breach, met 26 Apr 22:00:00.000001, claims 26 Apr 21:00",
        of="detention.relatives-notice",
    ),
    Row(
        "told in time and recorded by another agency after the deadline",
        (trigger(name=PLACED), service("26 Apr 21:00", received="27 Apr 10:00", by=COURT)),
        "in-time, 1 breach, 1 retracted, recorded late, met 26 Apr 21:00, claims never",
        of="detention.relatives-notice",
    ),
    Row(
        "a paper that its recipient confirms is judged by the instant that the recipient states",
        (trigger(), off_the_bus("26 Apr 20:00", received="28 Apr 10:00")),
        "in-time, 1 breach, 1 retracted, recorded late, off the bus, met 26 Apr 20:00, by paper",
    ),
    Row(
        "a paper that its recipient says came late",
        (trigger(), off_the_bus("26 Apr 22:30", received="28 Apr 10:00")),
        "late, 1 breach, off the bus, met 26 Apr 22:30",
    ),
    Row(
        "a paper that only its sender speaks of heals nothing",
        (trigger(), off_the_bus("26 Apr 20:00", received="28 Apr 10:00", by="investigator-a")),
        "breached, 1 breach, met never",
    ),
)

SECOND: Final = (
    Row(
        "a further notice meets nothing",
        (trigger(), notice("26 Apr 15:00"), notice("26 Apr 16:00", id_="second")),
        "in-time, by notice",
    ),
    Row(
        "a further notice is promoted when the first is withdrawn",
        (trigger(), notice("26 Apr 15:00"), notice("26 Apr 16:00", id_="second"), withdraw("notice", "26 Apr 17:00")),
        "in-time, by second, met 26 Apr 16:00",
    ),
    Row(
        "a further notice is promoted when the first is refused",
        (trigger(), notice("26 Apr 15:00"), notice("26 Apr 16:00", id_="second"), refuse("26 Apr 17:00")),
        "in-time, by second",
    ),
    Row(
        "a notice is promoted to be late when the one in time is withdrawn after the deadline",
        (trigger(), notice("26 Apr 15:00"), notice("27 Apr 16:00", id_="second"), withdraw("notice", "28 Apr 17:00")),
        "late, 1 breach, by second",
    ),
)


@pytest.mark.parametrize("row", NOTICES, ids=str)
def test_a_notice_is_judged_by_when_it_reached_the_bus(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", SEVERAL, ids=str)
def test_several_recipients_are_several_obligations_unless_any_is_enough(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", SERVICES, ids=str)
def test_who_is_told_outside_the_bus_is_judged_by_the_telling(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", SECOND, ids=str)
def test_the_first_acceptable_notice_meets(row: Row) -> None:
    rows.holds(row)
