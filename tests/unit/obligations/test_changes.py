"""What a correction, a withdrawal or a refusal changes, and that nobody heals himself by it."""

from typing import Final

import pytest

from tests.unit.obligations import rows
from tests.unit.obligations.rows import Row
from tests.unit.obligations.saying import COURT, correct, fact, notice, receipt, refuse, service, trigger, withdraw

PLACED: Final = "custody.place-set"
RESTRICTED: Final = "custody.person-restricted"
HANDOVER: Final = "detention.handover"
RELATIVES: Final = "detention.relatives-notice"
COURT_LIMIT: Final = "detention.court-decision-or-release"

BEFORE: Final = (
    Row(
        "a later start: a new version of the deadline",
        (trigger(), correct("trigger", "26 Apr 12:00", start="26 Apr 11:00"), notice("26 Apr 22:30")),
        "in-time, version 2, ends 26 Apr 23:00, starts 26 Apr 11:00",
    ),
    Row(
        "an earlier start",
        (trigger(), correct("trigger", "26 Apr 12:00", start="26 Apr 09:00"), notice("26 Apr 21:30")),
        "late, 1 breach, version 2, ends 26 Apr 21:00",
    ),
    Row(
        "the same start again: no new version",
        (trigger(), correct("trigger", "26 Apr 12:00", start="26 Apr 10:00")),
        "breached, 1 breach, ends 26 Apr 22:00",
    ),
    Row(
        "to and fro: each instant is a version",
        (
            trigger(),
            correct("trigger", "26 Apr 12:00", start="26 Apr 11:00"),
            correct("trigger", "26 Apr 12:30", start="26 Apr 10:00", id_="back"),
            notice("26 Apr 15:00"),
        ),
        "in-time, version 3, ends 26 Apr 22:00",
    ),
    Row(
        "exactly at the deadline a correction still counts",
        (trigger(), correct("trigger", "26 Apr 22:00", start="26 Apr 11:00"), notice("26 Apr 22:30")),
        "in-time, version 2, ends 26 Apr 23:00",
    ),
    Row(
        "a correction of a correction",
        (
            trigger(),
            correct("trigger", "26 Apr 12:00", start="26 Apr 11:00"),
            correct("correction", "26 Apr 12:30", start="26 Apr 11:30", id_="again"),
        ),
        "breached, 1 breach, version 3, starts 26 Apr 11:30",
    ),
    Row(
        "a withdrawn correction is as if it had never been",
        (trigger(), correct("trigger", "26 Apr 12:00", start="26 Apr 11:00"), withdraw("correction", "26 Apr 13:00")),
        "breached, 1 breach, version 3, starts 26 Apr 10:00",
    ),
    Row(
        "a withdrawn trigger cancels", (trigger(), withdraw("trigger", "26 Apr 12:00")), "cancelled, ends 26 Apr 22:00"
    ),
    Row(
        "a withdrawn notice opens the obligation again",
        (trigger(), notice("26 Apr 15:00"), withdraw("notice", "26 Apr 16:00")),
        "breached, 1 breach, met never",
    ),
    Row(
        "a release that is put off moves its deadline",
        (
            trigger("30 Jun 00:00", name="juvenile.release-scheduled", received="1 May 10:00"),
            correct("trigger", "5 May 10:00", start="1 Jul 00:00", clock="release_on"),
        ),
        "open, version 2, ends 12 Jun 00:00",
    ),
)

