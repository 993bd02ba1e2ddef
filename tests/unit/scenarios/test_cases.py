"""Which events belong together: by occasion, by the only occasion of a subject, by themselves; real and drill apart."""

from typing import Any, Final

from services.obligations.obligation import Obligation
from tests.unit.scenarios.said import at, event, judged, notice, trigger

MONTHLY: Final = "juvenile.probation-monthly-list"


def shown(*events: dict[str, Any], agencies: list[str] | None = None) -> list[tuple[str | None, str | None, str]]:
    return [(o.key.occasion, o.subject, o.verdict) for o in obligations(*events, agencies=agencies)]


def obligations(*events: dict[str, Any], agencies: list[str] | None = None) -> list[Obligation]:
    return [o for o in judged(*events, agencies=agencies).obligations if not o.taken_back]


def test_a_notice_of_another_occasion_of_the_same_person_heals_nothing() -> None:
    other = notice(occasion="occasion-2")

    assert sorted(shown(trigger(), other)) == [
        ("occasion-1", "subject-1", "breached"),
        ("occasion-2", "subject-1", "in-time"),
    ]


def test_without_an_occasion_an_event_joins_the_only_one_of_its_subject() -> None:
    assert shown(trigger(), notice(occasion=None)) == [("occasion-1", "subject-1", "in-time")]


def test_where_a_subject_has_several_an_event_without_one_is_by_itself() -> None:
    second = trigger(3, "05:10", occasion="occasion-2")
    found = shown(trigger(), second, notice(occasion=None))

    assert sorted(found, key=str) == [
        ("occasion-1", "subject-1", "breached"),
        ("occasion-2", "subject-1", "breached"),
        (None, "subject-1", "in-time"),
    ]


def test_where_nobody_names_an_occasion_the_subject_has_one() -> None:
    assert shown(trigger(occasion=None), notice(occasion=None)) == [(None, "subject-1", "in-time")]


def test_a_repeated_trigger_opens_the_next_round_there() -> None:
    again = trigger(3, "08:00", occasion=None, protocol_drawn_at=at("08:00"))

    assert [(o.key.round, o.verdict) for o in obligations(trigger(), notice(), again)] == [
        (1, "in-time"),
        (2, "breached"),
    ]


def test_without_subject_and_occasion_the_message_itself_is_the_occasion() -> None:
    found = shown(trigger(subject=None, occasion=None), notice(subject=None, occasion=None))

    assert found == [(None, None, "breached"), (None, None, "in-time")]


def test_a_drill_touches_nothing_real() -> None:
    found = obligations(trigger(), notice(drill=True), trigger(3, drill=True))

    assert {(o.key.drill, o.verdict) for o in found} == {(None, "breached"), ("True", "in-time")}


def test_two_drills_touch_nothing_of_each_other() -> None:
    found = obligations(trigger(drill="drill-1"), notice(drill="drill-2"), trigger(3, drill="drill-2"))

    assert {(o.key.drill, o.verdict) for o in found} == {("drill-1", "breached"), ("drill-2", "in-time")}


def report(number: int, by: str, received: str, month: str) -> dict[str, Any]:
    return event(number, "notice", received, by=by, name=MONTHLY, to="juvenile-unit", period=month)


def test_each_agency_that_is_named_owes_each_period_that_one_of_them_reported() -> None:
    given = (report(1, "a", "2024-01-20T00:00:00Z", "2024-01"), report(2, "b", "2024-02-20T00:00:00Z", "2024-02"))
    found = {
        (o.debtor.agency, str(o.key.period and o.key.period.first), o.verdict)
        for o in obligations(*given, agencies=["a", "c"])
    }

    assert found == {
        ("a", "2024-01-01", "in-time"),
        ("c", "2024-01-01", "breached"),
        ("b", "2024-02-01", "in-time"),
    }


def test_without_that_list_only_those_who_reported_owe() -> None:
    given = (report(1, "a", "2024-01-20T00:00:00Z", "2024-01"), report(2, "b", "2024-02-20T00:00:00Z", "2024-02"))

    assert {(o.debtor.agency, o.verdict) for o in obligations(*given)} == {("a", "in-time"), ("b", "in-time")}
    assert len(obligations(*given)) == 2


def test_a_report_names_neither_occasion_nor_subject() -> None:
    assert shown(report(1, "a", "2024-01-20T00:00:00Z", "2024-01")) == [(None, None, "in-time")]


def test_a_corrected_calendar_concerns_every_case() -> None:
    placed = [
        event(
            n,
            "fact",
            "2024-04-25T05:00:00Z",
            name="juvenile.runaway-placed",
            placed_at="2024-04-25T05:00:00Z",
            occasion=f"o{n}",
        )
        for n in (1, 2)
    ]
    moved = event(
        3, "calendar-correction", "2024-04-26T05:00:00Z", by="op", adds_off=["2024-04-30"], subject=None, occasion=None
    )

    assert {str(o.deadline_at) for o in obligations(*placed, moved)} == {"2024-05-02 19:00:00+00:00"}
