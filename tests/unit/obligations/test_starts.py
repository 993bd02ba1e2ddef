"""What opens an obligation, from which instant its clock runs, and which round a message belongs to."""

from typing import Final

import pytest

from tests.unit.obligations import rows
from tests.unit.obligations.rows import Row
from tests.unit.obligations.saying import COURT, correct, fact, notice, service, trigger, withdraw

PLACED: Final = "custody.place-set"
MOVED: Final = "custody.place-changed"
RESTRICTED: Final = "custody.person-restricted"
OFFENCE: Final = "juvenile.offence-notice"
RELATIVES: Final = "detention.relatives-notice"
FOREIGNER: Final = "detention.foreigner-notice"
PROPERTY: Final = "protection.property-threat"
THREAT: Final = "protection.threat-observed"
MINOR: Final = "detention.minor-parents-notice"
CHANGED: Final = "custody.minor-status-changed"
YES, NO, UNKNOWN = ({"foreigner": said} for said in ("yes", "no", "unknown"))
ALL_FIVE: Final = (
    "foreign-ministry",
    "foreign-mission",
    "general-prosecutor",
    "interior-ministry",
    "national-security",
)


def each(said: str) -> dict[str, str]:
    return dict.fromkeys(ALL_FIVE, said)


CONDITIONS: Final = (
    Row("it applies", (trigger(name=PLACED, attributes=YES),), each("breached, 1 breach"), of=FOREIGNER),
    Row("it does not apply: there is no obligation", (trigger(name=PLACED, attributes=NO),), {}, of=FOREIGNER),
    Row(
        "unknown warns and never breaches",
        (trigger(name=PLACED, attributes=UNKNOWN),),
        each("provisional, ends 26 Apr 22:00"),
        of=FOREIGNER,
    ),
    Row("what is not said is unknown", (trigger(name=PLACED),), each("provisional"), of=FOREIGNER),
    Row(
        "unknown and told in time",
        (trigger(name=PLACED), notice("26 Apr 12:00", duty=FOREIGNER)),
        {**each("in-time"), "foreign-mission": "provisional"},
        of=FOREIGNER,
    ),
    Row(
        "unknown and told late is no breach",
        (trigger(name=PLACED), notice("27 Apr 12:00", duty=FOREIGNER)),
        {**each("provisional, by notice"), "foreign-mission": "provisional, by nothing"},
        of=FOREIGNER,
    ),
    Row(
        "unknown, corrected to yes after the deadline: what worsens is applied",
        (trigger(name=PLACED), correct("trigger", "28 Apr 10:00", attributes=YES)),
        each("breached, 1 breach"),
        of=FOREIGNER,
    ),
    Row(
        "yes, corrected to no before the deadline: it is cancelled",
        (trigger(name=PLACED, attributes=YES), correct("trigger", "26 Apr 12:00", attributes=NO)),
        each("cancelled"),
        of=FOREIGNER,
    ),
    Row(
        "yes, corrected to no by the debtor after the deadline: nobody heals himself",
        (trigger(name=PLACED, attributes=YES), correct("trigger", "28 Apr 12:00", attributes=NO)),
        each("breached, 1 breach, disputed"),
        of=FOREIGNER,
    ),
    Row(
        "unknown, corrected to no",
        (trigger(name=PLACED), correct("trigger", "28 Apr 10:00", attributes=NO)),
        each("cancelled"),
        of=FOREIGNER,
    ),
    Row(
        "no, corrected to yes: from then on it is owed",
        (trigger(name=PLACED, attributes=NO), correct("trigger", "26 Apr 12:00", attributes=YES)),
        each("breached, 1 breach, ends 26 Apr 22:00"),
        of=FOREIGNER,
    ),
    Row(
        "no, corrected to yes after the deadline: what worsens is applied",
        (trigger(name=PLACED, attributes=NO), correct("trigger", "28 Apr 12:00", attributes=YES)),
        each("breached, 1 breach, ends 26 Apr 22:00"),
        of=FOREIGNER,
    ),
    Row(
        "the notice says what the trigger left unknown",
        (trigger(name=PLACED), notice("27 Apr 12:00", duty=FOREIGNER, attributes=YES)),
        {**each("late, 1 breach"), "foreign-mission": "breached, 1 breach"},
        of=FOREIGNER,
    ),
)

DECLARED: Final = (
    Row("a notice alone is enough", (notice("26 Apr 15:00"),), "in-time, starts 26 Apr 10:00, owed by investigator-a"),
    Row("a notice alone, and late by its own word", (notice("26 Apr 23:00"),), "late, 1 breach, ends 26 Apr 22:00"),
    Row(
        "only who was told is owed anything",
        (notice("27 Apr 10:00", duty=OFFENCE, to="probation"),),
        {"probation": "in-time"},
    ),
    Row(
        "told one by one, each opens its own",
        (
            notice("27 Apr 10:00", duty=OFFENCE, to="probation"),
            notice("30 Apr 10:00", duty=OFFENCE, to="juvenile-unit", id_="second"),
        ),
        {"probation": "in-time", "juvenile-unit": "late, 1 breach"},
    ),
    Row(
        "the trigger comes after: the others are owed too",
        (
            notice("27 Apr 10:00", duty=OFFENCE, to="probation"),
            trigger(name="juvenile.offence-established", received="28 Apr 10:00"),
        ),
        {"probation": "in-time", "juvenile-unit": "breached, 1 breach"},
    ),
    Row("a notice that names no start opens nothing", (notice("26 Apr 15:00", start=None),), {}),
    Row("an act alone opens nothing", (fact("custody.handed-over", "26 Apr 12:00"),), {}),
    Row("a service record alone is enough", (service("26 Apr 15:00"),), "in-time, starts 26 Apr 10:00"),
    Row(
        "a lone notice withdrawn before its deadline",
        (notice("26 Apr 15:00"), withdraw("notice", "26 Apr 16:00")),
        "cancelled, met never",
    ),
    Row(
        "a lone notice withdrawn after its deadline leaves the event that it declared",
        (notice("26 Apr 15:00"), withdraw("notice", "27 Apr 16:00")),
        "breached, 1 breach, met never",
    ),
    Row(
        "a lone notice, withdrawn late, after it was late",
        (notice("27 Apr 15:00"), withdraw("notice", "28 Apr 16:00")),
        "breached, 1 breach",
    ),
)

