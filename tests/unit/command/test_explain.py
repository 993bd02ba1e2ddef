"""`habarshy explain CODE`: what an error means and what to do."""

import pytest

from schemas.errors import registry
from tests.unit.command.terminal import LANGUAGES, Terminal


@pytest.mark.parametrize("name", ["HB-2104", "2104", "hb-2104", "Hb-2104"])
def test_a_code_may_be_written_in_any_way(name: str, habarshy: Terminal) -> None:
    answer = habarshy("explain", name)

    assert (answer.exit_code, answer.err) == (0, "")
    assert answer.out.startswith("HB-2104\n")
    assert "Mandatory content is missing: <items>." in answer.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_explained_with_its_remedy(language: str, habarshy: Terminal) -> None:
    for code in registry.load():
        answer = habarshy("explain", code, "--lang", language)
        heading = {"en": "What to do", "kk": "Не істеу керек", "ru": "Что делать"}[language]

        assert answer.exit_code == 0
        assert heading in answer.out
        assert "{" not in answer.out.replace('{"envelope"', "")


def test_without_a_code_all_are_listed(habarshy: Terminal) -> None:
    answer = habarshy("explain")

    assert [line.split()[0] for line in answer.out.splitlines() if line.startswith("HB-")] == list(registry.load())
    assert answer.err.startswith(f"{len(registry.load())} codes.")


def test_a_program_gets_all_three_languages(habarshy: Terminal) -> None:
    answer = habarshy("explain", "HB-2104", "--json").document

    assert answer == registry.load()["HB-2104"].model_dump(mode="json")
