"""An amendment touches only what starts later: the day of the start decides, not that of sending."""

from datetime import date

import pytest

from schemas import law_of_the_day
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.entries import InForce
from tests.unit.contract import changed_example


@pytest.mark.parametrize(
    ("period", "first"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026-03", date(2026, 3, 1)),
        ("2026-Q2", date(2026, 4, 1)),
        ("2026-H2", date(2026, 7, 1)),
        ("2026-02-30", None),
        ("2026-02-29", None),
    ],
)
def test_the_first_day_of_a_period(period: str, first: date | None) -> None:
    assert law_of_the_day.first_day(period) == first


def test_a_report_is_judged_by_the_law_of_its_periods_first_day(catalogue: Catalogue) -> None:
    message = changed_example.about_duty(changed_example.unchanged("quarterly-report-on-protecting-women"))
    duty = catalogue.duty(message.name)
    assert duty is not None
    assert law_of_the_day.day_of(message, duty) == date(2026, 1, 1)


def test_each_state_of_a_duty_is_asked_by_its_own_clock(catalogue: Catalogue) -> None:
    """The new state runs from another instant, which a message of the old law does not name."""
    message = changed_example.about_duty(changed_example.unchanged("prosecutor-told-of-a-detention"))
    old = catalogue.duty(message.name)
    assert old is not None
    amended = date(2026, 3, 6)
    before = old.model_copy(update={"in_force": InForce.model_validate({"from": None, "until": amended})})
    after = old.model_copy(
        update={"in_force": InForce.model_validate({"from": amended, "until": None}), "clock_from": "told_at"}
    )
    both = type(catalogue)(catalogue.version, catalogue.documents, catalogue.roles, catalogue.facts, (before, after))
    assert law_of_the_day.duty_of(message, both) == after
    earlier = message.model_copy(
        update={"instants": {name: at.replace(day=1) for name, at in message.instants.items()}}
    )
    assert law_of_the_day.duty_of(earlier, both) == before
