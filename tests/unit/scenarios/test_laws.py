"""Laws of judging: whatever the scenario is, and in whatever order it comes."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.catalogue.term import DayTerm
from services.law.deadlines import Law
from services.obligations import judging, recomputing
from services.obligations.cases import Until
from services.obligations.obligation import Obligation
from services.obligations.records import LawCorrected, MessageName, Place, Record
from services.scenarios import judged_lines
from services.scenarios.judged_lines import Answering
from services.scenarios.parts import ScenarioParts
from tests.oracles import scenarios
from tests.unit.obligations import saying

BAD: Final = ("late", "breached")
seeds = st.integers(0, 2**32)
some = settings(max_examples=150)
FIRST: Final = date(2024, 4, 20)
days = st.frozensets(st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n)), max_size=4)


def made(seed: int) -> dict[str, Any]:
    return scenarios.scenario(Random(seed))  # noqa: S311 - the same for the same seed


def answer(scenario: dict[str, Any]) -> dict[str, Any]:
    answered = orjson.loads(Answering(saying.law()).answer(orjson.dumps(scenario)))
    answered["obligations"].sort(key=orjson.dumps)
    assert isinstance(answered, dict)
    return answered


def judged(scenario: dict[str, Any]) -> list[Obligation]:
    return [o for o in judged_lines.judge(scenario, saying.law()).obligations if not o.taken_back]


@given(seeds, st.randoms(use_true_random=False))
@some
def test_the_order_in_which_events_are_given_changes_nothing(seed: int, random: Random) -> None:
    scenario = made(seed)
    shuffled = copy.deepcopy(scenario)
    random.shuffle(shuffled["events"])

    assert answer(shuffled) == answer(scenario)


@given(seeds, st.randoms(use_true_random=False))
@some
def test_what_arrives_again_changes_nothing(seed: int, random: Random) -> None:
    scenario = made(seed)
    again = [
        {**event, "n": f"again-{event['n']}", "received_at": _later(event["received_at"], random)}
        for event in scenario["events"]
        # What we could not read at first was not known when it came again.
        if not {"recorded_at", "unreadable_until_at"} & event.keys() and event["kind"] != "calendar-correction"
    ]

    once, twice = answer(scenario), answer({**scenario, "events": [*scenario["events"], *again]})

    assert twice["obligations"] == once["obligations"]
    assert {n: twice["dispositions"][n] for n in once["dispositions"]} == once["dispositions"]
    assert {twice["dispositions"].get(event["n"], "DUPLICATE") for event in again} <= {"DUPLICATE"}


def _later(instant: str, random: Random) -> str:
    later = datetime.fromisoformat(instant) + timedelta(seconds=random.choice((0, 1, 10**5)))
    return later.isoformat()


@given(st.lists(seeds, min_size=1, max_size=6))
@settings(max_examples=40)
def test_many_lines_are_answered_as_each_by_itself(drawn: list[int]) -> None:
    lines = [orjson.dumps(made(seed)) for seed in drawn]
    together = Answering(saying.law())

    assert [together.answer(line) for line in lines] == [Answering(saying.law()).answer(line) for line in lines]


@given(seeds)
@some
def test_a_breach_stands_exactly_where_the_verdict_is_bad(seed: int) -> None:
    for obligation in judged(made(seed)):
        assert obligation.breach_events - obligation.retracted == (obligation.verdict in BAD)
        assert [h.what for h in obligation.history].count("breach") == obligation.breach_events
        assert [h.what for h in obligation.history].count("retracted") == obligation.retracted


@given(seeds, st.floats(1, 4000))
@some
def test_time_alone_takes_no_breach_back(seed: int, hours: float) -> None:
    scenario = {**made(seed), "intake_read_to_at": None}
    last = max(
        (event["received_at"] for event in scenario["events"]), key=datetime.fromisoformat, default=scenario["as_of"]
    )
    scenario["events"] = [
        {name: value for name, value in event.items() if name not in {"recorded_at", "unreadable_until_at"}}
        for event in scenario["events"]
    ]
    soon, late = ({o.key: o for o in judged({**scenario, "as_of": _plus(last, after)})} for after in (1, 1 + hours))

    for key, obligation in soon.items():
        if obligation.verdict in BAD:
            assert late[key].verdict == obligation.verdict
            assert late[key].breach_events == obligation.breach_events


def _plus(instant: str, hours: float) -> str:
    return scenarios.written(datetime.fromisoformat(instant) + timedelta(hours=hours))


@given(seeds)
@some
def test_every_obligation_has_a_key_of_its_own_and_every_event_a_disposition(seed: int) -> None:
    scenario = made(seed)
    found = judged_lines.judge(scenario, saying.law())
    read_to = min(filter(None, (scenario["as_of"], scenario.get("intake_read_to_at"))), key=datetime.fromisoformat)
    known = {
        str(event["n"])
        for event in scenario["events"]
        if datetime.fromisoformat(event["received_at"]) <= datetime.fromisoformat(read_to)
        and datetime.fromisoformat(event.get("recorded_at", event["received_at"]))
        <= datetime.fromisoformat(scenario["as_of"])
    }

    keys = [(o.key, o.debtor.agency) for o in found.obligations]
    assert len(keys) == len(set(keys))
    assert set(found.dispositions) == known


def recomputed(
    seed: int, off: frozenset[date], worked: frozenset[date]
) -> Iterator[tuple[Law, Until, Any, list[recomputing.Move]]]:
    """Each case of a scenario with the moves that a corrected calendar would make in it."""
    before = saying.law()
    calendar = before.calendar.corrected(adds_off=off - worked, adds_worked=worked, version="corrected", act="TEST")
    after = replace(before, calendar=calendar)
    reading = judged_lines.read(made(seed), before)
    parts = ScenarioParts(reading.zone, before.catalogue)
    for case in reading.cases:
        moves = recomputing.moves([case], before=before, after=after, parts=parts, until=reading.until)
        yield after, reading.until, (case, parts), list(moves)


@given(seeds, days, days)
@some
def test_another_calendar_moves_only_working_days_and_only_what_is_open_or_unmet(
    seed: int, off: frozenset[date], worked: frozenset[date]
) -> None:
    for _, until, (case, parts), moves in recomputed(seed, off, worked):
        before = {o.key: o for o in judging.judge(case, law=saying.law(), parts=parts, until=until)}
        for move in moves:
            was = before[move.key]
            assert was.met is None
            assert was.verdict in {"open", "breached", "undecided", "provisional", "cancelled"}
            assert isinstance(was.duty.term, DayTerm)
            assert was.duty.term.unit == "working-days"
            assert (move.deadline_before, move.verdict_before) == (was.deadline_at, was.verdict)


@given(seeds, days, days)
@some
def test_what_would_move_is_what_moves_when_the_correction_is_recorded(
    seed: int, off: frozenset[date], worked: frozenset[date]
) -> None:
    for after, until, (case, parts), moves in recomputed(seed, off, worked):
        correction = Record(MessageName("op", "c"), LawCorrected(after), until.as_of, Place("~", 0, 0))
        corrected = replace(case, records=(*case.records, correction))
        law = saying.law()
        before, then = (
            {o.key: (o.deadline_at, o.verdict) for o in judging.judge(c, law=law, parts=parts, until=until)}
            for c in (case, corrected)
        )

        moved = {move.key: (move.deadline_after, move.verdict_after) for move in moves}
        assert moved == {key: now for key, now in then.items() if now != before[key]}
