"""The registry of errors: every code once, in order, and the same particulars in every language."""

import re
from collections import Counter

import pytest

from schemas import packaged
from schemas.errors import registry
from schemas.errors.registry import Registered
from schemas.errors.tree import Finding
from schemas.texts import LANGUAGES, Language

ENTRIES = tuple(registry.load().values())


def test_no_code_stands_twice() -> None:
    rows = packaged.yaml_value(packaged.ROOT / "errors" / "registry.yaml", "registry.yaml")

    assert [code for code, times in Counter(row["code"] for row in rows).items() if times > 1] == []
    assert len(rows) == len(ENTRIES)


def test_the_codes_are_sorted() -> None:
    codes = list(registry.load())

    assert codes == sorted(codes)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_each_language_uses_the_same_particulars(entry: Registered) -> None:
    for text in (entry.meaning, entry.remedy):
        assert {frozenset(registry.names_in(text.in_(language))) for language in LANGUAGES} == {
            frozenset(registry.names_in(text.en))
        }


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_every_sentence_ends(entry: Registered) -> None:
    for language in LANGUAGES:
        assert re.search(r"[.!}]$", entry.meaning.in_(language))
        assert re.search(r"[.!}]$", entry.remedy.in_(language))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_is_one_line_with_code_place_meaning_and_remedy(entry: Registered, language: Language) -> None:
    particulars = {name: f"[{name}]" for name in entry.particulars()}

    sentence = Finding(entry.code, "/somewhere", particulars).sentence(language)

    assert sentence.startswith(f"{entry.code}: /somewhere: ")
    assert "\n" not in sentence
    assert all(f"[{name}]" in sentence for name in entry.particulars())


def test_a_particular_that_nobody_filled_in_is_shown_by_its_name() -> None:
    assert "<limit>" in Finding("HB-1002", "", {"size": 5}).meaning("en")
