"""What only a named human may change: the overseer's rulings; and what passes from one agency to another."""

from typing import Final

import pytest

from services.obligations.records import ObligationName
from tests.unit.obligations import rows
from tests.unit.obligations.rows import Row
from tests.unit.obligations.saying import (
    COURT,
    INVESTIGATOR,
    correct,
    fact,
    hand_over,
    notice,
    object_,
    refuse,
    rule,
    trigger,
)

OFFENCE: Final = "juvenile.offence-notice"
ESTABLISHED: Final = "juvenile.offence-established"
RESTRICTED: Final = "custody.person-restricted"
HANDOVER: Final = "detention.handover"
HEALING: Final = (trigger(), notice("26 Apr 22:30"), correct("trigger", "27 Apr 12:00", start="26 Apr 11:00"))
"""A notice late by half an hour, and a correction after which it would be in time."""

RULINGS: Final = (
    Row("uphold: the verdict stands, no longer disputed", (*HEALING, rule("uphold", "29 Apr 10:00")), "late, 1 breach"),
    Row("excuse: the same, for a reason", (*HEALING, rule("excuse", "29 Apr 10:00")), "late, 1 breach"),
    Row(
        "annul: cancelled, the breach retracted",
        (trigger(), rule("annul", "29 Apr 10:00")),
        "cancelled, 1 breach, 1 retracted",
    ),
    Row("annul before anything was missed", (trigger(), rule("annul", "26 Apr 12:00")), "cancelled"),
    Row(
        "a correction that was not followed is deemed accepted",
        (*HEALING, rule("deem-accepted", "29 Apr 10:00", about="correction")),
        "in-time, 1 breach, 1 retracted, version 2, ends 26 Apr 23:00",
    ),
    Row(
        "a rejected notice is deemed accepted, and judged by when it came",
        (trigger(), notice("26 Apr 15:00", accepted=False), rule("deem-accepted", "29 Apr 10:00", about="notice")),
        "in-time, 1 breach, 1 retracted, met 26 Apr 15:00",
    ),
    Row(
        "a rejected notice that came late is late also then",
        (trigger(), notice("27 Apr 15:00", accepted=False), rule("deem-accepted", "29 Apr 10:00", about="notice")),
        "late, 1 breach, met 27 Apr 15:00",
    ),
    Row(
        "a rejected notice by itself meets nothing",
        (trigger(), notice("26 Apr 15:00", accepted=False)),
        "breached, 1 breach",
    ),
    Row(
        "a rejected notice alone, deemed accepted, opens what it answers",
        (notice("26 Apr 15:00", accepted=False), rule("deem-accepted", "29 Apr 10:00", about="notice")),
        "in-time, met 26 Apr 15:00",
    ),
    Row(
        "a refused notice is deemed accepted",
        (
            trigger(),
            notice("26 Apr 15:00"),
            refuse("26 Apr 16:00"),
            rule("deem-accepted", "29 Apr 10:00", about="notice"),
        ),
        "in-time, 1 breach, 1 retracted",
    ),
    Row(
        "a notice refused too late is ruled to stand",
        (trigger(), notice("26 Apr 15:00"), refuse("27 Apr 16:00"), rule("uphold", "29 Apr 10:00", about="notice")),
        "in-time",
    ),
    Row("nobody rules on himself", (trigger(), rule("annul", "29 Apr 10:00", by=INVESTIGATOR)), "breached, 1 breach"),
    Row(
        "a ruling on one recipient leaves the other",
        (trigger(name=ESTABLISHED), rule("annul", "3 May 10:00", about=ObligationName(OFFENCE, recipient="probation"))),
        {"probation": "cancelled, 1 breach, 1 retracted", "juvenile-unit": "breached, 1 breach"},
    ),
    Row(
        "a ruling on one round leaves the other",
        (
            trigger(),
            trigger("26 Apr 11:00", id_="again"),
            rule("annul", "29 Apr 10:00", about=ObligationName("detention.prosecutor-notice", round=2)),
        ),
        {"prosecutor": "breached, 1 breach", "prosecutor 2": "cancelled, 1 breach, 1 retracted"},
    ),
    Row(
        "a ruling on another duty changes nothing",
        (trigger(), rule("annul", "29 Apr 10:00", about=ObligationName(OFFENCE))),
        "breached, 1 breach",
    ),
    Row("an objection only asks for a ruling", (trigger(), object_("28 Apr 10:00")), "breached, 1 breach"),
    Row(
        "a ruling that comes before what it is about waits for it",
        (trigger(), rule("deem-accepted", "26 Apr 14:00", about="notice"), notice("26 Apr 15:00", accepted=False)),
        "in-time, met 26 Apr 15:00",
    ),
    Row(
        "what is disputed after a ruling is disputed again",
        (
            *HEALING,
            rule("uphold", "29 Apr 10:00"),
            correct("trigger", "30 Apr 12:00", start="26 Apr 11:00", id_="again"),
        ),
        "late, 1 breach, disputed",
    ),
    Row(
        "an annulled obligation stays cancelled, whatever still comes",
        (trigger(), rule("annul", "29 Apr 10:00"), notice("30 Apr 10:00")),
        "cancelled, 1 breach, 1 retracted",
    ),
)

