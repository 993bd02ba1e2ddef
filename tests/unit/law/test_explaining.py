"""An explanation names each step of the way, in order, and nothing that is not on it."""

from datetime import date

import pytest

from schemas.messages.bus import Step
from services.law import days_off, explained, explaining, zones
from services.law.deadlines import Deadline, Start
from services.law.written import instant_or_day
from tests.oracles.stepping import Days
from tests.unit.law import drawn
from tests.unit.law.test_named_deadlines import RULES, found


def steps(code: str, event: str) -> list[Step]:
    duty, deadline = found(code, event)
    return list(explaining.steps(deadline, duty))


def of_term(event: str, zone: str = "Asia/Almaty", **term: object) -> Deadline:
    where = zones.zone(zone)
    start = Start(instant_or_day(event, where, field="event"), where)
    return drawn.of_term(drawn.READ.validate_python(term), start, drawn.corrected(Days()))


def said(steps: list[Step]) -> list[tuple[str, dict[str, str | int]]]:
    return [(step.code, step.particulars) for step in steps]


def only(code: str, steps: list[Step]) -> list[dict[str, str | int]]:
    return [step.particulars for step in steps if step.code == code]


def test_working_days_are_counted_one_by_one_and_each_skipped_day_says_why() -> None:
    assert said(steps("juvenile.runaway-notice", "2024-04-30T05:00:00Z")) == [
        ("starts-at", {"instant": "placed_at", "at": "2024-04-30T05:00:00Z"}),
        ("falls-on", {"day": "2024-04-30", "zone": "Asia/Almaty", "offset": "+05:00"}),
        ("adds", {"unit": "working-days", "value": 3}),
        ("not-counted", {"day": "2024-04-30"}),
        ("skipped", {"day": "2024-05-01", "why": "holiday", "holiday": "unity-day", "act": "Z010000267_"}),
        ("counted", {"day": "2024-05-02", "number": 1}),
        ("counted", {"day": "2024-05-03", "number": 2}),
        (
            "counted-worked",
            {"day": "2024-05-04", "number": 3, "why": "worked", "act": "G24G0000109", "other": "2024-05-08"},
        ),
        ("last-day", {"day": "2024-05-04"}),
        ("ends-at", {"at": "2024-05-04T19:00:00Z", "zone": "Asia/Almaty", "offset": "+05:00"}),
        ("end-included", {}),
        ("read-as-days", {}),
    ]


def test_hours_name_the_days_off_that_did_not_stop_them_and_the_clock_that_was_changed() -> None:
    assert said(steps("detention.court-decision-or-release", "2024-02-28T14:00:00Z")) == [
        ("starts-at", {"instant": "restricted_at", "at": "2024-02-28T14:00:00Z"}),
        ("adds", {"unit": "hours", "value": 72}),
        ("runs-through", {"what": "nights, weekends, holidays"}),
        ("ran-through", {"day": "2024-03-02", "why": "weekend"}),
        ("clock-changed", {"zone": "Asia/Almaty", "from": "+06:00", "to": "+05:00"}),
        ("ends-at", {"at": "2024-03-02T14:00:00Z", "zone": "Asia/Almaty", "offset": "+05:00"}),
        ("end-included", {}),
        ("law-says-continuous", {}),
    ]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("detention.handover", "law-says-continuous"),
        ("detention.prosecutor-notice", "read-as-running"),
        ("weapons.check-report", "read-as-days"),
        ("transfer.vacancy-checked", "read-as-due"),
        ("report.nature-quarterly", "read-as-due"),
    ],
)
def test_an_explanation_says_whether_the_source_or_we_count_so(code: str, says: str) -> None:
    told = {step.code for step in steps(code, "2024-04-30")}

    assert told & {"law-says-continuous", "read-as-running", "read-as-days", "read-as-due"} == {says}


def test_a_moved_day_off_names_the_day_that_is_worked_for_it() -> None:
    skipped = only("skipped", steps("juvenile.runaway-notice", "2024-05-06"))

    assert {"day": "2024-05-08", "why": "moved-here", "act": "G24G0000109", "other": "2024-05-04"} in skipped


def test_a_day_off_after_a_holiday_on_a_weekend_names_that_holiday() -> None:
    skipped = only("skipped", steps("weapons.check-report", "2024-03-18"))

    assert {"day": "2024-03-25", "why": "observed", "holiday": "nauryz", "other": "2024-03-23"} in skipped


def test_an_estimated_feast_is_not_called_a_holiday() -> None:
    skipped = only("skipped", steps("weapons.check-report", "2026-05-20"))

    assert [row["why"] for row in skipped if row["day"] == "2026-05-27"] == ["estimated"]


def test_a_provisional_deadline_says_which_year_is_not_complete_and_why() -> None:
    told = steps("weapons.check-report", "2025-12-30")

    assert only("provisional", told) == [{"year": 2026}]
    assert [row["why"] for row in only("kept-open", told)] == ["moving-feast", "transfers", "constitution-day"]


