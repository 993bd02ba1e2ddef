"""Every duty has the deadline that a person counts, its explanation says why, and both can be checked by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.catalogue.loading import load
from schemas.policy import model as policy
from services.law import calendar, deadlines, entries, explaining, written, zones
from services.law.deadlines import Deadline, Law, Start
from tests.oracles import interpreter
from tests.unit.law.named import LAW, NOTHING, POLICY, PROVISIONAL

RULES = Law(load(), calendar.load(), policy.load())
ALMATY = zones.zone("Asia/Almaty")
FIVE_HOURS_BEHIND_UTC = "Asia/Aqtobe"


def found(code: str, event: str, zone: ZoneInfo = ALMATY, **attributes: int) -> tuple[Duty, Deadline]:
    start = Start(written.instant_or_day(event, zone, field="event"), zone, attributes)
    duty = entries.entry(code, start, RULES.catalogue)
    return duty, deadlines.of_duty(duty, start, law=RULES)


def at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


def recomputed(duty: Duty, deadline: Deadline) -> datetime | None:
    return interpreter.deadline((step.code, step.particulars) for step in explaining.steps(deadline, duty))


@pytest.mark.parametrize(("code", "event", "expected", "hard"), [*LAW, *PROVISIONAL])
def test_a_duty_ends_where_a_person_counts_it(code: str, event: str, expected: str, hard: str) -> None:
    duty, deadline = found(code, event)

    assert (deadline.at, deadline.basis) == (at(expected), "law"), hard
    assert recomputed(duty, deadline) == at(expected), hard


@pytest.mark.parametrize(("code", "event", "expected", "hard"), [*LAW, *PROVISIONAL])
def test_only_what_looks_into_an_incomplete_year_is_provisional(
    code: str, event: str, expected: str, hard: str
) -> None:
    is_provisional = (code, event, expected, hard) in PROVISIONAL

    duty, deadline = found(code, event)

    assert deadline.provisional is is_provisional
    assert ("provisional" in codes(duty, deadline)) is is_provisional


def codes(duty: Duty, deadline: Deadline) -> list[str]:
    return [step.code for step in explaining.steps(deadline, duty)]


@pytest.mark.parametrize(("code", "event", "expected"), POLICY)
def test_what_the_law_does_not_number_has_a_target_that_says_it_is_policy(code: str, event: str, expected: str) -> None:
    duty, deadline = found(code, event)

    assert (deadline.at, deadline.basis, deadline.provisional) == (at(expected), "policy", False)
    assert recomputed(duty, deadline) == at(expected)
    assert {"policy-target", "policy-same-day"} & set(codes(duty, deadline))
    assert "end-included" not in codes(duty, deadline)


@pytest.mark.parametrize("code", NOTHING)
def test_what_has_no_term_has_no_deadline(code: str) -> None:
    duty, deadline = found(code, "2024-03-21T03:00:00Z")

    assert (deadline.at, deadline.basis, deadline.provisional) == (None, "none", False)
    assert codes(duty, deadline) == ["starts-at", "no-term", "no-target"]
    assert recomputed(duty, deadline) is None


def test_every_duty_has_its_example(catalogue: Catalogue) -> None:
    named = {row[0] for row in (*LAW, *PROVISIONAL, *POLICY)} | set(NOTHING)

    assert named == set(catalogue.duties_by_code)


def test_the_zone_of_the_debtor_decides_which_day_it_was() -> None:
    almaty = found("juvenile.runaway-notice", "2024-02-27T18:30:00Z")[1]
    aqtobe = found("juvenile.runaway-notice", "2024-02-27T18:30:00Z", zones.zone(FIVE_HOURS_BEHIND_UTC))[1]

    assert (almaty.at, aqtobe.at) == (at("2024-03-04T19:00:00Z"), at("2024-03-01T19:00:00Z"))


@pytest.mark.parametrize(
    ("hours", "expected", "said"),
    [
        (48, "2024-03-01T14:00:00Z", "case-term"),
        (72, "2024-03-02T14:00:00Z", "case-term-not-shorter"),
        (96, "2024-03-02T14:00:00Z", "case-term-not-shorter"),
    ],
)
def test_a_case_may_have_a_shorter_term_and_never_a_longer_one(hours: int, expected: str, said: str) -> None:
    duty, deadline = found("detention.court-decision-or-release", "2024-02-28T14:00:00Z", case_term_hours=hours)

    assert deadline.at == at(expected) == recomputed(duty, deadline)
    assert said in codes(duty, deadline)


@pytest.mark.parametrize("code", [row[0] for row in LAW])
def test_an_explanation_travels_with_an_obligation(code: str) -> None:
    """An obligation on the bus has room for a hundred steps, the verdict's own among them."""
    event = next(row[1] for row in LAW if row[0] == code)

    duty, deadline = found(code, event)

    assert 0 < len(explaining.steps(deadline, duty)) < 60