FIRST_WORD: Final = (
    Row(
        "a late notice is withdrawn and replaced by one that names a later event",
        (
            notice("27 Apr 15:00"),
            withdraw("notice", "28 Apr 10:00"),
            notice("28 Apr 11:00", start="28 Apr 10:00", id_="second"),
        ),
        "late, 1 breach, by second, starts 26 Apr 10:00",
    ),
    Row(
        "so it is where the same agency publishes a later event as well",
        (
            notice("27 Apr 15:00"),
            withdraw("notice", "28 Apr 10:00"),
            trigger("28 Apr 10:00", received="28 Apr 10:30"),
            notice("28 Apr 11:00", start="28 Apr 10:00", id_="second"),
        ),
        "late, 1 breach, disputed, by second, starts 26 Apr 10:00",
    ),
)

CONFLICTS: Final = (
    Row(
        "the trigger's start holds over the notice's",
        (trigger(), notice("26 Apr 21:30", start="26 Apr 09:00")),
        "in-time, starts 26 Apr 10:00",
    ),
    Row(
        "the trigger's earlier start holds and makes the notice late",
        (trigger(), notice("26 Apr 22:30", start="26 Apr 11:00")),
        "late, 1 breach, starts 26 Apr 10:00",
    ),
    Row(
        "another agency's trigger holds over the debtor's notice, also when it is later",
        (notice("26 Apr 21:30", start="26 Apr 09:00"), trigger(received="28 Apr 10:00", by=COURT)),
        "in-time, 1 breach, 1 retracted, version 2, starts 26 Apr 10:00",
    ),
    Row(
        "the debtor's own later trigger, published before the notice's deadline, holds",
        (notice("26 Apr 20:00", start="26 Apr 09:00"), trigger(received="26 Apr 20:30")),
        "in-time, version 2, starts 26 Apr 10:00",
    ),
    Row(
        "the debtor's own later trigger, published after it, would better him: he is held to his own word",
        (notice("26 Apr 21:30", start="26 Apr 09:00"), trigger(received="28 Apr 10:00")),
        "late, 1 breach, disputed, starts 26 Apr 09:00",
    ),
    Row(
        "the debtor's own earlier trigger worsens his verdict and holds",
        (notice("26 Apr 21:30", start="26 Apr 10:00"), trigger("26 Apr 09:00", received="28 Apr 10:00")),
        "late, 1 breach, hopeless, version 2, starts 26 Apr 09:00",
    ),
    Row(
        "two agencies tell of one event: the earliest start holds",
        (trigger(), trigger("26 Apr 09:30", by=COURT, received="26 Apr 11:00"), notice("26 Apr 21:45", start=None)),
        "late, 1 breach, version 2, starts 26 Apr 09:30, owed by investigator-a",
    ),
    Row(
        "a later start told by another agency moves nothing",
        (trigger(), trigger("26 Apr 11:00", by=COURT), notice("26 Apr 22:30", start=None)),
        "late, 1 breach, starts 26 Apr 10:00",
    ),
    Row(
        "the earlier start is withdrawn by whoever told it",
        (
            trigger(),
            trigger("26 Apr 09:30", by=COURT, received="26 Apr 11:00", id_="court"),
            withdraw("court", "27 Apr 10:00", by=COURT),
            notice("26 Apr 21:45", start=None),
        ),
        "in-time, 1 breach, 1 retracted, version 3, starts 26 Apr 10:00",
    ),
)

TOO_LATE: Final = (
    Row("known too late to be met", (trigger(received="27 Apr 10:00"),), "breached, 1 breach, hopeless, ends 26 Apr 22:00"),
    Row("known a minute before the deadline", (trigger(received="26 Apr 21:59"),), "breached, 1 breach"),
    Row(
        "known too late and told at once",
        (trigger(received="27 Apr 10:00"), notice("27 Apr 10:01")),
        "late, 1 breach, hopeless",
    ),
    Row(
        "known too late by another's word, and told in time all the same",
        (trigger(received="27 Apr 10:00", by=COURT), notice("26 Apr 12:00")),
        "in-time",
    ),
    Row(
        "a release that is moved nearer than the twenty days",
        (
            trigger("30 Jun 00:00", name="juvenile.release-scheduled", by="colony-a", received="1 May 10:00"),
            correct("trigger", "5 May 10:00", start="20 May 00:00", clock="release_on", by="colony-a"),
        ),
        "breached, 1 breach, hopeless, version 2, ends 1 May 00:00",
        ),
)  # fmt: skip


@pytest.mark.parametrize("row", CONDITIONS, ids=str)
def test_a_condition_holds_or_does_not_or_is_unknown(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", DECLARED, ids=str)
def test_a_start_may_be_declared_by_the_sender(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", FIRST_WORD, ids=str)
def test_an_agency_is_held_to_the_start_that_it_named_and_missed(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", CONFLICTS, ids=str)
def test_where_two_starts_are_named_the_trigger_holds_and_the_earliest(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", TOO_LATE, ids=str)
def test_what_became_known_too_late_says_so(row: Row) -> None:
    rows.holds(row)
