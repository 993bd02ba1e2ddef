"""Each step is a sentence in each language, and what is not known is shown all the same."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors.registry import names_in
from schemas.examples import reading
from schemas.explanations import making, sentences, vocabulary
from schemas.messages.bus import Step
from schemas.texts import LANGUAGES, Language
from services.law import explaining, zones
from tests.unit.law import drawn
from tests.unit.law.drawn import Drawn
from tests.unit.law.named import LAW, NOTHING, POLICY, PROVISIONAL
from tests.unit.law.test_named_deadlines import found

ALMATY = zones.zone("Asia/Almaty")
WORDS = vocabulary.load()
each_language = pytest.mark.parametrize("language", LANGUAGES)
SAMPLE: dict[vocabulary.Kind, str | int] = {
    "instant": "2026-03-06T09:10:00Z",
    "day": "2026-03-06",
    "number": 3,
    "text": "2026-Q1",
    "offset": "+05:00",
    "unit": "hours",
    "clock": "protocol_drawn_at",
    "attribute": "case_term_hours",
    "every": "quarter",
    "role": "investigator",
    "holiday": "nauryz",
    "kept-open": "transfers",
    "words": "nights, weekends",
    "reason": "weekend",
    "fact": "custody.released",
    "value": "yes",
    "length": "P1DT2H30M",
}


def sample(code: str) -> Step:
    return Step(code=code, particulars={name: SAMPLE[kind] for name, kind in WORDS.steps[code].particulars.items()})


def sentence(step: Step, language: Language = "en") -> str:
    return sentences.sentence(step, language, ALMATY)


@each_language
@pytest.mark.parametrize("code", WORDS.steps)
def test_every_step_is_a_whole_sentence(code: str, language: Language) -> None:
    said = sentence(sample(code), language)

    assert re.fullmatch(r"[^<>{}]+[.!]", said)


@pytest.mark.parametrize("code", WORDS.steps)
def test_a_sentence_says_the_same_particulars_in_every_language(code: str) -> None:
    text = WORDS.steps[code].text

    assert names_in(text.kk) == names_in(text.ru) == names_in(text.en)
    assert len({text.kk, text.ru, text.en}) == len(LANGUAGES)


@each_language
@pytest.mark.parametrize("why", WORDS.reasons)
def test_every_reason_for_a_day_off_fits_into_its_sentence(why: str, language: Language) -> None:
    particulars: dict[str, str | int] = {
        "day": "2024-05-04",
        "why": why,
        "holiday": "nauryz",
        "act": "G24G0000109",
        "other": "2024-05-08",
    }

    said = sentence(Step(code="skipped", particulars=particulars), language)

    assert not re.search(r"[<>{}]", said)
    assert why == "weekend" or why not in said.split()


def explanations_of_examples() -> list[tuple[str, Step]]:
    found = [
        (name, Step.model_validate(step))
        for name, example in reading.every_message()
        for step in example.envelope.get("explanation", ())
    ]
    assert found
    return found


@each_language
@pytest.mark.parametrize(("name", "step"), explanations_of_examples())
def test_the_steps_of_every_example_can_be_said(name: str, step: Step, language: Language) -> None:
    assert step.code in WORDS.steps, name
    assert not re.search(r"[<>{}_]", sentence(step, language)), name


@given(drawn.cases())
def test_every_step_of_every_deadline_is_in_the_vocabulary_and_can_be_said(case: Drawn) -> None:
    for step in explaining.steps(case.deadline()):
        assert step.particulars.keys() <= WORDS.steps[step.code].particulars.keys()
        assert not [language for language in LANGUAGES if re.search(r"[<>{}]", sentence(step, language))]


@each_language
def test_every_step_of_every_duty_can_be_said(language: Language) -> None:
    events = [(row[0], row[1]) for row in (*LAW, *PROVISIONAL, *POLICY)] + [(code, "2024-05-01") for code in NOTHING]
    for code, event in events:
        duty, deadline = found(code, event)
        said = [sentence(step, language) for step in explaining.steps(deadline, duty)]
        assert [text for text in said if re.search(r"[<>{}]|[a-z]_[a-z]", text)] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "The term ends: 06.03.2026 14:10 (Friday, UTC+05:00); in UTC 2026-03-06T09:10:00Z."),
        ("kk", "Мерзімнің соңы: 06.03.2026 14:10 (жұма, UTC+05:00); UTC бойынша 2026-03-06T09:10:00Z."),
        ("ru", "Срок истекает: 06.03.2026 14:10 (пятница, UTC+05:00); по UTC 2026-03-06T09:10:00Z."),
    ],
)
def test_an_instant_is_told_by_the_clock_of_the_zone_with_its_weekday(language: Language, expected: str) -> None:
    assert sentence(Step(code="ends-at", particulars={"at": "2026-03-06T09:10:00Z"}), language) == expected


@pytest.mark.parametrize(
    ("language", "loud"),
    [("en", "POLICY, NOT LAW"), ("kk", "ЗАҢ ЕМЕС, ІШКІ НЫСАНА"), ("ru", "НЕ ЗАКОН, А ВНУТРЕННИЙ НОРМАТИВ")],
)
@pytest.mark.parametrize("code", ["policy-target", "policy-same-day"])
def test_a_target_says_loudly_that_it_is_not_law(code: str, language: Language, loud: str) -> None:
    assert sentence(sample(code), language).startswith(loud)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step(code="comes-from-tomorrow"), "comes-from-tomorrow"),
        (Step(code="comes-from-tomorrow", particulars={"day": "2026-01-01"}), "comes-from-tomorrow (day: 2026-01-01)"),
        (Step(code="ends-at", particulars={"at": "soon"}), "The term ends: soon; in UTC soon."),
        (Step(code="ends-at"), "The term ends: <at>; in UTC <at_utc>."),
        (Step(code="counts-from", particulars={"day": "never"}), "Counted from never."),
        (Step(code="adds", particulars={"unit": "moons", "value": 2}), "The term: 2 moons."),
        (Step(code="adds", particulars={"unit": "hours", "value": "two"}), "The term: two hours."),
        (Step(code="recipient-unresolved", particulars={"role": "nobody"}), None),
        (
            Step(code="skipped", particulars={"day": "2026-01-01", "why": "strike"}),
            "Not counted: 01.01.2026 (Thursday) — strike.",
        ),
    ],
    ids=lambda value: value.code if isinstance(value, Step) else "",
)
def test_what_this_version_does_not_know_is_shown_as_it_came(step: Step, expected: str | None) -> None:
    said = sentence(step)

    assert said == expected if expected else "nobody" in said


@given(
    st.builds(
        Step,
        code=st.sampled_from(sorted(WORDS.steps)),
        particulars=st.dictionaries(
            st.sampled_from(["at", "day", "unit", "value", "why", "what", "role", "first"]),
            st.text(max_size=60) | st.integers(-(10**9), 10**9),
            max_size=6,
        ),
    )
)
def test_no_step_ever_fails_to_be_shown(step: Step) -> None:
    assert all(sentence(step, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        (timedelta(hours=5), "+05:00"),
        (timedelta(0), "+00:00"),
        (-timedelta(hours=3, minutes=30), "-03:30"),
        (timedelta(hours=5, minutes=7, seconds=48), "+05:07:48"),
    ],
)
def test_an_offset_keeps_the_seconds_that_zones_of_old_had(offset: timedelta, text: str) -> None:
    assert sentences.offset_text(offset) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 3, 6, 9, 10, tzinfo=UTC), "2026-03-06T09:10:00Z"),
        (datetime(2026, 3, 6, 9, 10, 0, 1, tzinfo=UTC), "2026-03-06T09:10:00.000001Z"),
        (datetime(2026, 3, 6, 9, 10, tzinfo=ALMATY), "2026-03-06T04:10:00Z"),
    ],
)
def test_an_instant_is_written_in_utc_with_the_microseconds_it_has(moment: datetime, text: str) -> None:
    assert making.in_utc(moment) == text
