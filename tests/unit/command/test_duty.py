"""`habarshy duty CODE`: one duty with the law behind it."""

import re

import pytest

from schemas.catalogue import vocabulary
from schemas.catalogue.catalogue import Catalogue
from schemas.texts import Language
from tests.unit.command.terminal import Terminal

CODE = "detention.prosecutor-notice"


def flat(text: str) -> str:
    """The text without its line breaks, as the table wraps it."""
    return " ".join(text.split())


def test_every_duty_can_be_shown(habarshy: Terminal, catalogue: Catalogue) -> None:
    exit_codes = {duty.code: habarshy("duty", duty.code).exit_code for duty in catalogue.duties}

    assert [code for code, exit_code in exit_codes.items() if exit_code != 0] == []


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_the_law_is_quoted_word_for_word(language: str, habarshy: Terminal, catalogue: Catalogue) -> None:
    duty = catalogue.duties_by_code[CODE][0]

    out = flat(habarshy("duty", CODE, "--lang", language).out)

    assert all(f"«{flat(source.quote_kk)}»" in out for source in duty.sources)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_quote_is_translated_for_those_who_read_no_kazakh(
    language: str, habarshy: Terminal, catalogue: Catalogue
) -> None:
    translation = catalogue.duties_by_code[CODE][0].sources[0].translation
    expected = {"en": translation.en, "ru": translation.ru}

    out = flat(habarshy("duty", CODE, "--lang", language).out)

    assert flat(expected[language]) in out
    assert not [text for name, text in expected.items() if name != language and flat(text) in out]


def test_the_quote_needs_no_translation_in_kazakh(habarshy: Terminal, catalogue: Catalogue) -> None:
    translation = catalogue.duties_by_code[CODE][0].sources[0].translation

    out = flat(habarshy("duty", CODE, "--lang", "kk").out)

    assert flat(translation.en) not in out
    assert flat(translation.ru) not in out


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_a_duty_with_a_reading_says_it(language: Language, habarshy: Terminal, catalogue: Catalogue) -> None:
    duty = next(duty for duty in catalogue.duties if duty.reading)
    assert duty.reading is not None

    out = flat(habarshy("duty", duty.code, "--lang", language).out)

    headings = {"en": "Our reading", "kk": "Біздің түсіндіруіміз", "ru": "Наше толкование"}
    assert f"{headings[language]} {flat(duty.reading.in_(language))}" in out


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_a_source_says_its_kind_rank_and_date(language: Language, habarshy: Terminal, catalogue: Catalogue) -> None:
    document = catalogue.document_by_code[catalogue.duties_by_code[CODE][0].sources[0].document]

    out = flat(habarshy("duty", CODE, "--lang", language).out)

    assert document.title.in_(language) in out
    assert vocabulary.word("document-kind", document.kind, language) in out
    assert vocabulary.word("document-rank", document.rank, language) in out
    assert flat(document.as_of.in_(language)) in out


# The column of names is narrow: the Russian one goes on below, beside the reason.
AIMS = {
    "en": r"Aim \(policy, not law\) +within 15 minutes\.",
    "kk": r"Нысана \(ішкі, заң емес\) +15 минут ішінде\.",
    "ru": r"Норматив \(внутренний, не +в течение 15 минут\..*\n +закон\)",
}


@pytest.mark.parametrize("language", AIMS)
def test_what_policy_aims_at_is_marked_as_policy(language: str, habarshy: Terminal) -> None:
    out = habarshy("duty", "juvenile.information-of-interest", "--lang", language).out

    assert re.search(AIMS[language], out)


def test_a_duty_whose_term_the_law_numbers_has_no_aim(habarshy: Terminal) -> None:
    out = habarshy("duty", CODE).out

    assert "within 12 hours" in out
    assert "Aim" not in out


def test_the_program_gets_the_duty_and_the_documents_behind_it(habarshy: Terminal, catalogue: Catalogue) -> None:
    duty = catalogue.duties_by_code[CODE][0]

    answer = habarshy("duty", CODE, "--json").document

    documents = answer["duty"].pop("documents")
    assert answer == {"catalogue": catalogue.version, "duty": duty.model_dump(mode="json", by_alias=True)}
    assert [document["code"] for document in documents] == list(dict.fromkeys(s.document for s in duty.sources))
