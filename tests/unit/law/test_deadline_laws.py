"""What holds of every deadline, whatever the case: no calendar moves an hour, no holiday hurries anybody, earlier is never later."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from services.law import civil_time, zones
from services.law.deadlines import Deadline, Start
from tests.oracles.stepping import Days
from tests.unit.law import drawn
from tests.unit.law.drawn import Drawn

untouched = st.one_of(drawn.running, drawn.calendar_days, drawn.periodic, drawn.others)


def ends(term: Mapping[str, Any], start: Start, days: Days) -> datetime:
    at = drawn.of_term(drawn.READ.validate_python(term), start, drawn.corrected(days)).at
    assert at is not None
    return at


def deadline(case: Drawn, **changes: Any) -> Deadline:  # noqa: ANN401 - whatever a case holds
    return Drawn(replace(case.case, **changes)).deadline()


@given(drawn.cases(drawn.working_days), drawn.days)
def test_a_new_holiday_never_brings_a_working_day_deadline_forward(case: Drawn, holiday: date) -> None:
    without = ends({**case.case.term, "direction": "after"}, case.start, Days())
    with_it = ends({**case.case.term, "direction": "after"}, case.start, Days(adds_off=frozenset({holiday})))

    assert with_it >= without


@given(drawn.cases(drawn.working_days), drawn.days)
def test_a_new_holiday_never_delays_a_working_day_deadline_that_is_counted_back(case: Drawn, holiday: date) -> None:
    without = ends({**case.case.term, "direction": "before"}, case.start, Days())
    with_it = ends({**case.case.term, "direction": "before"}, case.start, Days(adds_off=frozenset({holiday})))

    assert with_it <= without


@given(drawn.cases(untouched), drawn.corrections())
def test_no_calendar_moves_a_deadline_that_is_not_in_working_days(case: Drawn, others: Days) -> None:
    first, second = deadline(case), deadline(case, days=others)

    assert (first.at, first.provisional, first.last_day) == (second.at, second.provisional, second.last_day)
    assert not first.provisional


@given(drawn.cases(), st.timedeltas(timedelta(), timedelta(days=40)))
def test_an_earlier_trigger_never_gives_a_later_deadline(case: Drawn, sooner: timedelta) -> None:
    later, earlier = deadline(case).at, deadline(case, at=case.case.at - sooner).at
    assume(later is not None)

    assert later is not None
    assert earlier is not None
    assert earlier <= later


@given(drawn.cases(drawn.running))
def test_a_running_term_before_is_the_mirror_of_the_one_after(case: Drawn) -> None:
    term, at = dict(case.case.term), case.case.at
    after = ends({**term, "direction": "after"}, case.start, Days())

    assert after - at == at - ends({**term, "direction": "before"}, case.start, Days())
    assert ends({**term, "direction": "before"}, Start(after, case.case.zone), Days()) == at


@given(drawn.days.filter(lambda day: drawn.corrected(Days()).is_working(day)), st.integers(1, 60), drawn.zone_names)
def test_so_many_working_days_after_and_before_lead_back_to_a_working_day(day: date, count: int, key: str) -> None:
    zone, known = zones.zone(key), drawn.corrected(Days())
    term = {"unit": "working-days", "value": count}
    there = drawn.of_term(drawn.READ.validate_python(term), Start(civil_time.beginning_of(day, zone), zone), known)
    assert there.last_day is not None
    back = {**term, "direction": "before"}
    here = drawn.of_term(
        drawn.READ.validate_python(back), Start(civil_time.beginning_of(there.last_day, zone), zone), known
    )

    assert here.last_day == day


@given(drawn.cases())
def test_a_day_term_ends_at_the_last_microsecond_of_its_last_day(case: Drawn) -> None:
    found = deadline(case)
    assume(found.at is not None and found.last_day is not None)

    assert found.at is not None
    assert found.at.astimezone(case.case.zone).date() > (found.last_day or date.max)
    assert (found.at - timedelta(microseconds=1)).astimezone(case.case.zone).date() == found.last_day


@given(drawn.cases(drawn.running), st.sampled_from(drawn.ZONES))
def test_a_running_term_is_the_same_everywhere(case: Drawn, elsewhere: str) -> None:
    assert deadline(case).at == deadline(case, zone=zones.zone(elsewhere)).at


@given(drawn.cases())
def test_only_what_the_law_does_not_number_rests_on_policy_or_on_nothing(case: Drawn) -> None:
    expected: dict[str, str] = {"immediately": "policy", "none": "none"}

    assert deadline(case).basis == expected.get(case.case.term["unit"], "law")
