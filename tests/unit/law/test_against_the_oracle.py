"""Every deadline is the one that stepping finds, and its explanation alone is enough to find it again."""

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.law import explaining, zones
from services.law.deadlines import Deadline, Start
from services.law.periods import Period
from tests.oracles import interpreter, stepping
from tests.oracles.stepping import Case, Days
from tests.unit.law import drawn
from tests.unit.law.drawn import Drawn

# The oracle steps minute by minute; half of the profile's examples are enough for a test, and `make proof` takes many more.
HALF = settings.default.max_examples // 2 if settings.default else 100


def recomputed(deadline: Deadline) -> object:
    return interpreter.deadline((step.code, step.particulars) for step in explaining.steps(deadline))


@given(drawn.cases(drawn.running))
@settings(max_examples=HALF)
def test_a_running_term_ends_where_its_minutes_end(case: Drawn) -> None:
    assert case.deadline().at == stepping.deadline(case.case)


@given(drawn.cases(drawn.working_days))
def test_a_term_in_working_days_ends_where_walking_ends(case: Drawn) -> None:
    assert case.deadline().at == stepping.deadline(case.case)


@given(drawn.cases(drawn.working_days))
def test_only_working_days_in_an_incomplete_year_are_provisional(case: Drawn) -> None:
    assert case.deadline().provisional == stepping.provisional(case.case)


@given(drawn.cases(st.one_of(drawn.calendar_days, drawn.periodic, drawn.others)))
def test_every_other_term_ends_where_walking_ends(case: Drawn) -> None:
    assert case.deadline().at == stepping.deadline(case.case)
    assert not case.deadline().provisional


@given(drawn.cases())
def test_the_steps_alone_are_enough_to_recompute_a_deadline(case: Drawn) -> None:
    deadline = case.deadline()

    assert recomputed(deadline) == deadline.at


@given(drawn.days, st.integers(0, 400), drawn.periodic, drawn.zone_names)
@example(date(2024, 1, 1), 90, {"unit": "periodic", "every": "quarter", "due_day_of_next_month": 5}, "Asia/Almaty")
def test_a_named_period_is_due_from_its_last_day(first: date, longer: int, term: dict[str, object], key: str) -> None:
    zone, period = zones.zone(key), Period(first, first + timedelta(days=longer))
    deadline = drawn.of_term(
        drawn.READ.validate_python(term), Start(period.ends_at(zone), zone, period=period), drawn.corrected(Days())
    )
    by_its_days = {"unit": "periodic", "every": "day"}
    last = stepping.last_day(Case(by_its_days, stepping.end_of(period.last, zone), zone))
    due = term["due_day_of_next_month"]
    while due is not None and (last.day != due or last.month == period.last.month):
        last += timedelta(days=1)

    assert deadline.at == stepping.end_of(last, zone)
    assert recomputed(deadline) == deadline.at


@given(drawn.cases())
def test_an_explanation_of_a_term_within_a_month_stays_short(case: Drawn) -> None:
    deadline = case.deadline()

    if deadline.at is None or abs(deadline.at - case.start.at) < timedelta(days=31):
        assert len(explaining.steps(deadline)) <= 60