AFTER: Final = (
    Row(
        "a later start betters its author: the verdict stands",
        (trigger(), notice("26 Apr 22:30"), correct("trigger", "27 Apr 12:00", start="26 Apr 11:00")),
        "late, 1 breach, disputed, ends 26 Apr 22:00",
    ),
    Row(
        "so it does where nobody was told at all",
        (trigger(), correct("trigger", "27 Apr 12:00", start="28 Apr 11:00")),
        "breached, 1 breach, disputed, ends 26 Apr 22:00",
    ),
    Row(
        "a microsecond after the deadline is after it",
        (trigger(), correct("trigger", "26 Apr 22:00:00.000001", start="26 Apr 11:00"), notice("26 Apr 22:30")),
        "late, 1 breach, disputed, ends 26 Apr 22:00",
    ),
    Row(
        "what worsens its author's verdict is applied",
        (trigger(), notice("26 Apr 21:30"), correct("trigger", "27 Apr 12:00", start="26 Apr 09:00")),
        "late, 1 breach, hopeless, version 2, ends 26 Apr 21:00",
    ),
    Row(
        "what changes nothing for its author's verdict is applied",
        (trigger(), notice("26 Apr 12:00"), correct("trigger", "27 Apr 12:00", start="26 Apr 11:00")),
        "in-time, version 2, ends 26 Apr 23:00",
    ),
    Row(
        "what another agency corrects is applied, though it betters the debtor",
        (
            trigger(by=COURT, received="26 Apr 10:30"),
            trigger("26 Apr 11:00", received="26 Apr 11:00", id_="own"),
            notice("26 Apr 22:30", start=None, by=COURT),
            correct("trigger", "27 Apr 12:00", start="26 Apr 12:00", by=COURT),
        ),
        "late, 1 breach, disputed, starts 26 Apr 10:00, owed by court-a",
    ),
    Row(
        "the earlier start of another, corrected by him",
        (
            trigger("26 Apr 10:00"),
            trigger("26 Apr 09:00", by=COURT, received="26 Apr 10:30", id_="court"),
            notice("26 Apr 21:30", start=None),
            correct("court", "27 Apr 12:00", start="26 Apr 10:00", by=COURT),
        ),
        "in-time, 1 breach, 1 retracted, version 3, starts 26 Apr 10:00",
    ),
    Row(
        "a withdrawn trigger cancels nothing any more",
        (trigger(), withdraw("trigger", "27 Apr 12:00")),
        "breached, 1 breach, disputed",
    ),
    Row(
        "nor where it was told late: the notice itself says when it began",
        (trigger(), notice("27 Apr 10:00"), withdraw("trigger", "27 Apr 12:00")),
        "late, 1 breach, starts 26 Apr 10:00",
    ),
    Row(
        "a withdrawn notice worsens, so it counts",
        (trigger(), notice("26 Apr 15:00"), withdraw("notice", "27 Apr 12:00")),
        "breached, 1 breach, met never",
    ),
    Row(
        "a correction that would better, twice",
        (
            trigger(),
            correct("trigger", "27 Apr 12:00", start="26 Apr 11:00"),
            correct("trigger", "27 Apr 13:00", start="28 Apr 11:00", id_="again"),
        ),
        "breached, 1 breach, disputed, ends 26 Apr 22:00",
    ),
    Row(
        "a step to the worse and two back",
        (
            trigger(),
            notice("26 Apr 22:30"),
            correct("trigger", "27 Apr 12:00", start="26 Apr 09:00"),
            correct("trigger", "27 Apr 13:00", start="26 Apr 11:00", id_="again"),
        ),
        "late, 1 breach, disputed, hopeless, version 2, ends 26 Apr 21:00",
    ),
    Row(
        "a worsening correction taken back would better, and does not",
        (
            trigger(),
            notice("26 Apr 21:30"),
            correct("trigger", "26 Apr 21:45", start="26 Apr 09:00"),
            withdraw("correction", "27 Apr 13:00"),
        ),
        "late, 1 breach, disputed, hopeless, version 2, ends 26 Apr 21:00",
    ),
    Row(
        "the telling itself is claimed to have been earlier",
        (
            trigger(name=PLACED),
            service("26 Apr 22:30"),
            correct("service", "27 Apr 10:00", told="26 Apr 21:00"),
        ),
        "late, 1 breach, met 26 Apr 22:30, claims 26 Apr 21:00",
        of=RELATIVES,
    ),
    Row(
        "the telling is said to have been later",
        (
            trigger(name=PLACED),
            service("26 Apr 21:30"),
            correct("service", "27 Apr 10:00", told="26 Apr 22:30"),
        ),
        "late, 1 breach, met 26 Apr 22:30",
        of=RELATIVES,
    ),
    Row(
        "the act itself is claimed to have been earlier",
        (
            trigger(name=RESTRICTED),
            fact("custody.handed-over", "26 Apr 13:30", id_="act"),
            correct("act", "27 Apr 10:00", occurred="26 Apr 12:00"),
        ),
        "late, 1 breach, met 26 Apr 13:30, claims 26 Apr 12:00",
        of=HANDOVER,
    ),
    Row(
        "another agency corrects its record of the act",
        (
            trigger(name=RESTRICTED),
            fact("custody.handed-over", "26 Apr 13:30", id_="act", by=COURT),
            correct("act", "27 Apr 10:00", occurred="26 Apr 12:00", by=COURT),
        ),
        "in-time, 1 breach, 1 retracted, recorded late, met 26 Apr 12:00",
        of=HANDOVER,
    ),
    Row(
        "an act in time that is withdrawn leaves nothing",
        (
            trigger(name=RESTRICTED),
            fact("custody.handed-over", "26 Apr 12:00", id_="act"),
            withdraw("act", "27 Apr 10:00"),
        ),
        "breached, 1 breach, met never",
        of=HANDOVER,
    ),
    Row(
        "after its deadline the debtor turns the start on which he was late into a future one",
        (notice("26 Apr 22:30"), correct("notice", "27 Apr 10:00", start="26 Apr 12:00")),
        "late, 1 breach, disputed, starts 26 Apr 10:00",
    ),
)

