"""What we aim at where the law gives no number: all of it marked as policy, none of it law."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from schemas.catalogue import loading
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.catalogue.term import Unnumbered
from schemas.policy import model
from schemas.policy.model import Aim, Distance, Escalation, Ladder, OnTheDay, ReceiptAim, Switch
from tests.unit.changing import GONE
from tests.unit.policy import policy_file
from tests.unit.policy.policy_file import WHY

POLICY = model.load()
MARKED = (Aim, Ladder, ReceiptAim, Escalation, Switch)
UNNUMBERED = [duty for duty in loading.load().duties if isinstance(duty.term, Unnumbered)]


def marked_values() -> list[tuple[str, BaseModel]]:
    return list(_marked(POLICY, "policy"))


def _marked(value: object, place: str) -> Iterator[tuple[str, BaseModel]]:
    if isinstance(value, MARKED):
        yield place, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _marked(getattr(value, name), f"{place}/{name}")
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _marked(part, f"{place}/{name}")
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _marked(part, f"{place}/{number}")


def test_the_packaged_policy_loads_with_a_version() -> None:
    assert re.fullmatch(r"20\d\d\.\d{1,3}", POLICY.version)


def test_the_packaged_policy_agrees_with_the_law(catalogue: Catalogue) -> None:
    assert list(POLICY.problems(catalogue)) == []


def test_an_unchanged_copy_is_the_same_policy(tmp_path: Path) -> None:
    file = policy_file.changed(tmp_path, "version", POLICY.version)

    assert policy_file.loaded(file) == POLICY


def test_every_top_value_is_marked() -> None:
    places = {place.split("/")[1] for place, _ in marked_values()}

    assert places == set(type(POLICY).model_fields) - {"version"}


@pytest.mark.parametrize(("place", "value"), marked_values(), ids=[place for place, _ in marked_values()])
def test_every_value_says_that_it_is_policy_and_why(place: str, value: BaseModel) -> None:
    said = value.model_dump()

    assert said["basis"] == "policy", place
    assert set(said["why"]) == {"en", "kk", "ru"}


@pytest.mark.parametrize("place", ["immediately", "none", "ladders/0", "receipts/immediate", "breach_tells_recipient"])
def test_a_value_can_neither_call_itself_law_nor_say_nothing(place: str, tmp_path: Path) -> None:
    as_law = policy_file.changed(tmp_path, f"{place}/basis", "law")
    assert policy_file.objections(as_law) == [("HB-2106", f"policy.yaml: {place}/basis")]

    silent = policy_file.changed(tmp_path, f"{place}/basis", GONE)
    assert policy_file.objections(silent) == [("HB-2101", f"policy.yaml: {place}/basis")]


def test_at_once_aims_at_a_quarter_of_an_hour() -> None:
    aim = POLICY.aim("police.crime-report-response", Unnumbered(unit="immediately"))

    assert aim.within == Distance(unit="minutes", value=15)


def test_where_the_law_sets_no_term_we_set_none() -> None:
    assert POLICY.aim("custody.force-used-notice", Unnumbered(unit="none")).within is None


def test_a_duty_may_have_an_aim_of_its_own() -> None:
    aim = POLICY.aim("transfer.list-removal-notice", Unnumbered(unit="immediately"))

    assert aim.within == OnTheDay(unit="same-day")


@pytest.mark.parametrize("unit", ["immediately", "none"])
def test_a_duty_without_an_aim_of_its_own_has_that_of_its_unit(unit: str) -> None:
    term = Unnumbered.model_validate({"unit": unit})

    assert POLICY.aim("office.unheard", term) == getattr(POLICY, unit)


@pytest.mark.parametrize("duty", UNNUMBERED, ids=lambda duty: duty.code)
def test_every_duty_without_a_number_has_an_aim(duty: Duty) -> None:
    assert isinstance(duty.term, Unnumbered)
    aim = POLICY.aim(duty.code, duty.term)

    assert aim.basis == "policy"
    assert (aim.within is None) == (duty.term.unit == "none")


@pytest.mark.parametrize(
    ("unit", "value", "minutes"), [("minutes", 15, 15), ("hours", 3, 180), ("calendar-days", 2, 2880)]
)
def test_a_distance_is_known_in_minutes(unit: str, value: int, minutes: int) -> None:
    assert Distance.model_validate({"unit": unit, "value": value}).minutes == minutes


@pytest.mark.parametrize("ladder", POLICY.ladders, ids=lambda ladder: ladder.for_terms)
def test_the_warnings_of_a_ladder_come_ever_closer_to_the_deadline(ladder: Ladder) -> None:
    distances = [rung.by.minutes for rung in ladder.rungs if isinstance(rung, model.Before)]

    assert distances == sorted(distances, reverse=True)
    assert distances


def test_every_kind_of_term_has_its_ladder() -> None:
    assert [ladder.for_terms for ladder in POLICY.ladders] == ["running", "days", "reports"]


@pytest.mark.parametrize("urgency", ["immediate", "ordinary"])
def test_an_escalation_climbs_and_ends_at_the_overseer(urgency: str) -> None:
    steps = getattr(POLICY.escalation, urgency).steps

    assert [step.after.minutes for step in steps] == sorted({step.after.minutes for step in steps})
    assert steps[-1].to == "overseer"


@pytest.mark.parametrize(
    ("path", "value", "code", "field"),
    [
        pytest.param("immediately/within/unit", "fortnights", "HB-2106", "immediately/within/unit", id="unknown unit"),
        pytest.param("immediately/within/unit", GONE, "HB-2101", "immediately/within/unit", id="no unit"),
        pytest.param("immediately/within/value", 0, "HB-2114", "immediately/within/value", id="nothing"),
        pytest.param("immediately/within/value", 1_001, "HB-2120", "immediately/within/value", id="too long"),
        pytest.param(
            "receipts/ordinary/seen/unit", "shifts", "HB-2106", "receipts/ordinary/seen/unit", id="unknown receipt unit"
        ),
        pytest.param(
            "ladders/0/rungs/1/by/unit", "eons", "HB-2106", "ladders/0/rungs/1/by/unit", id="unknown rung unit"
        ),
        pytest.param("ladders/0/rungs/0/at", "dawn", "HB-2106", "ladders/0/rungs/0/at", id="unknown rung"),
        pytest.param("ladders/0/for_terms", "long", "HB-2106", "ladders/0/for_terms", id="unknown terms"),
        pytest.param("ladders/2/rungs", [], "HB-2118", "ladders/2/rungs", id="a ladder without rungs"),
        pytest.param(
            "escalation/immediate/steps/0/to", "everybody", "HB-2106", "escalation/immediate/steps/0/to", id="to whom"
        ),
        pytest.param("none/why/kk", GONE, "HB-2101", "none/why/kk", id="no reason in Kazakh"),
        pytest.param("none/why", GONE, "HB-2101", "none/why", id="no reason"),
        pytest.param("deadline", 5, "HB-2102", "deadline", id="unknown field"),
        pytest.param("version", "one", "HB-2108", "version", id="no version"),
        pytest.param(
            "breach_tells_recipient/value", "perhaps", "HB-2122", "breach_tells_recipient/value", id="perhaps"
        ),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(
    tmp_path: Path, *, path: str, value: object, code: str, field: str
) -> None:
    file = policy_file.changed(tmp_path, path, value)

    assert policy_file.objections(file) == [(code, f"policy.yaml: {field}")]


@pytest.mark.parametrize(
    "rung",
    [
        pytest.param({"at": "before-deadline", "by": {"unit": "hours", "value": 1}}, id="the same words"),
        pytest.param({"at": "before-deadline", "by": {"unit": "minutes", "value": 60}}, id="in another unit"),
        pytest.param({"at": "half-of-term"}, id="half of the term twice"),
    ],
)
def test_two_rungs_at_one_distance_are_refused(rung: dict[str, object], tmp_path: Path) -> None:
    rungs = policy_file.as_said()["ladders"][0]["rungs"]
    file = policy_file.changed(tmp_path, "ladders/0/rungs", [*rungs, rung])

    assert policy_file.objections(file) == [("HB-5001", "ladders/running")]


@pytest.mark.parametrize("code", ["detention.prosecutor-notice", "report.nature-quarterly", "office.unheard"])
def test_an_aim_where_the_law_gives_a_number_is_refused(code: str, tmp_path: Path) -> None:
    aim = {"basis": "policy", "within": {"unit": "minutes", "value": 5}, "why": WHY}
    file = policy_file.changed(tmp_path, "by_duty", {code: aim})

    assert policy_file.objections(file) == [("HB-5002", f"by_duty/{code}")]


def test_two_ladders_for_the_same_terms_are_refused(tmp_path: Path) -> None:
    file = policy_file.changed(tmp_path, "ladders/1/for_terms", "running")

    assert policy_file.objections(file) == [("HB-5003", "ladders/running"), ("HB-5005", "ladders")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("version: [", "HB-3001", id="broken"),
        pytest.param("- version", "HB-2124", id="a list"),
        pytest.param("", "HB-2124", id="nothing"),
        pytest.param('version: "2026.1"\nversion: "2026.2"\n', "HB-3002", id="a key twice"),
    ],
)
def test_an_unreadable_policy_is_named(text: str, code: str, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(text, encoding="utf-8")

    assert policy_file.objections(file) == [(code, "policy.yaml")]


def test_a_policy_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert policy_file.objections(tmp_path / "policy.yaml") == [("HB-3001", "policy.yaml")]


def test_several_mistakes_are_reported_together(tmp_path: Path) -> None:
    said = policy_file.as_said()["ladders"]
    said[0]["rungs"].append({"at": "half-of-term"})
    said[2]["for_terms"] = "days"
    file = policy_file.changed(tmp_path, "ladders", said)

    assert policy_file.objections(file) == [
        ("HB-5001", "ladders/running"),
        ("HB-5003", "ladders/days"),
        ("HB-5005", "ladders"),
    ]


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        pytest.param("receipts/immediate/seen/value", 1, "HB-5004", "receipts/immediate", id="seen as soon as taken"),
        pytest.param(
            "escalation/immediate/steps/2/after/value", 6, "HB-5004", "escalation/immediate", id="a step backwards"
        ),
        pytest.param("ladders/0/rungs/3/by/value", 600, "HB-5004", "ladders/running", id="the last rung the farthest"),
        pytest.param(
            "receipts/ordinary", GONE, "HB-2101", "policy.yaml: receipts/ordinary", id="no aim for ordinary receipts"
        ),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(
    path: str, value: object, code: str, where: str, tmp_path: Path
) -> None:
    file = policy_file.changed(tmp_path, path, value)

    assert policy_file.objections(file) == [(code, where)]
