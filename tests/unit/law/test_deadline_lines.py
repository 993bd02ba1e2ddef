"""A line of the batch is answered by its deadline, or by an error that says what is wrong with it."""

from typing import Any

import orjson
import pytest

from services.law.deadline_lines import Answering
from tests.unit.law.asked import EVENT, HOURS, answer
from tests.unit.law.named import LAW, NOTHING, POLICY, PROVISIONAL
from tests.unit.obligations.saying import law


def of_term(unit: str, event: str = EVENT, **term: object) -> Any:  # noqa: ANN401 - whatever JSON can say
    return answer(id="a", event=event, term={"unit": unit, **term}).get("deadline", "refused")


def test_the_worked_saturday_of_the_example_is_counted() -> None:
    assert answer(id="a", duty="juvenile.runaway-notice", event=EVENT, zone="Asia/Almaty") == {
        "id": "a",
        "deadline": "2024-05-04T19:00:00Z",
        "basis": "law",
        "provisional": False,
    }


@pytest.mark.parametrize(("code", "event", "expected", "hard"), [*LAW, *PROVISIONAL])
def test_a_duty_is_answered_as_it_is_counted_by_hand(code: str, event: str, expected: str, hard: str) -> None:
    provisional = (code, event, expected, hard) in PROVISIONAL

    assert answer(id=1, duty=code, event=event) == {
        "id": 1,
        "deadline": expected,
        "basis": "law",
        "provisional": provisional,
    }


@pytest.mark.parametrize(("code", "event", "expected"), POLICY)
def test_a_target_is_answered_as_policy(code: str, event: str, expected: str) -> None:
    with_all_digits = expected.replace(".5Z", ".500000Z")

    assert answer(id=1, duty=code, event=event) == {
        "id": 1,
        "deadline": with_all_digits,
        "basis": "policy",
        "provisional": False,
    }


@pytest.mark.parametrize("code", NOTHING)
def test_what_has_no_term_is_answered_by_null(code: str) -> None:
    assert answer(id=1, duty=code, event=EVENT) == {"id": 1, "deadline": None, "basis": "none", "provisional": False}


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ({"unit": "hours", "value": 72}, "2024-05-03T05:00:00Z"),
        ({"unit": "hours", "value": 72, "direction": "before"}, "2024-04-27T05:00:00Z"),
        ({"unit": "minutes", "value": 1}, "2024-04-30T05:01:00Z"),
        ({"unit": "tauliq", "value": 1}, "2024-05-01T05:00:00Z"),
        ({"unit": "working-days", "value": 3}, "2024-05-04T19:00:00Z"),
        ({"unit": "working-days", "value": 3, "direction": "before"}, "2024-04-25T19:00:00Z"),
        ({"unit": "calendar-days", "value": 20, "direction": "before"}, "2024-04-10T19:00:00Z"),
        ({"unit": "calendar-months", "value": 10, "direction": "after"}, "2025-02-28T19:00:00Z"),
        ({"unit": "calendar-months", "value": 2, "direction": "before"}, "2024-02-29T19:00:00Z"),
        ({"unit": "same-day"}, "2024-04-30T19:00:00Z"),
        ({"unit": "immediately"}, "2024-04-30T05:15:00Z"),
        ({"unit": "none"}, None),
        ({"unit": "periodic", "every": "day"}, "2024-04-30T19:00:00Z"),
        ({"unit": "periodic", "every": "quarter", "due_day_of_next_month": 5}, "2024-07-05T19:00:00Z"),
        ({"unit": "periodic", "every": "half-year", "due_day_of_next_month": None}, "2024-06-30T19:00:00Z"),
    ],
)
def test_a_bare_term_needs_no_duty(term: dict[str, Any], expected: str | None) -> None:
    assert of_term(**term) == expected


def test_only_the_fields_of_its_unit_are_read() -> None:
    assert of_term("same-day", value="many", direction=5, every="year") == "2024-04-30T19:00:00Z"
    assert of_term("hours", value=1, every="never", note={"deep": []}) == "2024-04-30T06:00:00Z"
    assert answer(id=1, term=HOURS, event=EVENT, remark=[1], period="never")["deadline"] == "2024-04-30T06:00:00Z"


def test_a_null_is_the_same_as_a_field_that_is_left_out() -> None:
    assert answer(id=None, term=HOURS, duty=None, event=EVENT, zone=None, attributes=None) == {
        "id": None,
        "deadline": "2024-04-30T06:00:00Z",
        "basis": "law",
        "provisional": False,
    }


@pytest.mark.parametrize(
    "event", ["2024-04-30T10:00:00+05:00", "2024-04-30t05:00:00.000z", "2024-04-30 05:00:00-00:00"]
)
def test_an_instant_may_be_written_in_every_way_of_rfc_3339(event: str) -> None:
    assert of_term("hours", event, value=1) == "2024-04-30T06:00:00Z"


def test_microseconds_are_kept() -> None:
    assert of_term("minutes", "2024-04-30T05:00:00.1234560000Z", value=1) == "2024-04-30T05:01:00.123456Z"


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ({"start": "2024-01-01", "end": "2024-03-31"}, "2024-04-05T19:00:00Z"),
        ({"start": "2024-01-01", "end": "2024-02-29"}, "2024-03-05T19:00:00Z"),
        ({"start": "2023-12-31", "end": "2023-12-31"}, "2024-01-05T18:00:00Z"),
    ],
    ids=["whole", "not whole", "of a day"],
)
def test_a_report_is_due_after_the_last_day_of_its_period(period: dict[str, str], expected: str) -> None:
    assert answer(id=1, duty="report.nature-quarterly", period=period)["deadline"] == expected


def test_the_named_period_holds_whatever_the_event_says() -> None:
    period = {"start": "2024-01-01", "end": "2024-03-31"}

    assert (
        answer(id=1, duty="report.nature-quarterly", period=period, event=EVENT)["deadline"] == "2024-04-05T19:00:00Z"
    )


def test_a_case_declares_its_own_term() -> None:
    shorter = {"case_term_hours": 48, "foreigner": "unknown"}

    said = answer(id=1, duty="detention.court-decision-or-release", event="2024-02-28T14:00:00Z", attributes=shorter)

    assert said["deadline"] == "2024-03-01T14:00:00Z"


@pytest.mark.parametrize("zone", ["Asia/Oral", "UTC", "Europe/Berlin"])
def test_a_day_by_itself_begins_in_its_zone(zone: str) -> None:
    expected = {
        "Asia/Oral": "2024-07-01T19:00:00Z",
        "UTC": "2024-07-02T00:00:00Z",
        "Europe/Berlin": "2024-07-01T22:00:00Z",
    }

    assert (
        answer(id=1, term={"unit": "tauliq", "value": 1}, event="2024-07-01", zone=zone)["deadline"] == expected[zone]
    )


def test_a_period_is_asked_by_its_name_as_by_its_days() -> None:
    quarter = {"id": 1, "duty": "report.nature-quarterly"}
    assert answer(**quarter, period="2024-Q1") == answer(**quarter, period={"start": "2024-01-01", "end": "2024-03-31"})


def test_a_mark_of_the_encoding_before_the_first_line_is_no_part_of_it() -> None:
    line = b'\xef\xbb\xbf{"id":"a","duty":"dv.complaint-result","event":"2024-04-30"}'
    assert orjson.loads(Answering(law()).answer(line)) == {
        "id": "a",
        "deadline": None,
        "basis": "none",
        "provisional": False,
    }
