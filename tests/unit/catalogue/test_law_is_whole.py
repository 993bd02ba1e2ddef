"""What the packaged law holds."""

import re
from collections import Counter

import pytest

from schemas.catalogue import loading
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty

DUTIES = loading.load().duties


def test_the_catalogue_holds_the_whole_law(catalogue: Catalogue) -> None:
    assert len(catalogue.duties) == 52
    assert len(catalogue.facts) == 51
    assert len(catalogue.roles) == 58
    assert len(catalogue.documents) == 5


def test_the_catalogue_names_its_version(catalogue: Catalogue) -> None:
    assert re.fullmatch(r"20\d\d\.\d{1,3}", catalogue.version)


def test_loading_twice_gives_the_same_law(catalogue: Catalogue) -> None:
    assert loading.from_yaml() == catalogue


def test_the_tiers_divide_the_duties(catalogue: Catalogue) -> None:
    tiers = Counter(duty.tier for duty in catalogue.duties)

    assert tiers == {"notice": 23, "service": 10, "limit": 12, "report": 7}


def test_nothing_in_the_catalogue_contradicts_itself(catalogue: Catalogue) -> None:
    assert list(catalogue.problems()) == []


def test_every_fact_is_spoken_of_by_a_duty(catalogue: Catalogue) -> None:
    assert list(catalogue.unused_facts()) == []


def test_every_fact_opens_closes_or_precedes(catalogue: Catalogue) -> None:
    preceded = {duty.must_precede for duty in catalogue.duties}

    idle = [
        fact.code
        for fact in catalogue.facts
        if not catalogue.opened_by(fact.code) and not catalogue.closed_by(fact.code) and fact.code not in preceded
    ]

    assert idle == []


def test_every_document_is_the_source_of_a_duty(catalogue: Catalogue) -> None:
    cited = {source.document for duty in catalogue.duties for source in duty.sources}

    assert cited == set(catalogue.document_by_code)


def test_every_role_sends_receives_publishes_or_is_told_apart(catalogue: Catalogue) -> None:
    spoken = {duty.sender for duty in catalogue.duties} | {role for fact in catalogue.facts for role in fact.by}
    spoken |= {role for duty in catalogue.duties for role in duty.recipients}

    assert set(catalogue.role_by_code) - spoken == set()


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.code)
def test_a_duty_stands_in_the_file_of_its_family(duty: Duty) -> None:
    text = (loading.LAW / "duties" / f"{duty.family}.yaml").read_text(encoding="utf-8")

    assert f"code: {duty.code}\n" in text


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.code)
def test_who_owes_a_duty_stands_on_the_bus(duty: Duty, catalogue: Catalogue) -> None:
    assert not catalogue.role_by_code[duty.sender].outside


@pytest.mark.parametrize("duty", [d for d in DUTIES if d.tier == "service"], ids=lambda duty: duty.code)
def test_a_service_tells_only_those_outside_the_bus(duty: Duty, catalogue: Catalogue) -> None:
    assert all(catalogue.role_by_code[role].outside for role in duty.recipients)


@pytest.mark.parametrize("duty", [d for d in DUTIES if d.tier == "notice"], ids=lambda duty: duty.code)
def test_a_notice_tells_somebody_on_the_bus(duty: Duty, catalogue: Catalogue) -> None:
    assert any(not catalogue.role_by_code[role].outside for role in duty.recipients)


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.code)
def test_the_lines_of_a_source_run_forwards(duty: Duty) -> None:
    for source in duty.sources:
        first, last = map(int, source.lines.split("-"))
        assert first <= last


def test_facts_may_be_published_only_by_those_on_the_bus(catalogue: Catalogue) -> None:
    publishers = {role for fact in catalogue.facts for role in fact.by if role != "bus"}

    assert [role for role in publishers if catalogue.role_by_code[role].outside] == []


def test_only_a_planned_release_may_lie_ahead(catalogue: Catalogue) -> None:
    ahead = {(fact.code, name) for fact in catalogue.facts for name in fact.future}

    assert ahead == {("juvenile.release-scheduled", "release_on")}