def test_a_year_of_which_nothing_is_published_says_so() -> None:
    told = list(explaining.steps(of_term("2100-06-01", unit="working-days", value=1)))

    assert only("kept-open", told) == [{"year": 2100, "why": "unpublished"}]


def test_many_incomplete_years_are_named_together() -> None:
    told = list(explaining.steps(of_term("2100-06-01", unit="working-days", value=2_000)))

    assert only("provisional-years", told) == [{"first": 2100, "last": 2108}]


def test_a_last_day_that_is_off_moves_no_term_in_calendar_days() -> None:
    told = steps("sentence.petition-to-court", "2024-12-25")

    assert only("not-moved-off", told) == [{"day": "2025-01-04", "why": "weekend"}]
    assert only("days-run", told) == [{"first": "2024-12-26", "last": "2025-01-04", "from": 1, "to": 10}]


@pytest.mark.parametrize(
    ("event", "code", "day"),
    [("2024-01-31", "month-end", "2024-02-29"), ("2024-01-29", "same-number", "2024-02-29")],
)
def test_a_month_without_that_day_ends_on_its_last_and_says_so(event: str, code: str, day: str) -> None:
    told = steps("information.refutation", event)

    assert only(code, told) == [{"number": int(event[-2:]), "day": day}]


def test_midnight_says_that_it_ends_the_period_before() -> None:
    at_midnight, later = (
        steps("report.nature-quarterly", event) for event in ("2024-04-01", "2024-04-01T00:00:01+05:00")
    )

    assert only("is-the-end-of", at_midnight) == [{"day": "2024-03-31"}]
    assert only("is-the-end-of", later) == []
    assert [row["period"] for row in only("for-period", at_midnight) + only("for-period", later)] == [
        "2024-Q1",
        "2024-Q2",
    ]


def test_a_bare_term_has_no_name_for_its_start() -> None:
    told = list(explaining.steps(of_term("2024-04-30", unit="hours", value=1)))

    assert said(told)[0] == ("event-at", {"at": "2024-04-29T19:00:00Z"})


def test_a_long_term_is_told_in_runs_of_days() -> None:
    told = list(explaining.steps(of_term("2024-01-08", unit="working-days", value=200)))

    assert only("counted-run", told)[0] == {"first": "2024-01-09", "last": "2024-01-12", "from": 1, "to": 4}
    assert only("skipped-run", told)[0] == {"first": "2024-01-13", "last": "2024-01-14", "why": "weekend"}
    assert len(told) < 2 * 200


def test_a_long_running_term_names_no_day() -> None:
    told = list(explaining.steps(of_term("2024-01-08", unit="tauliq", value=1_000_000)))

    assert only("ran-through", told) == []
    assert len(only("ran-through-days", told)) == 1


def test_a_term_that_leaves_the_calendar_is_explained_all_the_same() -> None:
    told = list(explaining.steps(of_term("2199-12-31T23:00:00Z", unit="hours", value=72)))

    assert only("ends-at", told)[0]["at"] == "2200-01-03T23:00:00Z"


def test_where_the_clocks_skip_midnight_the_end_says_the_offset_that_was_used() -> None:
    """In Santiago, 8 September 2024 began at 01:00."""
    told = list(explaining.steps(of_term("2024-09-07T15:00:00Z", zone="America/Santiago", unit="same-day")))

    assert only("ends-at", told) == [{"at": "2024-09-08T04:00:00Z", "zone": "America/Santiago", "offset": "-04:00"}]


def test_a_corrected_day_is_named_with_its_act() -> None:
    known = drawn.corrected(Days(frozenset({date(2024, 4, 2)}), frozenset({date(2024, 4, 6)})))

    told = said(list(days_off.counted(known, date(2024, 4, 1), last=date(2024, 4, 6))))

    assert told[0] == ("skipped", {"day": "2024-04-02", "why": "override-off", "act": "DRAWN"})
    assert told[-1] == ("counted-worked", {"day": "2024-04-06", "number": 4, "why": "override-worked", "act": "DRAWN"})


def test_a_deadline_is_explained_with_its_law_acts_and_versions() -> None:
    duty, deadline = found("weapons.check-report", "2024-03-18")
    document = explained.value(explained.explain(duty, deadline, RULES), RULES.catalogue)

    assert document["deadline"] == "2024-03-28T19:00:00Z"
    assert document["local_deadline"] == "2024-03-29T00:00:00+05:00"
    assert document["last_day"] == "2024-03-28"
    assert document["reading"] == (duty.reading.model_dump() if duty.reading else None)
    assert [source["quote_kk"] for source in document["sources"]] == [source.quote_kk for source in duty.sources]
    assert {"kind", "rank", "as_of", "title"} <= set(document["sources"][0]["document"])
    assert list(document["acts"]) == ["Z010000267_"]
    assert set(document["versions"]) == {"catalogue", "calendar", "policy", "zones"}
    assert all(document["versions"].values())
