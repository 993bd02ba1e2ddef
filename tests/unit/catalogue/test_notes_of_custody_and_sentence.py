"""What the notes of the families custody, sentence, transfer and office say stands in the data itself."""

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.rules import EachItsOwnMessage, NeverThrough
from schemas.policy import model as policy_model
from tests.unit.catalogue import law_in_force as law


def test_an_injury_and_a_complaint_of_one_each_suffice() -> None:
    item = law.item("custody.injury-notice", "injury-or-complaint")

    assert [option.code for option in item.values] == ["injury", "complaint"]
    assert item.required_if is None


def test_an_injury_notice_runs_from_when_it_is_found() -> None:
    notice = law.duty("custody.injury-notice")

    assert (notice.trigger, notice.clock_from) == ("custody.injury-found", "found_at")
    assert law.fact("custody.injury-found").instants == ("found_at",)
    assert law.term("custody.injury-notice") == {"unit": "tauliq", "value": 1}


def test_an_injury_notice_never_goes_through_the_alleged_offenders_own_body() -> None:
    assert law.rule("custody.injury-notice", NeverThrough).party == "alleged-offender-body"


def test_every_use_of_force_is_its_own_message() -> None:
    assert law.duty("custody.force-used-notice").rule(EachItsOwnMessage) is not None


def test_use_of_force_has_no_term_in_law_and_what_is_aimed_at_is_policy() -> None:
    duty = law.duty("custody.force-used-notice")

    assert duty.term.unit == "none"
    assert policy_model.load().aim(duty.code, duty.term).basis == "policy"


def test_a_complaint_is_never_sent_to_whom_it_concerns() -> None:
    assert law.rule("custody.complaint-forwarded", NeverThrough).party == "complained-about"


def test_a_complaint_is_sealed_from_the_institution_that_forwards_it(catalogue: Catalogue) -> None:
    assert law.duty("custody.complaint-forwarded").confidentiality == "sealed"
    assert [duty.code for duty in catalogue.duties if duty.confidentiality == "sealed"] == [
        "custody.complaint-forwarded"
    ]


def test_the_sender_of_a_complaint_claims_nothing_of_what_it_may_not_read() -> None:
    assert law.duty("custody.complaint-forwarded").content == ()


def test_the_first_three_attachments_of_a_transfer_application_are_mandatory() -> None:
    required = law.duty("transfer.application-forwarded").required_content({})

    assert [item.code for item in required] == [
        "personal-file-certificate",
        "medical-certificate",
        "social-ties-certificate",
    ]


def test_the_fourth_attachment_depends_on_the_conduct_grade() -> None:
    duty = law.duty("transfer.application-forwarded")

    asked = {
        grade: "acquaintance-receipt" in [item.code for item in duty.required_content({"conduct_grade": grade})]
        for grade in ("positive", "not-positive", "unknown")
    }

    assert asked == {"positive": False, "not-positive": True, "unknown": False}


def test_a_transfer_order_needs_both_acts() -> None:
    order = law.duty("transfer.order-executed")

    assert order.closed_by is not None
    assert order.closed_by.all == ("transfer.convict-acquainted", "transfer.executed")
    assert order.closed_by.any == ()
    assert law.term("transfer.order-executed") == {"unit": "tauliq", "value": 1}


def test_a_vacancy_is_checked_on_the_day_it_appears() -> None:
    assert law.term("transfer.vacancy-checked") == {"unit": "same-day"}
    assert law.duty("transfer.vacancy-checked").clock_from == "appeared_on"


def test_being_struck_off_the_list_aims_at_the_same_day_by_policy() -> None:
    duty = law.duty("transfer.list-removal-notice")

    assert duty.term.unit == "immediately"
    aim = policy_model.load().aim(duty.code, duty.term)

    assert aim.basis == "policy"
    assert aim.within is not None
    assert aim.within.unit == "same-day"


def test_a_place_that_is_free_is_told_to_two() -> None:
    notice = law.duty("transfer.vacancy-notice")

    assert (notice.recipients, notice.recipients_rule) == (("institution", "penal-committee"), "each")


def test_the_survey_of_ties_is_an_act_in_every_half_year() -> None:
    survey = law.duty("transfer.ties-survey")

    assert survey.tier == "limit"
    assert law.term("transfer.ties-survey") == {"unit": "periodic", "every": "half-year"}


def test_days_without_a_qualifier_are_read_as_calendar_days() -> None:
    days = {
        code: law.term(code)
        for code in (
            "sentence.right-arisen-notice",
            "sentence.petition-to-court",
            "sentence.petition-prosecutor-informed",
        )
    }

    assert days == {
        "sentence.right-arisen-notice": {"unit": "calendar-days", "value": 5},
        "sentence.petition-to-court": {"unit": "calendar-days", "value": 10},
        "sentence.petition-prosecutor-informed": {"unit": "calendar-days", "value": 10},
    }


def test_removal_from_office_runs_three_times_twenty_four_hours_from_receipt() -> None:
    removal = law.duty("office.removal-executed")

    assert law.term("office.removal-executed") == {"unit": "tauliq", "value": 3}
    assert (removal.trigger, removal.clock_from) == ("office.removal-order-received", "order_received_at")
