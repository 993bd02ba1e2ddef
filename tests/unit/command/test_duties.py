"""`habarshy duties`: the catalogue as a list."""

from collections.abc import Callable

import pytest

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from tests.unit.command.terminal import LANGUAGES, Terminal

FILTERS: dict[str, tuple[tuple[str, ...], Callable[[Duty], bool]]] = {
    "none": ((), lambda _: True),
    "family": (("--family", "detention"), lambda d: d.code.startswith("detention.")),
    "tier": (("--tier", "service"), lambda d: d.tier == "service"),
    "sender": (("--sender", "investigator"), lambda d: d.sender == "investigator"),
    "recipient": (("--recipient", "prosecutor"), lambda d: "prosecutor" in d.recipients),
    "one recipient of several": (("--recipient", "probation"), lambda d: "probation" in d.recipients),
    "two at once": (
        ("--family", "juvenile", "--sender", "investigator"),
        lambda d: d.family == "juvenile" and d.sender == "investigator",
    ),
    "all that disagree": (("--family", "weapons", "--tier", "limit"), lambda _: False),
}


def codes(habarshy: Terminal, *filters: str) -> list[str]:
    return [duty["code"] for duty in habarshy("duties", *filters, "--json").document["duties"]]


@pytest.mark.parametrize("case", FILTERS)
def test_a_filter_keeps_exactly_the_duties_that_fit(case: str, habarshy: Terminal, catalogue: Catalogue) -> None:
    filters, fits = FILTERS[case]

    assert codes(habarshy, *filters) == [duty.code for duty in catalogue.duties if fits(duty)]


@pytest.mark.parametrize("tier", ["notice", "service", "limit", "report"])
def test_the_tiers_divide_the_catalogue(tier: str, habarshy: Terminal, catalogue: Catalogue) -> None:
    assert codes(habarshy, "--tier", tier) == [duty.code for duty in catalogue.duties if duty.tier == tier] != []


WORDS = {
    "English": "written notice of detention",
    "English in capitals": "WRITTEN Notice Of DETENTION",
    "Kazakh": "ұстау туралы",
    "Kazakh in capitals": "ҰСТАУ ТУРАЛЫ",
    "Russian": "уведомление о задержании",
    "Russian in capitals": "УВЕДОМЛЕНИЕ О ЗАДЕРЖАНИИ",
    "the law's own words": "он екi сағат iшiнде прокурорға",
    "the code": "detention.prosecutor-notice",
    "words of two languages": "прокурор detention written",
    "the recipient's name": "тергеуші прокурор жазбаша",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", WORDS)
def test_search_finds_a_duty_by_words_of_any_language(case: str, language: str, habarshy: Terminal) -> None:
    assert "detention.prosecutor-notice" in codes(habarshy, "--search", WORDS[case], "--lang", language)


@pytest.mark.parametrize("word", ["прокурор", "prosecutor"])
def test_the_case_of_a_searched_word_does_not_matter(word: str, habarshy: Terminal) -> None:
    assert codes(habarshy, "--search", word) == codes(habarshy, "--search", word.upper()) != []


def test_search_wants_all_the_words(habarshy: Terminal, catalogue: Catalogue) -> None:
    both = codes(habarshy, "--search", "prosecutor weapon")
    one, other = codes(habarshy, "--search", "prosecutor"), codes(habarshy, "--search", "weapon")

    assert both == [duty.code for duty in catalogue.duties if duty.code in one and duty.code in other]
    assert 0 < len(one) < len(catalogue.duties)


def test_search_and_filter_hold_together(habarshy: Terminal) -> None:
    found = codes(habarshy, "--family", "juvenile", "--search", "школы")

    assert found
    assert all(code.startswith("juvenile.") for code in found)


def test_nothing_found_is_an_answer(habarshy: Terminal, catalogue: Catalogue) -> None:
    answer = habarshy("duties", "--search", "nosuchword")

    assert answer.exit_code == 0
    assert f"0 of {len(catalogue.duties)} duties." in answer.err


def test_the_list_shows_each_duty_on_a_line_of_its_own(habarshy: Terminal, catalogue: Catalogue) -> None:
    lines = habarshy("duties").out.splitlines()

    assert [line.split()[0] for line in lines[1:] if not line.startswith(" ")] == [d.code for d in catalogue.duties]


def test_the_list_says_who_tells_whom_and_by_when(habarshy: Terminal) -> None:
    answer = habarshy("duties", "--search", "detention.prosecutor-notice", "--family", "detention")

    line = next(line for line in answer.out.splitlines() if line.startswith("detention.prosecutor-notice"))
    assert "Investigator" in line
    assert "Prosecutor" in line
    assert "within 12 hours" in line


@pytest.mark.parametrize("word", ["прокурору", "прокуроры", "оружие", "ребенок", "баланы"])
def test_a_declined_word_is_found_by_its_stem(word: str, habarshy: Terminal) -> None:
    assert habarshy("duties", "--search", word, "--json").document["duties"]
