"""`habarshy facts`: what agencies publish."""

import pytest

from schemas.catalogue.catalogue import Catalogue
from tests.unit.command.terminal import LANGUAGES, Terminal


def codes(habarshy: Terminal, *filters: str) -> list[str]:
    return [fact["code"] for fact in habarshy("facts", *filters, "--json").document["facts"]]


def test_without_a_filter_all_facts_are_listed(habarshy: Terminal, catalogue: Catalogue) -> None:
    assert codes(habarshy) == [fact.code for fact in catalogue.facts]


@pytest.mark.parametrize("role", ["institution", "juvenile-unit", "court", "bus"])
def test_by_keeps_what_a_role_may_publish(role: str, habarshy: Terminal, catalogue: Catalogue) -> None:
    assert codes(habarshy, "--by", role) == [fact.code for fact in catalogue.facts if role in fact.by] != []


def test_a_role_that_publishes_nothing_gets_an_empty_list(habarshy: Terminal) -> None:
    assert codes(habarshy, "--by", "prosecutor") == []


@pytest.mark.parametrize("words", ["protocol drawn", "PROTOCOL", "хаттама", "ХАТТАМА", "протокол", "тергеуші протокол"])
def test_search_finds_a_fact_by_words_of_any_language(words: str, habarshy: Terminal) -> None:
    assert "custody.protocol-drawn" in codes(habarshy, "--search", words)


def test_search_and_by_hold_together(habarshy: Terminal, catalogue: Catalogue) -> None:
    found = codes(habarshy, "--by", "court", "--search", "custody")

    assert found
    assert all("court" in catalogue.fact_by_code[code].by for code in found)


def test_a_fact_says_which_duties_it_opens_and_closes(habarshy: Terminal) -> None:
    facts = {fact["code"]: fact for fact in habarshy("facts", "--json").document["facts"]}

    assert "detention.prosecutor-notice" in facts["custody.protocol-drawn"]["opens"]
    assert "detention.protocol" in facts["custody.protocol-drawn"]["closes"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_names_the_bus_as_a_publisher(language: str, habarshy: Terminal) -> None:
    line = next(
        line
        for line in habarshy("facts", "--by", "bus", "--lang", language).out.splitlines()
        if line.startswith("custody.release-due")
    )

    assert {"en": "the bus", "kk": "шина", "ru": "шина"}[language] in line
