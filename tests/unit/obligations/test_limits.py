"""A limit is met by an act, and judged by the instant of the act; and what must come first comes first."""

from typing import Final

import pytest

from tests.unit.obligations import rows
from tests.unit.obligations.rows import Row
from tests.unit.obligations.saying import COURT, fact, trigger, withdraw

RESTRICTED: Final = "custody.person-restricted"
ORDERED: Final = "transfer.order-received"
HANDOVER: Final = "detention.handover"
EXECUTED: Final = "transfer.order-executed"
DEFENDER: Final = "detention.defender-access"

LIMITS: Final = (
    Row(
        "an act in time",
        (trigger(name=RESTRICTED), fact("custody.handed-over", "26 Apr 12:59")),
        "in-time, met 26 Apr 12:59",
        of=HANDOVER,
    ),
    Row(
        "an act at the very deadline, published then",
        (trigger(name=RESTRICTED), fact("custody.handed-over", "26 Apr 13:00")),
        "in-time",
        of=HANDOVER,
    ),
    Row(
        "an act too late",
        (trigger(name=RESTRICTED), fact("custody.handed-over", "26 Apr 13:00:00.000001")),
        "late, 1 breach",
        of=HANDOVER,
    ),
    Row(
        "an act in time, recorded late by its debtor",
        (trigger(name=RESTRICTED), fact("custody.handed-over", "26 Apr 12:00", received="26 Apr 14:00")),
        "late, 1 breach, met 26 Apr 14:00, claims 26 Apr 12:00",
        of=HANDOVER,
    ),
    Row(
        "an act in time, recorded late by another",
        (trigger(name=RESTRICTED), fact("custody.handed-over", "26 Apr 12:00", received="26 Apr 14:00", by=COURT)),
        "in-time, 1 breach, 1 retracted, recorded late, met 26 Apr 12:00, claims never",
        of=HANDOVER,
    ),
    Row(
        "of several records of one act the one that is judged earliest counts",
        (
            trigger(name=RESTRICTED),
            fact("custody.handed-over", "26 Apr 12:00", received="26 Apr 14:00"),
            fact("custody.handed-over", "26 Apr 12:10", received="26 Apr 15:00", by=COURT),
        ),
        "in-time, 1 breach, 1 retracted, recorded late, met 26 Apr 12:10",
        of=HANDOVER,
    ),
    Row(
        "any of several acts is enough",
        (trigger(name=RESTRICTED), fact("custody.released", "28 Apr 10:00")),
        "in-time, by custody.released",
        of="detention.court-decision-or-release",
    ),
    Row(
        "all of several acts are needed",
        (trigger(name=ORDERED), fact("transfer.convict-acquainted", "26 Apr 12:00")),
        "breached, 1 breach, met never",
        of=EXECUTED,
    ),
    Row(
        "all are done when the last is",
        (
            trigger(name=ORDERED),
            fact("transfer.executed", "27 Apr 09:00"),
            fact("transfer.convict-acquainted", "26 Apr 12:00"),
        ),
        "in-time, met 27 Apr 09:00, by transfer.executed",
        of=EXECUTED,
    ),
    Row(
        "one of all is late",
        (
            trigger(name=ORDERED),
            fact("transfer.executed", "27 Apr 10:01"),
            fact("transfer.convict-acquainted", "26 Apr 12:00"),
        ),
        "late, 1 breach, met 27 Apr 10:01",
        of=EXECUTED,
    ),
    Row(
        "one of all is recorded late by another, the other was in time",
        (
            trigger(name=ORDERED),
            fact("transfer.executed", "27 Apr 09:00", received="28 Apr 09:00", by="penal-committee"),
            fact("transfer.convict-acquainted", "26 Apr 12:00"),
        ),
        "in-time, 1 breach, 1 retracted, recorded late, met 27 Apr 09:00",
        of=EXECUTED,
    ),
)

PRECEDING: Final = (
    Row(
        "the defender before the interrogation",
        (
            trigger(name=RESTRICTED),
            fact("custody.defender-met", "26 Apr 11:00"),
            fact("custody.interrogated", "26 Apr 11:30"),
        ),
        "no-deadline-met, met 26 Apr 11:00",
        of=DEFENDER,
    ),
    Row(
        "the interrogation before the defender",
        (
            trigger(name=RESTRICTED),
            fact("custody.interrogated", "26 Apr 11:00"),
            fact("custody.defender-met", "26 Apr 11:30"),
        ),
        "breached, 1 breach",
        of=DEFENDER,
    ),
    Row(
        "an interrogation without any defender",
        (trigger(name=RESTRICTED), fact("custody.interrogated", "26 Apr 11:00")),
        "breached, 1 breach, met never",
        of=DEFENDER,
    ),
    Row(
        "both at one instant: the defender was there in time",
        (
            trigger(name=RESTRICTED),
            fact("custody.defender-met", "26 Apr 11:00"),
            fact("custody.interrogated", "26 Apr 11:00"),
        ),
        "no-deadline-met",
        of=DEFENDER,
    ),
    Row(
        "the defender first, recorded by the debtor only after the interrogation",
        (
            trigger(name=RESTRICTED),
            fact("custody.defender-met", "26 Apr 11:00", received="26 Apr 11:40"),
            fact("custody.interrogated", "26 Apr 11:30"),
        ),
        "breached, 1 breach, met 26 Apr 11:40, claims 26 Apr 11:00",
        of=DEFENDER,
    ),
    Row(
        "the defender first, recorded late by another",
        (
            trigger(name=RESTRICTED),
            fact("custody.defender-met", "26 Apr 11:00", received="27 Apr 11:40", by=COURT),
            fact("custody.interrogated", "26 Apr 11:30"),
        ),
        "no-deadline-met, 1 breach, 1 retracted, recorded late",
        of=DEFENDER,
    ),
    Row(
        "nobody interrogated, nobody met: a target of policy is never breached",
        (trigger(name=RESTRICTED),),
        "no-deadline-open, ends 26 Apr 10:15",
        of=DEFENDER,
    ),
    Row(
        "the interrogation that was withdrawn by another than the debtor",
        (
            trigger(name=RESTRICTED),
            fact("custody.interrogated", "26 Apr 11:00", by="case-body-a", id_="interrogated"),
            withdraw("interrogated", "26 Apr 12:00", by="case-body-a"),
        ),
        "no-deadline-open, 1 breach, 1 retracted",
        of=DEFENDER,
    ),
    Row(
        "the debtor's own withdrawal of the interrogation changes nothing",
        (
            trigger(name=RESTRICTED),
            fact("custody.interrogated", "26 Apr 11:00", id_="interrogated"),
            withdraw("interrogated", "26 Apr 12:00"),
        ),
        "breached, 1 breach, disputed",
        of=DEFENDER,
    ),
)


@pytest.mark.parametrize("row", LIMITS, ids=str)
def test_a_limit_is_judged_by_the_act(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", PRECEDING, ids=str)
def test_what_must_come_first_is_judged_against_what_had_to_wait(row: Row) -> None:
    rows.holds(row)
