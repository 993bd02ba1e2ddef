"""Reports and periodic limits: one obligation for each period and each agency that owes it, open from the period's start."""

from typing import Final

import pytest

from services.obligations.cases import Due
from tests.unit.obligations import rows
from tests.unit.obligations.rows import Row
from tests.unit.obligations.saying import (
    COURT,
    RECIPIENT,
    calendar_corrected,
    correct,
    fact,
    notice,
    off_the_bus,
    period,
    refuse,
    rule,
    service,
    withdraw,
)

MONTHLY: Final = "juvenile.probation-monthly-list"
DAILY: Final = "transfer.occupancy-report"
QUARTERLY: Final = "report.women-protection-quarterly"
TO_RESIDENTS: Final = "report.residents-quarterly"
SURVEY: Final = "transfer.ties-survey"
SURVEYED: Final = "transfer.ties-surveyed"


def due(duty: str, of: str, *agencies: str) -> tuple[Due, ...]:
    return tuple(Due(duty, period(of, duty), agency) for agency in agencies)


REPORTS: Final = (
    Row(
        "reported within the month",
        (notice("28 Mar 10:00", duty=MONTHLY, of="2024-03", by="a"),),
        {"juvenile-unit 2024-03-01 a": "in-time, ends 1 Apr 00:00, starts 1 Apr 00:00"},
        dues=due(MONTHLY, "2024-03", "a"),
    ),
    Row(
        "reported at 24:00 of its last day",
        (notice("1 Apr 00:00", duty=MONTHLY, of="2024-03", by="a"),),
        {"juvenile-unit 2024-03-01 a": "in-time"},
        dues=due(MONTHLY, "2024-03", "a"),
    ),
    Row(
        "reported a microsecond later",
        (notice("1 Apr 00:00:00.000001", duty=MONTHLY, of="2024-03", by="a"),),
        {"juvenile-unit 2024-03-01 a": "late, 1 breach"},
        dues=due(MONTHLY, "2024-03", "a"),
    ),
    Row(
        "open from the period's start",
        (),
        {"juvenile-unit 2024-05-01 a": "open, ends 1 Jun 00:00"},
        dues=due(MONTHLY, "2024-05", "a"),
    ),
    Row(
        "whoever says nothing is in breach, whoever reports is not",
        (notice("28 Mar 10:00", duty=MONTHLY, of="2024-03", by="a"),),
        {"juvenile-unit 2024-03-01 a": "in-time", "juvenile-unit 2024-03-01 b": "breached, 1 breach"},
        dues=due(MONTHLY, "2024-03", "a", "b"),
    ),
    Row(
        "each period is an obligation of its own",
        (notice("28 Mar 10:00", duty=MONTHLY, of="2024-03", by="a"),),
        {"juvenile-unit 2024-02-01 a": "breached, 1 breach", "juvenile-unit 2024-03-01 a": "in-time"},
        dues=(*due(MONTHLY, "2024-02", "a"), *due(MONTHLY, "2024-03", "a")),
    ),
    Row(
        "a report that nobody had expected is owed all the same",
        (notice("1 Apr 10:00", duty=MONTHLY, of="2024-03", by="a"),),
        {"juvenile-unit 2024-03-01 a": "late, 1 breach"},
    ),
    Row(
        "another's report of the period does not heal",
        (notice("28 Mar 10:00", duty=MONTHLY, of="2024-03", by="a"), withdraw("notice", "29 Mar 10:00", by="a")),
        {"juvenile-unit 2024-03-01 a": "breached, 1 breach", "juvenile-unit 2024-03-01 b": "breached, 1 breach"},
        dues=due(MONTHLY, "2024-03", "a", "b"),
    ),
    Row(
        "a report refused in time is owed again",
        (
            notice("28 Mar 10:00", duty=MONTHLY, of="2024-03"),
            refuse("29 Mar 10:00", role="juvenile-unit"),
            notice("30 Mar 10:00", duty=MONTHLY, of="2024-03", id_="second"),
        ),
        {"juvenile-unit 2024-03-01 investigator-a": "in-time, by second"},
        dues=due(MONTHLY, "2024-03", "investigator-a"),
    ),
    Row(
        "a report on paper, confirmed by whoever got it",
        (
            off_the_bus(
                "29 Mar 10:00", received="3 Apr 10:00", duty=MONTHLY, to="juvenile-unit", of="2024-03", by=RECIPIENT
            ),
        ),
        {"juvenile-unit 2024-03-01 a": "in-time, 1 breach, 1 retracted, recorded late, off the bus"},
        dues=due(MONTHLY, "2024-03", "a"),
    ),
    Row(
        "annulled after it was missed",
        (rule("annul", "5 Apr 10:00"),),
        {"juvenile-unit 2024-03-01 a": "cancelled, 1 breach, 1 retracted"},
        dues=due(MONTHLY, "2024-03", "a"),
    ),
    Row(
        "the day's report: at 24:00 of the day",
        (notice("6 Mar 00:00", duty=DAILY, of="2024-03-05", by="a"),),
        {"penal-committee-records 2024-03-05 a": "in-time, ends 6 Mar 00:00"},
    ),
    Row(
        "the quarter's: at 24:00 of the fifth after it",
        (notice("6 Apr 00:00", duty=QUARTERLY, of="2024-Q1", by="a"),),
        {"local-police-department 2024-01-01 a": "in-time, ends 6 Apr 00:00, starts 1 Apr 00:00"},
    ),
    Row(
        "a due day does not wait for a working day",
        (
            calendar_corrected("1 Apr 10:00", off=("5 Apr",)),
            notice("6 Apr 10:00", duty=QUARTERLY, of="2024-Q1", by="a"),
        ),
        {"local-police-department 2024-01-01 a": "late, 1 breach, ends 6 Apr 00:00"},
    ),
    Row(
        "those outside the bus are told, and that is judged by the telling",
        (service("31 Mar 23:00", received="31 Mar 23:30", duty=TO_RESIDENTS, of="2024-Q1", by="a"),),
        {"residents 2024-01-01 a": "in-time, met 31 Mar 23:00"},
    ),
    Row(
        "told in time and recorded late by whoever owed it",
        (service("31 Mar 23:00", received="1 Apr 09:00", duty=TO_RESIDENTS, of="2024-Q1", by="a"),),
        {"residents 2024-01-01 a": "late, 1 breach, met 1 Apr 09:00, claims 31 Mar 23:00"},
    ),
)

