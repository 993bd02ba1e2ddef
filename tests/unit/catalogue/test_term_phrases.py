"""How long a duty allows, as a person says it."""

import pytest
from pydantic import TypeAdapter

from schemas.catalogue import loading, vocabulary
from schemas.catalogue.duty import Duty
from schemas.catalogue.term import Term
from schemas.texts import LANGUAGES, Language

TERM: TypeAdapter[Term] = TypeAdapter(Term)


def phrase(language: Language, **term: object) -> str:
    return vocabulary.term_phrase(TERM.validate_python(term), language)


AFTER = (
    ("minutes", 1, "within 1 minute", "1 минут ішінде", "в течение 1 минуты"),
    ("minutes", 15, "within 15 minutes", "15 минут ішінде", "в течение 15 минут"),
    ("hours", 1, "within 1 hour", "1 сағат ішінде", "в течение 1 часа"),
    ("hours", 2, "within 2 hours", "2 сағат ішінде", "в течение 2 часов"),
    ("hours", 5, "within 5 hours", "5 сағат ішінде", "в течение 5 часов"),
    ("hours", 11, "within 11 hours", "11 сағат ішінде", "в течение 11 часов"),
    ("hours", 21, "within 21 hours", "21 сағат ішінде", "в течение 21 часа"),
    ("hours", 72, "within 72 hours", "72 сағат ішінде", "в течение 72 часов"),
    ("hours", 101, "within 101 hours", "101 сағат ішінде", "в течение 101 часа"),
    ("hours", 111, "within 111 hours", "111 сағат ішінде", "в течение 111 часов"),
    ("tauliq", 1, "within 1 running day of 24 hours", "1 тәулік ішінде", "в течение 1 суток"),
    ("tauliq", 3, "within 3 running days of 24 hours", "3 тәулік ішінде", "в течение 3 суток"),
    ("calendar-days", 1, "within 1 calendar day", "1 күнтізбелік күн ішінде", "в течение 1 календарного дня"),
    ("calendar-days", 2, "within 2 calendar days", "2 күнтізбелік күн ішінде", "в течение 2 календарных дней"),
    ("calendar-days", 5, "within 5 calendar days", "5 күнтізбелік күн ішінде", "в течение 5 календарных дней"),
    ("calendar-days", 21, "within 21 calendar days", "21 күнтізбелік күн ішінде", "в течение 21 календарного дня"),
    ("working-days", 1, "within 1 working day", "1 жұмыс күні ішінде", "в течение 1 рабочего дня"),
    ("working-days", 3, "within 3 working days", "3 жұмыс күні ішінде", "в течение 3 рабочих дней"),
    ("calendar-months", 1, "within 1 calendar month", "1 күнтізбелік ай ішінде", "в течение 1 календарного месяца"),
    (
        "calendar-months",
        2,
        "within 2 calendar months",
        "2 күнтізбелік ай ішінде",
        "в течение 2 календарных месяцев",
    ),
)


@pytest.mark.parametrize(("unit", "value", "en", "kk", "ru"), AFTER, ids=[row[2] for row in AFTER])
def test_a_term_after_an_event(unit: str, value: int, *, en: str, kk: str, ru: str) -> None:
    said = {language: phrase(language, unit=unit, value=value) for language in LANGUAGES}

    assert said == {"en": en, "kk": kk, "ru": ru}


BEFORE = (
    (
        "calendar-days",
        1,
        "1 calendar day before",
        "1 күнтізбелік күн бұрын",
        "не позднее чем за 1 календарный день",
    ),
    (
        "calendar-days",
        2,
        "2 calendar days before",
        "2 күнтізбелік күн бұрын",
        "не позднее чем за 2 календарных дня",
    ),
    (
        "calendar-days",
        20,
        "20 calendar days before",
        "20 күнтізбелік күн бұрын",
        "не позднее чем за 20 календарных дней",
    ),
    (
        "calendar-days",
        21,
        "21 calendar days before",
        "21 күнтізбелік күн бұрын",
        "не позднее чем за 21 календарный день",
    ),
    ("hours", 1, "1 hour before", "1 сағат бұрын", "не позднее чем за 1 час"),
    ("hours", 3, "3 hours before", "3 сағат бұрын", "не позднее чем за 3 часа"),
    ("hours", 12, "12 hours before", "12 сағат бұрын", "не позднее чем за 12 часов"),
)


@pytest.mark.parametrize(("unit", "value", "en", "kk", "ru"), BEFORE, ids=[row[2] for row in BEFORE])
def test_a_term_before_an_event(unit: str, value: int, *, en: str, kk: str, ru: str) -> None:
    said = {language: phrase(language, unit=unit, value=value, direction="before") for language in LANGUAGES}

    assert said == {"en": en, "kk": kk, "ru": ru}


@pytest.mark.parametrize(
    ("term", "en", "kk", "ru"),
    [
        ({"unit": "same-day"}, "on the same day", "сол күні", "в тот же день"),
        ({"unit": "immediately"}, "immediately", "дереу", "незамедлительно"),
        ({"unit": "none"}, "no term in the law", "заңда мерзім жоқ", "срока в законе нет"),
        ({"unit": "periodic", "every": "day"}, "every day", "күн сайын", "ежедневно"),
        ({"unit": "periodic", "every": "month"}, "every month", "ай сайын", "ежемесячно"),
        ({"unit": "periodic", "every": "quarter"}, "every quarter", "тоқсан сайын", "ежеквартально"),
        ({"unit": "periodic", "every": "half-year"}, "every half-year", "жарты жыл сайын", "раз в полугодие"),
        (
            {"unit": "periodic", "every": "quarter", "due_day_of_next_month": 5},
            "every quarter, by day 5 of the month after",
            "тоқсан сайын, келесі айдың 5-күніне",
            "ежеквартально, к 5-му числу следующего месяца",
        ),
    ],
    ids=["same day", "at once", "none", "daily", "monthly", "quarterly", "half-yearly", "with a due day"],
)
def test_a_term_without_a_number(term: dict[str, object], *, en: str, kk: str, ru: str) -> None:
    said = {language: phrase(language, **term) for language in LANGUAGES}

    assert said == {"en": en, "kk": kk, "ru": ru}


@pytest.mark.parametrize("duty", loading.load().duties, ids=lambda duty: duty.code)
def test_every_term_of_the_law_can_be_said(duty: Duty) -> None:
    said = {vocabulary.term_phrase(duty.term, language) for language in LANGUAGES}

    assert len(said) == len(LANGUAGES)
    assert not any("{" in words for words in said)
