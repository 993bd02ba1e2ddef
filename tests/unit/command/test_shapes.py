"""What is for programs stands alone on stdout; talk goes to stderr."""

import pytest

from tests.unit.command.saying import SOUND, document, written
from tests.unit.command.terminal import LANGUAGES, Terminal

AS_JSON = {
    "duties": ("duties",),
    "duty": ("duty", "detention.prosecutor-notice"),
    "facts": ("facts",),
    "calendar": ("calendar", "2026"),
    "calendars": ("calendar", "diff", "packaged", "packaged"),
    "agencies": ("agencies",),
    "agency": ("agency", "prosecutor-bostandyk"),
    "examples": ("example",),
    "example": ("example", SOUND),
    "story": ("example", "an-exercise-at-night"),
    "validate": ("validate", "-"),
    "errors": ("explain",),
    "error": ("explain", "HB-2104"),
}
LISTS = ("duties", "facts", "agencies")


@pytest.mark.parametrize("screen", AS_JSON)
def test_json_is_one_document(screen: str, habarshy: Terminal) -> None:
    answer = habarshy(*AS_JSON[screen], "--json", stdin=written(document()))

    assert answer.exit_code == 0
    assert answer.document


@pytest.mark.parametrize("screen", AS_JSON)
def test_json_is_the_same_in_every_language(screen: str, habarshy: Terminal) -> None:
    calls = [habarshy(*AS_JSON[screen], "--json", "--lang", name, stdin=written(document())) for name in LANGUAGES]

    assert len({answer.out for answer in calls}) == 1


@pytest.mark.parametrize("screen", LISTS)
def test_jsonl_is_one_entry_on_each_line(screen: str, habarshy: Terminal) -> None:
    answer = habarshy(screen, "--jsonl")

    assert answer.exit_code == 0
    assert answer.lines == habarshy(screen, "--json").document[screen] != []


@pytest.mark.parametrize("screen", LISTS)
def test_jsonl_of_nothing_is_no_line(screen: str, habarshy: Terminal) -> None:
    answer = habarshy(screen, "--search", "nosuchword", "--jsonl")

    assert (answer.exit_code, answer.out) == (0, "")


@pytest.mark.parametrize("screen", ["duties", "facts"])
def test_the_document_names_the_catalogue_that_it_is_of(screen: str, habarshy: Terminal) -> None:
    assert habarshy(screen, "--json").document["catalogue"] == "2026.1"


@pytest.mark.parametrize("screen", LISTS)
def test_programs_are_told_nothing_beside_the_answer(screen: str, habarshy: Terminal) -> None:
    assert habarshy(screen, "--json").err == ""


@pytest.mark.parametrize("screen", ["duties", "facts", "agencies", "examples", "errors"])
def test_how_many_there_are_is_said_on_stderr(screen: str, habarshy: Terminal) -> None:
    answer = habarshy(*AS_JSON[screen])

    last = answer.err.splitlines()[0]
    assert any(character.isdigit() for character in last)
    assert last not in answer.out


def test_the_situation_of_an_example_is_said_on_stderr(habarshy: Terminal) -> None:
    answer = habarshy("example", SOUND)

    assert answer.err == "The investigator tells the prosecutor of a detention, seven hours after the protocol.\n"
    assert answer.document["envelope"]["name"] == "detention.prosecutor-notice"


def test_examples_are_listed_by_type_and_by_what_they_are_about(habarshy: Terminal) -> None:
    listed = habarshy("example", "--type", "notice", "--about", "detention.prosecutor-notice", "--json").document

    assert SOUND in [example["name"] for example in listed]
    assert {(example["type"], example["about"]) for example in listed} == {("notice", "detention.prosecutor-notice")}


@pytest.mark.parametrize("screen", AS_JSON)
def test_piped_output_holds_no_escape_codes(screen: str, habarshy: Terminal) -> None:
    answer = habarshy(*AS_JSON[screen], stdin=written(document()))

    assert answer.out + answer.err
    assert "\x1b" not in answer.out + answer.err