REFUSED: Final = (
    Row(
        "refused before the deadline: open again",
        (trigger(), notice("26 Apr 15:00"), refuse("26 Apr 16:00")),
        "open, receipt refused, met never",
        as_of="26 Apr 20:00",
    ),
    Row(
        "refused before the deadline and not sent again",
        (trigger(), notice("26 Apr 15:00"), refuse("26 Apr 22:00")),
        "breached, 1 breach, receipt refused",
    ),
    Row(
        "refused before the deadline and sent again",
        (trigger(), notice("26 Apr 15:00"), refuse("26 Apr 16:00"), notice("26 Apr 18:00", id_="second")),
        "in-time, by second, receipt None",
    ),
    Row(
        "refused after the deadline: the verdict stands, disputed",
        (trigger(), notice("26 Apr 15:00"), refuse("26 Apr 22:00:00.000001")),
        "in-time, disputed, receipt refused",
    ),
    Row(
        "a late notice refused stays what it was",
        (trigger(), notice("26 Apr 23:00"), refuse("27 Apr 10:00")),
        "late, 1 breach, disputed, receipt refused",
    ),
    Row(
        "not mine, and the directory does not agree",
        (trigger(), notice("26 Apr 15:00"), refuse("26 Apr 16:00", reopens=False)),
        "in-time, receipt refused",
    ),
    Row(
        "one of two recipients refuses",
        (
            trigger(name="juvenile.offence-established"),
            notice("27 Apr 10:00", duty="juvenile.offence-notice"),
            refuse("27 Apr 11:00", role="probation"),
        ),
        {"probation": "breached, 1 breach, receipt refused", "juvenile-unit": "in-time, receipt None"},
    ),
    Row(
        "who answers as nobody that was told answers for all",
        (
            trigger(name="juvenile.offence-established"),
            notice("27 Apr 10:00", duty="juvenile.offence-notice"),
            refuse("27 Apr 11:00", role="somebody"),
        ),
        {"probation": "breached, 1 breach", "juvenile-unit": "breached, 1 breach"},
    ),
    Row(
        "receipts go up and never down",
        (trigger(), notice("26 Apr 15:00"), receipt("acted", "26 Apr 16:00"), receipt("taken", "26 Apr 17:00")),
        "in-time, receipt acted",
    ),
)


@pytest.mark.parametrize("row", BEFORE, ids=str)
def test_before_the_deadline_a_change_is_applied_at_once(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", AFTER, ids=str)
def test_after_the_deadline_nobody_heals_himself(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", REFUSED, ids=str)
def test_a_refusal_before_the_deadline_opens_again_and_after_it_disputes(row: Row) -> None:
    rows.holds(row)
