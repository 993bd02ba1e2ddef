"""What only those who hold the body can check, and what content a duty asks for."""

import pytest

from schemas import contract
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.examples import reading
from tests.unit.contract import changed_example
from tests.unit.contract.refusals import SAFE

UNDER_THE_BED = "hunting-rifle-kept-under-the-bed"
AUNT = "aunt-told-that-the-term-is-extended"
MOTHER = "mother-told-at-once-of-her-sons-detention"


def duty(catalogue: Catalogue, code: str) -> Duty:
    (found,) = catalogue.duties_by_code[code]
    return found


@pytest.mark.parametrize("name", [n for n in reading.names() if reading.example(n).envelope["type"] == "notice"])
def test_the_body_of_an_example_holds_what_its_checklist_claims(name: str, catalogue: Catalogue) -> None:
    message = changed_example.about_duty(changed_example.unchanged(name))

    assert contract.body_findings(message, changed_example.body(name), catalogue) == ()
    assert set(message.checklist) <= set(changed_example.body(name).checklist())


def test_a_checklist_cannot_claim_what_the_body_does_not_hold(catalogue: Catalogue) -> None:
    message = changed_example.about_duty(changed_example.envelope(SAFE, "checklist", to=["check-materials"]))

    (finding,) = contract.body_findings(message, changed_example.body(SAFE), catalogue)

    assert (finding.code, finding.where) == ("HB-2317", "/checklist")
    assert finding.particulars == {"items": "check-materials"}


def test_what_the_attributes_ask_for_must_stand_in_the_body(catalogue: Catalogue) -> None:
    message = changed_example.about_duty(
        changed_example.envelope(SAFE, "attributes", "storage_rules_broken", to="yes"),
    )

    (finding,) = contract.body_findings(message, changed_example.body(SAFE), catalogue)

    assert (finding.code, finding.where) == ("HB-2104", "/body")
    assert finding.particulars == {"items": "check-materials"}


def test_a_body_without_its_materials_is_both_short_and_misclaimed(catalogue: Catalogue) -> None:
    message = changed_example.about_duty(changed_example.unchanged(UNDER_THE_BED))
    body = changed_example.body(UNDER_THE_BED, "check_materials")

    assert [(f.code, f.where) for f in contract.body_findings(message, body, catalogue)] == [
        ("HB-2317", "/checklist"),
        ("HB-2104", "/body"),
    ]


def test_who_is_told_later_in_the_order_needs_a_reason(catalogue: Catalogue) -> None:
    message = changed_example.about_duty(changed_example.unchanged(AUNT))

    (finding,) = contract.body_findings(message, changed_example.body(AUNT, "absence"), catalogue)

    assert (finding.code, finding.where) == ("HB-2311", "/body/absence")
    assert finding.particulars == {"duty": "detention.minor-parents-notice", "first": "parent"}


@pytest.mark.parametrize("told_as", ["legal-representative", "close-relative"])
def test_a_mothers_record_turned_into_anothers_needs_a_reason(told_as: str, catalogue: Catalogue) -> None:
    message = changed_example.about_duty(changed_example.envelope(MOTHER, "told_as", to=told_as))

    findings = contract.body_findings(message, changed_example.body(MOTHER), catalogue)

    assert [(finding.code, finding.where) for finding in findings] == [("HB-2311", "/body/absence")]


def test_a_parent_is_told_without_a_reason(catalogue: Catalogue) -> None:
    message = changed_example.about_duty(changed_example.unchanged(MOTHER))

    assert contract.body_findings(message, changed_example.body(MOTHER), catalogue) == ()


@pytest.mark.parametrize(
    ("code", "checklist", "attributes", "missing"),
    [
        pytest.param(
            "detention.prosecutor-notice", ["detention-carried-out"], {}, ["protocol-number-and-time"], id="one"
        ),
        pytest.param(
            "detention.prosecutor-notice", [], {}, ["detention-carried-out", "protocol-number-and-time"], id="all"
        ),
        pytest.param("custody.force-used-notice", [], {}, [], id="nothing is asked for"),
        pytest.param("protection.property-threat", [], {}, ["threat / attempt"], id="alternatives together"),
        pytest.param("protection.property-threat", ["attempt"], {}, [], id="one alternative suffices"),
        pytest.param("protection.property-threat", ["attempt", "threat"], {}, [], id="both alternatives"),
        pytest.param("weapons.check-report", [], {}, [], id="the condition is not declared"),
        pytest.param("weapons.check-report", [], {"storage_rules_broken": "no"}, [], id="the condition does not hold"),
        pytest.param(
            "weapons.check-report", [], {"storage_rules_broken": "unknown"}, [], id="unknown asks for nothing"
        ),
        pytest.param(
            "weapons.check-report", [], {"storage_rules_broken": "yes"}, ["check-materials"], id="the condition holds"
        ),
        pytest.param(
            "weapons.check-report", ["check-materials"], {"storage_rules_broken": "no"}, [], id="more than is asked for"
        ),
    ],
)
def test_missing_content_is_named(
    catalogue: Catalogue, *, code: str, checklist: list[str], attributes: dict[str, str], missing: list[str]
) -> None:
    assert contract.missing_content(duty(catalogue, code), tuple(checklist), attributes) == tuple(missing)


def test_alternatives_that_nobody_names_are_refused(catalogue: Catalogue) -> None:
    message = changed_example.envelope("stranger-threatens-at-a-guarded-gate", "checklist", to=changed_example.GONE)

    (finding,) = contract.findings(message, catalogue)

    assert (finding.code, finding.where) == ("HB-2104", "/checklist")
    assert finding.particulars == {"items": "threat / attempt"}
