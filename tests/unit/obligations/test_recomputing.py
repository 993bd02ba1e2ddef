"""What another state of the law would move: a corrected reading what is open, an amendment only what starts under it."""

from dataclasses import replace
from datetime import date
from typing import Final

from schemas.catalogue.duty import Duty
from schemas.catalogue.entries import InForce
from schemas.catalogue.term import RunningTerm
from services.law.deadlines import Law
from services.obligations import recomputing
from services.obligations.cases import Case, Until
from services.obligations.recomputing import Move
from services.obligations.records import Record
from services.scenarios.parts import ScenarioParts
from tests.unit.obligations import saying
from tests.unit.obligations.saying import NOTICE, notice, trigger

RUNAWAY: Final = "juvenile.runaway-notice"
PLACED: Final = trigger("25 Apr 10:00", name="juvenile.runaway-placed")
TOLD: Final = notice("30 Apr 10:00", duty=RUNAWAY, start="25 Apr 10:00")


def moves(*given: Record, after: Law, as_of: str) -> list[Move]:
    case = Case(given, occasion="occasion-1")
    until = Until(saying.at(as_of), saying.at(as_of))
    parts = ScenarioParts(saying.ALMATY, saying.catalogue())
    return list(recomputing.moves([case], before=saying.law(), after=after, parts=parts, until=until))


def off(*days: str) -> Law:
    known = saying.law()
    calendar = known.calendar.corrected(adds_off=saying.days(*days), adds_worked=frozenset(), version="new", act="TEST")
    return replace(known, calendar=calendar)


def with_(*entries: Duty, instead_of: str) -> Law:
    """The law with other entries of one code."""
    known = saying.catalogue()
    others = (duty for duty in known.duties if duty.code != instead_of)
    changed = replace(known, duties=(*others, *entries), version="2099.1")
    return replace(saying.law(), catalogue=changed)


def of_hours(hours: int, *, since: date | None = None, until: date | None = None) -> Duty:
    entry = saying.catalogue().duties_by_code[NOTICE][0]
    in_force = InForce.model_validate({"from": since, "until": until})
    return entry.model_copy(update={"term": RunningTerm(unit="hours", value=hours), "in_force": in_force})


def shown(found: list[Move]) -> list[tuple[str, str | None, str | None, list[str]]]:
    return [(str(m.deadline_after), m.verdict_before, m.verdict_after, [step.code for step in m.why]) for m in found]


def test_a_day_off_moves_what_is_open_and_says_which_day() -> None:
    (move,) = moves(PLACED, after=off("30 Apr"), as_of="26 Apr 10:00")

    assert (move.deadline_before, move.deadline_after) == (saying.at("1 May 00:00"), saying.at("3 May 00:00"))
    assert (move.verdict_before, move.verdict_after) == ("open", "open")
    assert [(step.code, step.particulars) for step in move.why] == [("day-now-off", {"day": "2024-04-30"})]


def test_it_moves_what_was_breached_and_is_unmet() -> None:
    found = moves(PLACED, after=off("30 Apr"), as_of="2 May 10:00")

    assert shown(found) == [("2024-05-02 19:00:00+00:00", "breached", "open", ["day-now-off"])]


def test_it_moves_nothing_that_was_met() -> None:
    assert moves(PLACED, TOLD, after=off("30 Apr"), as_of="2 May 10:00") == []


def test_it_moves_no_hours() -> None:
    assert moves(trigger(), after=off("26 Apr", "27 Apr"), as_of="26 Apr 12:00") == []


def test_a_day_beyond_the_count_moves_nothing() -> None:
    assert moves(PLACED, after=off("6 May"), as_of="26 Apr 10:00") == []


def test_the_same_law_moves_nothing() -> None:
    assert moves(PLACED, trigger(), after=saying.law(), as_of="2 May 10:00") == []


def test_a_corrected_reading_moves_what_is_open_whenever_it_began() -> None:
    corrected = with_(of_hours(24), instead_of=NOTICE)

    assert shown(moves(trigger(), after=corrected, as_of="26 Apr 12:00")) == [
        ("2024-04-27 05:00:00+00:00", "open", "open", ["catalogue-changed"])
    ]
    assert [m.verdict_after for m in moves(trigger(), after=corrected, as_of="27 Apr 09:00")] == ["open"]
    assert moves(trigger(), notice("26 Apr 15:00"), after=corrected, as_of="27 Apr 09:00") == []


def test_an_amendment_from_a_date_leaves_what_began_before_it() -> None:
    amendment = date(2024, 4, 27)
    amended = with_(of_hours(12, until=amendment), of_hours(24, since=amendment), instead_of=NOTICE)

    assert moves(trigger("26 Apr 23:59"), after=amended, as_of="27 Apr 06:00") == []
    assert shown(moves(trigger("27 Apr 00:00"), after=amended, as_of="27 Apr 06:00")) == [
        ("2024-04-27 19:00:00+00:00", "open", "open", ["catalogue-changed"])
    ]


def test_only_what_a_duty_says_is_moved_by_it() -> None:
    corrected = with_(of_hours(24), instead_of=NOTICE)

    assert moves(PLACED, after=corrected, as_of="26 Apr 12:00") == []
