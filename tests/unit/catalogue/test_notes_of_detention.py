"""What the notes of the family detention say stands in the data itself."""

from datetime import date

import pytest

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.rules import (
    CaseTerm,
    Continuous,
    NeverWithheld,
    NotDischargedBy,
    NotTo,
    SeparateBy,
    ToldInOrder,
)
from schemas.catalogue.term import RunningTerm
from tests.unit.catalogue import law_in_force as law


def test_the_prosecutors_twelve_hours_run_from_the_protocol() -> None:
    notice = law.duty("detention.prosecutor-notice")

    assert (notice.trigger, notice.clock_from) == ("custody.protocol-drawn", "protocol_drawn_at")
    assert law.term("detention.prosecutor-notice") == {"unit": "hours", "value": 12}
    assert law.fact("custody.protocol-drawn").instants == ("protocol_drawn_at",)


def test_a_lawful_notice_can_arrive_fifteen_hours_after_the_detention() -> None:
    protocol, notice = law.duty("detention.protocol"), law.duty("detention.prosecutor-notice")

    assert protocol.closed_by is not None
    assert protocol.closed_by.facts == (notice.trigger,)
    assert isinstance(protocol.term, RunningTerm)
    assert isinstance(notice.term, RunningTerm)
    assert protocol.term.value + notice.term.value == 15


def test_the_notice_to_the_prosecutor_is_written_and_names_the_protocol() -> None:
    notice = law.duty("detention.prosecutor-notice")

    assert notice.form == "written"
    assert [item.code for item in notice.required_content({})] == ["detention-carried-out", "protocol-number-and-time"]


def test_inquirer_and_investigator_are_one_role(catalogue: Catalogue) -> None:
    assert law.duty("detention.prosecutor-notice").sender == "investigator"
    assert [code for code in catalogue.role_by_code if "inquir" in code] == []


def test_an_unrecorded_detention_is_caught_by_the_limit_on_the_protocol() -> None:
    protocol = law.duty("detention.protocol")

    assert protocol.tier == "limit"
    assert (protocol.trigger, protocol.clock_from) == ("custody.person-restricted", "restricted_at")
    assert law.term("detention.protocol") == {"unit": "hours", "value": 3}


def test_handing_over_runs_from_the_actual_restriction_of_freedom() -> None:
    handover = law.duty("detention.handover")

    assert (handover.trigger, handover.clock_from) == ("custody.person-restricted", "restricted_at")
    assert law.term("detention.handover") == {"unit": "hours", "value": 3}


@pytest.mark.parametrize("pause", ["paperwork", "nights", "weekends", "holidays"])
def test_nothing_gives_grace_for_handing_over(pause: str) -> None:
    assert pause in law.rule("detention.handover", Continuous).regardless_of


def test_withholding_a_relatives_notice_was_repealed() -> None:
    assert law.rule("detention.relatives-notice", NeverWithheld).repealed_on == date(2011, 1, 18)


def test_nothing_in_the_data_could_withhold_a_relatives_notice() -> None:
    notice = law.duty("detention.relatives-notice")

    assert notice.applies_if is None
    assert [rule.kind for rule in notice.rules] == ["never-withheld"]
    assert notice.in_force.until is None
    assert not [item for item in notice.content if item.required_if]


def test_a_relative_is_told_again_when_the_place_changes() -> None:
    notice = law.duty("detention.relatives-notice")

    assert (notice.trigger, notice.again_on) == ("custody.place-set", "custody.place-changed")
    assert notice.clock_from in law.fact("custody.place-changed").instants
    assert law.term("detention.relatives-notice") == {"unit": "hours", "value": 12}


def test_the_detainees_own_call_does_not_discharge() -> None:
    assert law.rule("detention.close-relatives-told", NotDischargedBy).channels == ("own-call",)
    assert law.term("detention.close-relatives-told") == {"unit": "none"}


