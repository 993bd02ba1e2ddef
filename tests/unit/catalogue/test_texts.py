"""Every text that a person reads stands in three languages, each in its own words."""

import re
from collections.abc import Callable, Iterator

import pytest

from schemas.catalogue.catalogue import Catalogue
from schemas.texts import LANGUAGES, Text
from tests.unit.catalogue import every_text
from tests.unit.catalogue.every_text import Placed

CYRILLIC = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]")
KAZAKH_ONLY = re.compile(r"[ӘәҒғҚқҢңӨөҰұҮүҺһІі]")
UNFINISHED = re.compile(r"TODO|FIXME|XXX|\?\?\?|lorem", re.IGNORECASE)
TEXTS = every_text.every_text()
SOURCES: list[tuple[str, Callable[[], Iterator[Placed]]]] = [
    ("catalogue", every_text.of_catalogue),
    ("vocabulary", every_text.of_vocabulary),
    ("policy", every_text.of_policy),
    ("registry", every_text.of_registry),
    ("directory", every_text.of_directory),
    ("situations", every_text.of_situations),
]


def says_a_word(text: Text) -> bool:
    """Whether there is anything to translate: a bare year is the same in every language."""
    return any(re.search(r"[^\W\d_]", text.in_(language)) for language in LANGUAGES)


@pytest.mark.parametrize(("name", "texts"), SOURCES, ids=[name for name, _ in SOURCES])
def test_every_part_of_the_contract_has_texts(name: str, texts: Callable[[], Iterator[Placed]]) -> None:
    assert len(list(texts())) > {"policy": 8}.get(name, 80)


def test_no_text_is_missing_or_empty() -> None:
    empty = [place for place, text in TEXTS if not all(text.in_(language).strip() for language in LANGUAGES)]

    assert empty == []


def test_no_translation_is_the_english_text() -> None:
    same = [place for place, text in TEXTS if says_a_word(text) and text.en in (text.kk, text.ru)]

    assert same == []


def test_no_text_is_unfinished() -> None:
    unfinished = [
        place for place, text in TEXTS if any(UNFINISHED.search(text.in_(language)) for language in LANGUAGES)
    ]

    assert unfinished == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_kazakh_and_russian_texts_are_written_in_cyrillic(language: str) -> None:
    foreign = [
        place
        for place, text in TEXTS
        if says_a_word(text) and not CYRILLIC.search(text.kk if language == "kk" else text.ru)
    ]

    assert foreign == []


def test_no_russian_text_is_kazakh() -> None:
    """A word that the law gives in Kazakh may be quoted in brackets or quotation marks."""
    kazakh = [
        place for place, text in TEXTS if KAZAKH_ONLY.search(re.sub(r"\([^)]*\)|«[^»]*»|\"[^\"]*\"", "", text.ru))
    ]

    assert kazakh == []


def test_a_long_kazakh_text_has_letters_of_its_own() -> None:
    russian = [place for place, text in TEXTS if len(text.kk) > 40 and not KAZAKH_ONLY.search(text.kk)]

    assert russian == []


def test_no_text_has_spaces_at_its_ends_or_doubled() -> None:
    spaced = [place for place, text in TEXTS for language in LANGUAGES if re.search(r"  |\n", text.in_(language))]

    assert spaced == []


def test_the_words_of_the_law_stand_in_kazakh_and_are_rendered_in_both_others(catalogue: Catalogue) -> None:
    sources = [(duty.code, source) for duty in catalogue.duties for source in duty.sources]

    wrong = [
        code
        for code, source in sources
        if not KAZAKH_ONLY.search(source.quote_kk)
        or CYRILLIC.match(source.translation.en)
        or not CYRILLIC.search(source.translation.ru)
        or source.translation.ru == source.quote_kk
    ]

    assert wrong == []
