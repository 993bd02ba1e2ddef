"""A verdict explains itself: each step can be produced and said, and whoever reads nothing but the steps comes to the same verdict."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from producers.outbox import preview
from schemas.explanations import making, sentences, vocabulary
from schemas.messages.bus import Step
from schemas.texts import LANGUAGES, Language
from services.law import explaining as deadlines_explained
from services.obligations import explaining
from services.obligations.explained_words import LONGEST, fitting
from services.obligations.obligation import Obligation
from services.scenarios import judged_lines
from tests.oracles import scenarios, verdict_reader
from tests.oracles.interpreter import ContradictionError, Told
from tests.unit.obligations import explained, saying
from tests.unit.obligations.explained import CASES, row
from tests.unit.obligations.saying import notice, trigger

WORDS = vocabulary.load()
OF_RECOMPUTING = {"catalogue-changed", "policy-changed", "follows-from", "day-now-worked", "day-now-off"}
SEEDS = range(1500)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def told(steps: tuple[Step, ...]) -> list[Told]:
    return [(step.code, dict(step.particulars)) for step in steps]


def read(steps: tuple[Step, ...]) -> str:
    return verdict_reader.verdict(told(steps))


def drawn() -> Iterator[tuple[int, Obligation]]:
    for seed in SEEDS:
        made = scenarios.scenario(Random(seed))  # noqa: S311 - the same seed must make the same scenario
        for obligation in judged_lines.judge(made, saying.law()).obligations:
            yield seed, obligation


def test_every_step_of_a_verdict_has_its_case() -> None:
    of_judging = vocabulary.of_verdicts().keys() - OF_RECOMPUTING - set(preview.FORESEEN.values())
    assert of_judging == CASES.keys()


@pytest.mark.parametrize("code", CASES)
def test_the_case_of_a_step_has_that_step(code: str) -> None:
    assert code in explained.codes_of(CASES[code])


@each_language
@pytest.mark.parametrize("code", CASES)
def test_every_explanation_can_be_said(code: str, language: Language) -> None:
    for obligation in explained.judged(CASES[code]):
        for step in explaining.steps(obligation):
            assert step.particulars.keys() == WORDS.steps[step.code].particulars.keys() or step.code in _of_days()
            said = sentences.sentence(step, language, obligation.debtor.zone)
            assert not re.search(r"[<>{}]|[a-z]_[a-z]", said), said


def _of_days() -> set[str]:
    """Steps whose particulars depend on why a day is off."""
    return {code for code, phrase in WORDS.steps.items() if "reason" in phrase.particulars.values()}


@pytest.mark.parametrize("code", CASES)
def test_the_verdict_follows_from_the_steps_of_a_case(code: str) -> None:
    for obligation in explained.judged(CASES[code]):
        assert read(explaining.steps(obligation)) == obligation.verdict


def test_the_verdict_follows_from_the_steps_of_any_scenario() -> None:
    seen = {}
    for seed, obligation in drawn():
        assert read(explaining.steps(obligation)) == obligation.verdict, f"seed {seed}: {obligation.key}"
        seen[obligation.verdict] = seed
    assert len(seen) == len(set(verdict_reader.SAID_AS.values())), f"scenarios never come to all verdicts: {seen}"


def test_no_scenario_has_a_step_that_cannot_be_said() -> None:
    for seed, obligation in drawn():
        for step in explaining.steps(obligation):
            assert step.particulars.keys() <= WORDS.steps[step.code].particulars.keys(), f"seed {seed}"
            for language in LANGUAGES:
                said = sentences.sentence(step, language, obligation.debtor.zone)
                assert not re.search(r"[<>{}]", said), f"seed {seed}: {said}"


def test_an_explanation_begins_with_that_of_its_deadline() -> None:
    (obligation,) = explained.judged(CASES["late"])
    deadline = obligation.outcome.deadline
    assert deadline is not None

    counted = deadlines_explained.steps(deadline, obligation.duty)

    assert explaining.steps(obligation)[: len(counted)] == counted


@pytest.mark.parametrize(
    ("code", "planted"),
    [
        ("in-time", Step(code="late")),
        ("late", Step(code="in-time")),
        ("breached", Step(code="still-open")),
        ("undecided", Step(code="breached")),
        ("no-deadline-met", Step(code="in-time")),
        ("nothing-owed", Step(code="breached")),
        ("before-deadline", Step(code="before-deadline", particulars={"margin": "PT9H"})),
        ("met-at", Step(code="met-at", particulars={"at": "2024-04-26T06:00:00Z"})),
        ("recorded-late", Step(code="in-time")),
        ("nobody-heals-himself", Step(code="met-at", particulars={"at": "2024-04-26T07:00:00Z"})),
    ],
)
def test_a_step_that_does_not_follow_is_noticed(code: str, planted: Step) -> None:
    """The reader would be worth nothing if it agreed with everything."""
    (steps,) = explained.steps_of(CASES[code])[:1]

    spoiled = tuple(planted if step.code == code else step for step in steps)

    with pytest.raises(ContradictionError):
        read(spoiled)


def test_who_heals_himself_silently_is_noticed() -> None:
    (steps,) = explained.steps_of(CASES["nobody-heals-himself"])

    with pytest.raises(ContradictionError):
        read(tuple(step for step in steps if step.code != "nobody-heals-himself"))


def test_a_long_history_fits_into_a_snapshot_and_says_what_it_leaves_out() -> None:
    """A breach and 120 changes that nobody follows: the newest are shown."""
    (steps,) = explained.steps_of(CASES["more-happened"])
    (left_out,) = [step for step in steps if step.code == "more-happened"]

    shown = [str(step.particulars["message"]) for step in steps if step.code == "change-not-followed"]

    assert len(steps) == explaining.LIMIT
    assert int(left_out.particulars["number"]) + len(shown) == 1 + 120
    assert shown == [f"change {number}" for number in range(120 - len(shown), 120)]
    assert read(steps) == "breached"


def test_the_next_notice_takes_the_place_of_the_one_that_was_withdrawn_and_the_step_names_which() -> None:
    (steps,) = explained.steps_of(CASES["next-after-withdrawal"])
    by_code = {step.code: step.particulars for step in steps}

    assert by_code["next-after-withdrawal"]["message"] == "notice"
    assert by_code["met-by-notice"]["message"] == "second"


def test_in_shadow_mode_nothing_is_called_a_breach() -> None:
    codes = explained.codes_of(CASES["shadow"])

    assert codes >= {"would-be-breached", "shadow"}
    assert not codes & {"breached", "breach-recorded"}


def test_two_recipients_each_read_their_own_receipt() -> None:
    both = notice("26 Apr 12:00", duty="juvenile.offence-notice", start=saying.DRAWN)
    opened = trigger(name="juvenile.offence-established")
    taken = saying.receipt("taken", "26 Apr 13:00", role="probation")

    unit, probation = explained.steps_of(row(opened, both, taken, of="juvenile.offence-notice"))

    assert "taken-at" not in {step.code for step in unit}
    assert "not-yet-taken" in {step.code for step in unit}
    assert "taken-at" in {step.code for step in probation}


@pytest.mark.parametrize("text", ["", "a", "a" * LONGEST, "a" * 500, "щ" * 61])
def test_whatever_an_agency_calls_itself_fits(text: str) -> None:
    assert 0 < len(fitting(text)) <= LONGEST
    assert fitting(text) == text or fitting(text)[-1] in "…—"


def test_names_that_are_too_long_do_not_break_an_explanation() -> None:
    longest = "agency-" * 40
    (steps,) = explained.steps_of(row(trigger(by=longest, id_=longest)))

    assert read(steps) == "breached"


@pytest.mark.parametrize(
    ("value", "written", "said"),
    [
        (timedelta(), "PT0S", "0 s"),
        (timedelta(microseconds=1), "PT0.000001S", "0.000001 s"),
        (timedelta(seconds=1, microseconds=500_000), "PT1.5S", "1.5 s"),
        (timedelta(hours=10), "PT10H", "10 h"),
        (timedelta(days=1), "P1D", "1 d"),
        (timedelta(days=20, hours=2, minutes=30), "P20DT2H30M", "20 d 2 h 30 min"),
    ],
)
def test_a_length_of_time_is_written_for_programs_and_said_to_people(value: timedelta, written: str, said: str) -> None:
    assert making.length(value) == written
    assert sentences.length(written, "en") == said
    assert making.step("x", margin=value).particulars == {"margin": written}


@pytest.mark.parametrize("text", ["", "P", "PT", "soon", "P1Y", "P1DT", "-PT1H", "PT1H30"])
def test_what_is_no_length_of_time_is_shown_as_it_came(text: str) -> None:
    assert sentences.length(text, "kk") == text


def test_lengths_are_said_in_each_language() -> None:
    assert sentences.length("P1DT2H3M4S", "kk") == "1 тәул 2 сағ 3 мин 4 с"
    assert sentences.length("P1DT2H3M4S", "ru") == "1 сут 2 ч 3 мин 4 с"


def test_instants_of_a_verdict_are_told_by_the_clock_of_who_owes() -> None:
    (obligation,) = explained.judged(CASES["met-at"])
    (met,) = [step for step in explaining.steps(obligation) if step.code == "met-at"]

    assert datetime.fromisoformat(str(met.particulars["at"])) == datetime(2024, 4, 26, 7, tzinfo=UTC)
    assert sentences.sentence(met, "en", obligation.debtor.zone) == "Met: 26.04.2024 12:00 (Friday, UTC+05:00)."


def test_where_another_fact_came_first_no_target_of_policy_is_called_a_mere_warning() -> None:
    codes = explained.codes_of(CASES["came-first"])

    assert codes >= {"came-first", "breached"}
    assert not codes & {"target-kept", "target-missed", "target-passed"}
