"""One thing is wrong in a message: the contract names exactly that, at exactly that place."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from schemas import contract
from schemas.catalogue.catalogue import Catalogue
from schemas.errors import registry
from tests.unit.contract import changed_example
from tests.unit.contract.refusals import (
    ANSWERS,
    CORRECTED,
    CORRECTIONS,
    DETAINED,
    FACTS,
    NOTICES,
    SERVICE_RECORDS,
    TOLD,
    Refusal,
)


def found(refusal: Refusal, catalogue: Catalogue) -> list[tuple[str, str]]:
    message = changed_example.envelope(refusal.example, *refusal.path, to=refusal.value)
    findings = contract.findings(message, catalogue)
    assert all(registry.load()[finding.code].particulars() <= set(finding.particulars) for finding in findings)
    return [(finding.code, finding.where) for finding in findings]


@pytest.mark.parametrize("refusal", FACTS, ids=lambda row: row.reason)
def test_a_fact_is_refused_for(refusal: Refusal, catalogue: Catalogue) -> None:
    assert found(refusal, catalogue) == [(refusal.code, refusal.where)]


@pytest.mark.parametrize("refusal", NOTICES, ids=lambda row: row.reason)
def test_a_notice_is_refused_for(refusal: Refusal, catalogue: Catalogue) -> None:
    assert found(refusal, catalogue) == [(refusal.code, refusal.where)]


@pytest.mark.parametrize("refusal", SERVICE_RECORDS, ids=lambda row: row.reason)
def test_a_service_record_is_refused_for(refusal: Refusal, catalogue: Catalogue) -> None:
    assert found(refusal, catalogue) == [(refusal.code, refusal.where)]


@pytest.mark.parametrize("refusal", ANSWERS, ids=lambda row: row.reason)
def test_an_answer_is_refused_for(refusal: Refusal, catalogue: Catalogue) -> None:
    assert found(refusal, catalogue) == [(refusal.code, refusal.where)]


@pytest.mark.parametrize("refusal", CORRECTIONS, ids=lambda row: row.reason)
def test_a_correction_is_refused(refusal: Refusal, catalogue: Catalogue) -> None:
    assert found(refusal, catalogue) == [(refusal.code, refusal.where)]


AHEAD = "2026-12-31T00:00:00Z"


@pytest.mark.parametrize(
    ("example", "path"),
    [
        pytest.param(TOLD, ("instants", "protocol_drawn_at"), id="the start that a notice names"),
        pytest.param("wife-told-of-the-detention", ("instants", "restricted_at"), id="that a service record names"),
        pytest.param("duty-prosecutor-sees-the-notice", ("occurred_at",), id="a receipt"),
        pytest.param("prosecutor-telephoned-while-the-line-is-down", ("contacted_at",), id="a contact off the bus"),
        pytest.param("prosecutor-confirms-the-telephone-call", ("told_at",), id="a confirmed contact"),
        pytest.param("minute-of-the-detention-corrected", ("occurred_at",), id="a correction"),
        pytest.param("minute-of-the-detention-corrected", ("instants", "restricted_at"), id="a corrected instant"),
    ],
)
def test_what_has_happened_cannot_lie_ahead(example: str, path: tuple[str, ...], catalogue: Catalogue) -> None:
    message = changed_example.envelope(example, *path, to=AHEAD)

    findings = contract.findings(message, catalogue)

    assert [(finding.code, finding.where) for finding in findings] == [("HB-2313", "/" + "/".join(path))]


@pytest.mark.parametrize(
    ("ahead", "refused"),
    [
        pytest.param(timedelta(0), False, id="at the sending"),
        pytest.param(timedelta(minutes=5), False, id="as far as a clock may be wrong"),
        pytest.param(timedelta(minutes=5, microseconds=1), True, id="a microsecond further"),
        pytest.param(timedelta(days=1), True, id="tomorrow"),
    ],
)
def test_a_fact_lies_in_the_past_as_far_as_clocks_can_tell(
    ahead: timedelta, catalogue: Catalogue, *, refused: bool
) -> None:
    sent = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
    message = changed_example.unchanged("suspect-released-when-the-term-ran-out")

    said = message.model_copy(update={"sent_at": sent, "occurred_at": sent + ahead})

    expected = [("HB-2313", "/occurred_at")] if refused else []
    assert [(f.code, f.where) for f in contract.findings(said, catalogue)] == expected


def test_both_names_of_an_instant_that_lies_ahead_are_found(catalogue: Catalogue) -> None:
    message = changed_example.envelope(DETAINED, "sent_at", to="2026-06-04T13:30:00Z")

    assert [(f.code, f.where) for f in contract.findings(message, catalogue)] == [
        ("HB-2313", "/occurred_at"),
        ("HB-2313", "/instants/restricted_at"),
    ]


def test_a_planned_release_may_lie_ahead(catalogue: Catalogue) -> None:
    message = changed_example.envelope("minors-release-date-set", "instants", "release_on", to=AHEAD)

    assert contract.findings(message, catalogue) == ()


def test_several_mistakes_are_all_found(catalogue: Catalogue) -> None:
    message = changed_example.unchanged(TOLD).model_copy(
        update={"as_role": "court", "instants": {}, "checklist": (), "period": "2026-03"}
    )

    assert {(f.code, f.where) for f in contract.findings(message, catalogue)} == {
        ("HB-2302", "/as_role"),
        ("HB-2304", "/instants/protocol_drawn_at"),
        ("HB-2104", "/checklist"),
        ("HB-2319", "/period"),
    }


def test_a_correction_of_what_this_catalogue_does_not_have_is_refused(catalogue: Catalogue) -> None:
    without = dataclasses.replace(catalogue, facts=(), duties=())
    findings = contract.findings(changed_example.unchanged(CORRECTED), without)
    assert [(finding.code, finding.where) for finding in findings] == [("HB-2325", "/name")]
