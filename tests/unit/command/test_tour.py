"""`habarshy tour`: what there is, in a minute."""

import re
import shlex
from collections import Counter

import pytest

from schemas.catalogue.catalogue import Catalogue
from tests.unit.command.terminal import LANGUAGES, Terminal


def shown_calls(out: str) -> list[str]:
    return [re.split(r" {2,}", line)[0] for line in out.splitlines() if line.startswith("habarshy ")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_family_is_named_with_the_number_of_its_duties(
    language: str, habarshy: Terminal, catalogue: Catalogue
) -> None:
    out = habarshy("tour", "--lang", language).out

    for family, number in Counter(duty.family for duty in catalogue.duties).items():
        assert re.search(rf"^{family} +{number} *$", out, re.MULTILINE)


def test_terms_are_shown_from_the_shortest(habarshy: Terminal) -> None:
    out = habarshy("tour").out
    section = out[out.index("Most urgent first") : out.index("One duty, whole")]

    hours = [int(value) for value in re.findall(r"within (\d+) hours?", section)]
    assert hours == sorted(hours) != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_that_is_shown_works(language: str, habarshy: Terminal) -> None:
    calls = [call for call in shown_calls(habarshy("tour", "--lang", language).out) if "|" not in call]

    assert len(calls) > 1
    for call in calls:
        answer = habarshy(*shlex.split(call)[1:])
        assert answer.exit_code == 0
        assert answer.out.count("\n") > 1


def test_the_command_that_is_shown_with_a_pipe_works(habarshy: Terminal) -> None:
    piped = next(call for call in shown_calls(habarshy("tour").out) if "|" in call)
    first, second = (shlex.split(part)[1:] for part in piped.split("|"))

    answer = habarshy(*second, stdin=habarshy(*first).out.encode())

    assert (answer.exit_code, answer.out) == (0, "")
    assert answer.err.startswith("Sound: ")