HANDOVERS: Final = (
    Row(
        "the deadline stays, the debtor is another",
        (trigger(), hand_over("investigator-b", "26 Apr 12:00")),
        "breached, 1 breach, owed by investigator-b, ends 26 Apr 22:00",
    ),
    Row(
        "the new debtor tells in time",
        (trigger(), hand_over("investigator-b", "26 Apr 12:00"), notice("26 Apr 15:00", by="investigator-b")),
        "in-time, owed by investigator-b",
    ),
    Row(
        "what was met stays with whom it was met by",
        (trigger(), notice("26 Apr 11:00"), hand_over("investigator-b", "26 Apr 12:00")),
        "in-time, owed by investigator-a",
    ),
    Row(
        "the new debtor's late record is no proof for him",
        (
            trigger(name=RESTRICTED),
            hand_over("investigator-b", "26 Apr 12:00"),
            fact("custody.handed-over", "26 Apr 12:30", received="27 Apr 10:00", by="investigator-b"),
        ),
        "late, 1 breach, met 27 Apr 10:00, claims 26 Apr 12:30",
        of=HANDOVER,
    ),
    Row(
        "nor is the old debtor's",
        (
            trigger(name=RESTRICTED),
            hand_over("investigator-b", "26 Apr 12:00"),
            fact("custody.handed-over", "26 Apr 12:30", received="27 Apr 10:00"),
        ),
        "late, 1 breach, met 27 Apr 10:00, claims 26 Apr 12:30",
        of=HANDOVER,
    ),
    Row(
        "a third agency's is",
        (
            trigger(name=RESTRICTED),
            hand_over("investigator-b", "26 Apr 12:00"),
            fact("custody.handed-over", "26 Apr 12:30", received="27 Apr 10:00", by=COURT),
        ),
        "in-time, 1 breach, 1 retracted, recorded late",
        of=HANDOVER,
    ),
    Row(
        "the old debtor still cannot heal what he opened",
        (
            trigger(),
            hand_over("investigator-b", "26 Apr 12:00"),
            correct("trigger", "27 Apr 12:00", start="28 Apr 11:00"),
        ),
        "breached, 1 breach, disputed, owed by investigator-b, ends 26 Apr 22:00",
    ),
    Row(
        "the old debtor does not rule on what he handed over",
        (trigger(), hand_over("investigator-b", "26 Apr 12:00"), rule("annul", "28 Apr 10:00", by=INVESTIGATOR)),
        "breached, 1 breach",
    ),
    Row(
        "handed on twice",
        (
            trigger(),
            hand_over("b", "26 Apr 12:00"),
            hand_over("c", "26 Apr 13:00", by="b"),
            notice("26 Apr 15:00", by="c"),
        ),
        "in-time, owed by c",
    ),
)


@pytest.mark.parametrize("row", RULINGS, ids=str)
def test_only_a_ruling_changes_a_verdict_after_a_dispute(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", HANDOVERS, ids=str)
def test_an_occasion_passes_to_another_and_its_deadlines_stay(row: Row) -> None:
    rows.holds(row)


NOT_HIS: Final = (
    Row(
        "a refused notice, deemed accepted by its author",
        (
            trigger(),
            notice("26 Apr 15:00"),
            refuse("26 Apr 16:00"),
            rule("deem-accepted", "29 Apr 10:00", about="notice", by=INVESTIGATOR),
        ),
        "breached, 1 breach",
    ),
    Row(
        "a rejected notice, deemed accepted by its author",
        (
            trigger(),
            notice("26 Apr 15:00", accepted=False),
            rule("deem-accepted", "29 Apr 10:00", about="notice", by=INVESTIGATOR),
        ),
        "breached, 1 breach",
    ),
    Row(
        "a lone rejected notice, deemed accepted by its author",
        (
            notice("26 Apr 15:00", accepted=False),
            rule("deem-accepted", "29 Apr 10:00", about="notice", by=INVESTIGATOR),
        ),
        {},
    ),
    Row(
        "a correction that was not followed, deemed accepted by its author",
        (*HEALING, rule("deem-accepted", "29 Apr 10:00", about="correction", by=INVESTIGATOR)),
        "late, 1 breach, disputed, ends 26 Apr 22:00",
    ),
    Row(
        "a rejected notice of the new debtor, deemed accepted by the old one",
        (
            trigger(),
            hand_over("investigator-b", "26 Apr 12:00"),
            notice("26 Apr 15:00", accepted=False, by="investigator-b"),
            rule("deem-accepted", "29 Apr 10:00", about="notice", whose="investigator-b", by=INVESTIGATOR),
        ),
        "breached, 1 breach",
    ),
)


@pytest.mark.parametrize("row", NOT_HIS, ids=str)
def test_nobody_rules_for_himself(row: Row) -> None:
    rows.holds(row)