def test_a_foreigners_notice_has_five_recipients_each_its_own() -> None:
    notice = law.duty("detention.foreigner-notice")

    assert notice.recipients == (
        "general-prosecutor",
        "foreign-ministry",
        "interior-ministry",
        "national-security",
        "foreign-mission",
    )
    assert notice.recipients_rule == "each"


def test_of_the_five_only_the_foreign_mission_stands_outside() -> None:
    outside = [role for role in law.duty("detention.foreigner-notice").recipients if law.role(role).outside]

    assert outside == ["foreign-mission"]


def test_a_foreigners_notice_never_goes_to_the_local_prosecutor() -> None:
    assert law.rule("detention.foreigner-notice", NotTo).roles == ("prosecutor",)
    assert "prosecutor" not in law.duty("detention.foreigner-notice").recipients


def test_a_foreigners_notice_applies_only_to_foreigners() -> None:
    assert law.duty("detention.foreigner-notice").applies_if == {"foreigner": "yes"}


@pytest.mark.parametrize("event", ["custody.place-set", "custody.place-changed"])
def test_whether_the_person_is_a_foreigner_may_be_unknown(event: str) -> None:
    attribute = law.attribute(event, "foreigner")

    assert attribute.kind == "choice"
    assert attribute.values == ("yes", "no", "unknown")


def test_each_change_of_a_minors_status_is_an_obligation_of_its_own() -> None:
    separate = law.rule("detention.minor-parents-notice", SeparateBy)
    change = law.attribute("custody.minor-status-changed", separate.attribute)

    assert change.kind == "choice"
    assert change.values == ("detained", "arrested", "term-extended")


def test_of_a_minors_people_parents_come_first() -> None:
    order = law.rule("detention.minor-parents-notice", ToldInOrder)

    assert order.told_as == ("parent", "legal-representative", "close-relative")
    assert law.term("detention.minor-parents-notice") == {"unit": "immediately"}


def test_the_seventy_two_hours_run_from_the_actual_restriction() -> None:
    limit = law.duty("detention.court-decision-or-release")

    assert (limit.trigger, limit.clock_from) == ("custody.person-restricted", "restricted_at")
    assert law.term("detention.court-decision-or-release") == {"unit": "hours", "value": 72}


def test_nothing_stops_the_seventy_two_hours() -> None:
    continuous = law.rule("detention.court-decision-or-release", Continuous)

    assert set(continuous.regardless_of) == {"procedural-status", "motion-filed"}


def test_the_seventy_two_hours_can_only_be_shortened() -> None:
    case_term = law.rule("detention.court-decision-or-release", CaseTerm)
    hours = law.attribute("custody.person-restricted", case_term.attribute)

    assert case_term.direction == "downwards"
    assert hours.kind == "whole-number"
    assert (hours.least, hours.most) == (1, 71)


def test_a_court_decision_or_a_release_ends_the_seventy_two_hours() -> None:
    closed_by = law.duty("detention.court-decision-or-release").closed_by

    assert closed_by is not None
    assert set(closed_by.any) == {"custody.court-decided", "custody.released"}


def test_the_bus_itself_raises_the_release() -> None:
    release = law.duty("detention.release")

    assert release.raised_by is not None
    assert release.raised_by.unmet == "detention.court-decision-or-release"
    assert "bus" in law.fact("custody.release-due").by


def test_a_court_decision_opens_the_release_too() -> None:
    release = law.duty("detention.release")

    assert release.trigger == "custody.release-due"
    assert "court" in law.fact("custody.release-due").by
    assert law.term("detention.release") == {"unit": "immediately"}


def test_no_other_fact_is_published_by_the_bus(catalogue: Catalogue) -> None:
    assert [fact.code for fact in catalogue.facts if "bus" in fact.by] == ["custody.release-due"]


def test_the_defender_is_met_before_an_interrogation() -> None:
    access = law.duty("detention.defender-access")

    assert access.must_precede == "custody.interrogated"
    assert (access.trigger, access.clock_from) == ("custody.person-restricted", "restricted_at")
    assert access.closed_by is not None
    assert access.closed_by.facts == ("custody.defender-met",)