HALF: Final = period("2024-H1", SURVEY)

PERIODIC: Final = (
    Row(
        "done within the half-year",
        (fact(SURVEYED, "10 May 10:00", by="a", of_period=HALF),),
        {f"{SURVEY} 2024-01-01 a": "in-time, met 10 May 10:00, ends 1 Jul 00:00"},
    ),
    Row(
        "not done so far",
        (),
        {f"{SURVEY} 2024-01-01 a": "open"},
        dues=due(SURVEY, "2024-H1", "a"),
    ),
    Row(
        "never done",
        (),
        {f"{SURVEY} 2023-07-01 a": "breached, 1 breach"},
        dues=due(SURVEY, "2023-H2", "a"),
    ),
    Row(
        "done before the half-year began",
        (fact(SURVEYED, "2023 31 Dec 23:59", by="a", received="2 Jan 10:00", of_period=HALF),),
        {f"{SURVEY} 2024-01-01 a": "breached, 1 breach"},
        as_of="2 Jul 00:00",
    ),
    Row(
        "done in its first instant",
        (fact(SURVEYED, "1 Jan 00:00", by="a", received="2 Jan 10:00", of_period=HALF),),
        {f"{SURVEY} 2024-01-01 a": "in-time, met 1 Jan 00:00"},
        as_of="2 Jul 00:00",
    ),
    Row(
        "done in time and recorded by whoever owed it after the half-year",
        (fact(SURVEYED, "10 May 10:00", by="a", received="2 Jul 10:00", of_period=HALF),),
        {f"{SURVEY} 2024-01-01 a": "late, 1 breach, met 2 Jul 10:00, claims 10 May 10:00"},
        as_of="3 Jul 00:00",
    ),
    Row(
        "its date corrected by whoever owed it, afterwards, into the period",
        (
            fact(SURVEYED, "10 May 10:00", by="a", of_period=HALF, id_="survey"),
            correct("survey", "2 Jul 10:00", occurred="11 May 10:00", by="a"),
            correct("survey", "3 Jul 10:00", occurred="2 Jul 10:00", by="a", id_="again"),
        ),
        {f"{SURVEY} 2024-01-01 a": "late, 1 breach, met 2 Jul 10:00"},
        as_of="4 Jul 00:00",
    ),
)


@pytest.mark.parametrize("row", REPORTS, ids=str)
def test_a_report_is_owed_for_each_period_by_each_agency(row: Row) -> None:
    rows.holds(row)


@pytest.mark.parametrize("row", PERIODIC, ids=str)
def test_a_periodic_limit_is_met_by_an_act_within_its_period(row: Row) -> None:
    rows.holds(row)


def test_a_report_of_another_agency_opens_nothing_for_it_to_owe_twice() -> None:
    row = Row(
        "the same agency reports one period twice",
        (
            notice("28 Mar 10:00", duty=MONTHLY, of="2024-03", by="a"),
            notice("29 Mar 10:00", duty=MONTHLY, of="2024-03", by="a", id_="second"),
            notice("2 Apr 10:00", duty=MONTHLY, of="2024-03", by=COURT, id_="third"),
        ),
        {
            "juvenile-unit 2024-03-01 a": "in-time, by notice",
            f"juvenile-unit 2024-03-01 {COURT}": "late, 1 breach, by third",
        },
    )
    rows.holds(row)
