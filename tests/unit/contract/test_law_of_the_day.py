"""A message is judged by the law of the day on which its clock starts; what the law does not know it does not carry."""

from dataclasses import replace
from datetime import date

import pytest

from schemas import contract
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.entries import InForce
from schemas.errors import registry
from tests.unit.contract import changed_example
from tests.unit.contract.refusals import EVERY, TOLD

CLOCK_STARTS = date(2026, 3, 5)


def amended(catalogue: Catalogue, *, start: date | None, end: date | None) -> Catalogue:
    """The catalogue with other dates in force for the notice to the prosecutor."""
    in_force = InForce.model_validate({"from": start, "until": end})
    return replace(
        catalogue,
        duties=tuple(
            duty.model_copy(update={"in_force": in_force}) if duty.code == "detention.prosecutor-notice" else duty
            for duty in catalogue.duties
        ),
    )


@pytest.mark.parametrize(
    ("start", "end", "in_force"),
    [
        pytest.param(None, None, True, id="always"),
        pytest.param(CLOCK_STARTS, None, True, id="from that day on"),
        pytest.param(None, date(2026, 3, 6), True, id="until the next day"),
        pytest.param(date(2026, 3, 6), None, False, id="from the next day on"),
        pytest.param(None, CLOCK_STARTS, False, id="until that day"),
    ],
)
def test_the_day_on_which_the_clock_starts_counts(
    catalogue: Catalogue, *, start: date | None, end: date | None, in_force: bool
) -> None:
    """The example's protocol is of 10:10 in Almaty on 5 March, sent on 6 March."""
    message = changed_example.envelope(TOLD, "instants", "protocol_drawn_at", to="2026-03-05T05:10:00Z")

    findings = contract.findings(message, amended(catalogue, start=start, end=end))

    assert [(f.code, f.where) for f in findings] == ([] if in_force else [("HB-2312", "/name")])


def test_the_day_is_that_of_the_countrys_own_time(catalogue: Catalogue) -> None:
    """21:10 in UTC on 5 March is ten past two in Almaty on 6 March, when the new law is in force."""
    message = changed_example.unchanged(TOLD)

    assert contract.findings(message, amended(catalogue, start=date(2026, 3, 6), end=None)) == ()


def test_a_message_of_no_law_is_refused_with_the_day(catalogue: Catalogue) -> None:
    message = changed_example.envelope(TOLD, "instants", "protocol_drawn_at", to="2026-03-05T05:10:00Z")

    (finding,) = contract.findings(message, amended(catalogue, start=date(2027, 1, 1), end=None))

    assert finding.particulars == {"duty": "detention.prosecutor-notice", "day": "2026-03-05"}


def test_a_body_of_no_law_has_nothing_to_hold(catalogue: Catalogue) -> None:
    message = changed_example.about_duty(changed_example.unchanged(TOLD))
    gone = amended(catalogue, start=date(2027, 1, 1), end=None)

    assert contract.body_findings(message, changed_example.body(TOLD), gone) == ()


def test_a_duty_that_the_catalogue_does_not_know_is_refused(catalogue: Catalogue) -> None:
    without = replace(catalogue, duties=tuple(d for d in catalogue.duties if d.code != "detention.prosecutor-notice"))

    (finding,) = contract.findings(changed_example.unchanged(TOLD), without)

    assert (finding.code, finding.where) == ("HB-2203", "/name")


def test_a_fact_that_the_catalogue_does_not_know_is_refused(catalogue: Catalogue) -> None:
    without = replace(catalogue, facts=tuple(f for f in catalogue.facts if f.code != "custody.released"))

    (finding,) = contract.findings(changed_example.unchanged("suspect-released-when-the-term-ran-out"), without)

    assert (finding.code, finding.where) == ("HB-2202", "/name")


def test_every_registered_objection_of_the_contract_is_drawn_by_a_test() -> None:
    """The codes beside the tables: the law of the day, instants that lie ahead, and bodies."""
    registered = {code for code in registry.load() if code.startswith("HB-23")}

    assert registered - {refusal.code for refusal in EVERY} == {
        "HB-2311",
        "HB-2312",
        "HB-2317",
        "HB-2325",
        "HB-2327",
        "HB-2328",
    }
