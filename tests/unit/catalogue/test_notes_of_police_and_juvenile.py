"""What the notes of the families juvenile, police, prevention, protection and weapons say stands in the data itself."""

import pytest

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.rules import EachItsOwnMessage, MovesWithEvent, NotTo, OnlyAPerson, ProofKeptByBus
from tests.unit.catalogue import law_in_force as law


def test_the_pre_release_notice_counts_backwards_twenty_calendar_days() -> None:
    assert law.term("juvenile.pre-release-notice") == {"unit": "calendar-days", "value": 20, "direction": "before"}


def test_only_the_pre_release_notice_counts_backwards(catalogue: Catalogue) -> None:
    backwards = [duty.code for duty in catalogue.duties if getattr(duty.term, "direction", "after") == "before"]

    assert backwards == ["juvenile.pre-release-notice"]


def test_the_pre_release_notice_moves_with_the_date() -> None:
    moves = law.rule("juvenile.pre-release-notice", MovesWithEvent)

    assert moves.instant == law.duty("juvenile.pre-release-notice").clock_from == "release_on"


def test_the_day_of_release_may_lie_ahead() -> None:
    assert law.fact("juvenile.release-scheduled").future == ("release_on",)


def test_the_pre_release_notice_goes_to_the_police_of_residence() -> None:
    assert law.duty("juvenile.pre-release-notice").recipients == ("police-of-residence",)
    assert law.role("police-of-residence").found_by == "residence"


def test_the_pre_release_notice_goes_neither_to_the_juvenile_unit_nor_to_probation() -> None:
    assert law.rule("juvenile.pre-release-notice", NotTo).roles == ("juvenile-unit", "probation")


def test_an_offence_of_a_minor_on_record_is_told_to_two_by_two_obligations() -> None:
    notice = law.duty("juvenile.offence-notice")

    assert (notice.recipients, notice.recipients_rule) == (("juvenile-unit", "probation"), "each")


def test_all_five_items_of_the_certificate_are_mandatory() -> None:
    certificate = law.duty("juvenile.offence-certificate")

    assert certificate.form == "certificate"
    assert [item.code for item in certificate.required_content({})] == [
        "plot",
        "qualification",
        "preventive-measure",
        "sent-to-prosecutor-on",
        "behaviour",
    ]


def test_the_proof_of_sending_is_kept_by_the_bus() -> None:
    assert law.rule("juvenile.out-of-area-notice", ProofKeptByBus).proof_of == "sending"


def test_the_proof_of_sending_is_no_content_of_the_notice() -> None:
    assert [item.code for item in law.duty("juvenile.out-of-area-notice").content] == ["minor", "reason"]


def test_the_prevention_council_is_initiated_not_convened() -> None:
    council = law.duty("juvenile.prevention-council")

    assert council.tier == "limit"
    assert council.closed_by is not None
    assert council.closed_by.facts == ("juvenile.council-initiated",)
    assert law.fact("juvenile.council-initiated").by == ("juvenile-unit",)


@pytest.mark.parametrize(
    ("code", "recipients"),
    [
        ("juvenile.information-of-interest", ("police-leadership", "relevant-police-unit")),
        (
            "police.serviceman-handover",
            ("military-patrol", "military-police", "military-commandant", "military-unit-commander"),
        ),
    ],
)
def test_any_one_of_the_recipients_is_enough(code: str, recipients: tuple[str, ...]) -> None:
    duty = law.duty(code)

    assert (duty.recipients, duty.recipients_rule) == (recipients, "any")


def test_of_every_other_duty_each_recipient_is_told(catalogue: Catalogue) -> None:
    any_of = {duty.code for duty in catalogue.duties if duty.recipients_rule == "any"}

    assert any_of == {"juvenile.information-of-interest", "police.serviceman-handover"}


def test_a_detained_serviceman_is_handed_over_in_person() -> None:
    handover = law.duty("police.serviceman-handover")

    assert handover.tier == "limit"
    assert handover.closed_by is not None
    assert handover.closed_by.facts == ("police.serviceman-handed-over",)


def test_a_threat_goes_to_the_nearest_body_not_to_the_officers_own() -> None:
    assert law.duty("police.threat-to-nearest-body").recipients == ("nearest-police-body",)
    assert law.role("nearest-police-body").found_by == "nearest"


def test_a_reply_to_a_submission_has_a_calendar_month_not_thirty_days() -> None:
    assert law.term("prevention.submission-reply") == {"unit": "calendar-months", "value": 1}


def test_an_offence_case_is_opened_by_a_person_only() -> None:
    assert law.rule("prevention.submission-reply", OnlyAPerson).act == "open-offence-case"


def test_each_threat_to_a_protected_home_is_its_own_message() -> None:
    assert law.duty("protection.property-threat").rule(EachItsOwnMessage) is not None


def test_a_threat_and_an_attempt_each_suffice() -> None:
    threat = law.duty("protection.property-threat")

    assert {group: [item.code for item in items] for group, items in threat.alternatives().items()} == {
        "event": ["threat", "attempt"]
    }
    assert threat.required_content({}) == ()


def test_who_is_protected_is_secret(catalogue: Catalogue) -> None:
    protection = [duty for duty in catalogue.duties if duty.family == "protection"]

    assert {duty.confidentiality for duty in protection} == {"state-protection"}
    assert [item.code for duty in protection for item in duty.content if item.kind == "person"] == []


def test_no_attribute_tells_about_a_protected_person() -> None:
    assert law.fact("protection.threat-observed").attributes == ()


@pytest.mark.parametrize(("broken", "asked"), [("yes", True), ("no", False), ("unknown", False)])
def test_the_materials_of_a_check_depend_on_broken_storage_rules(broken: str, *, asked: bool) -> None:
    required = law.duty("weapons.check-report").required_content({"storage_rules_broken": broken})

    assert [item.code for item in required] == (["check-materials"] if asked else [])


def test_a_silent_sender_need_not_send_the_materials_of_a_check() -> None:
    assert law.duty("weapons.check-report").required_content({}) == ()


def test_every_note_is_held_by_a_test_of_this_folder(catalogue: Catalogue) -> None:
    """A new note must not hide a rule: give it a rule in the data, a test, and a place in this list."""
    noted = {duty.code for duty in catalogue.duties if duty.notes}

    assert noted == {
        "custody.complaint-forwarded",
        "custody.force-used-notice",
        "custody.injury-notice",
        "detention.close-relatives-told",
        "detention.court-decision-or-release",
        "detention.defender-access",
        "detention.foreigner-notice",
        "detention.handover",
        "detention.minor-parents-notice",
        "detention.prosecutor-notice",
        "detention.protocol",
        "detention.release",
        "detention.relatives-notice",
        "juvenile.offence-certificate",
        "juvenile.offence-notice",
        "juvenile.out-of-area-notice",
        "juvenile.pre-release-notice",
        "juvenile.prevention-council",
        "police.serviceman-handover",
        "police.threat-to-nearest-body",
        "prevention.submission-reply",
        "protection.property-threat",
        "transfer.application-forwarded",
        "transfer.list-removal-notice",
        "transfer.order-executed",
    }
