"""--help says everything, and in the caller's language."""

import re

import click
import pytest

from habarshy.command import wording
from habarshy.command.helping import Translated
from tests.unit.command.terminal import LANGUAGES, Terminal, every_command

COMMANDS = dict(every_command())
IN_ENGLISH = ("Usage", "Options", "OPTIONS", "Commands", "COMMAND", "ARGS", "Show this message", "Shows this")
each_command = pytest.mark.parametrize("path", COMMANDS, ids=lambda path: " ".join(path) or "habarshy")
each_language = pytest.mark.parametrize("language", LANGUAGES)


def squeezed(text: str) -> str:
    """The text without the line breaks and spaces that a narrow terminal puts into it."""
    return re.sub(r"\s+", "", text)


def said(key: str, language: str) -> str:
    return squeezed(wording._WORDS[key][LANGUAGES.index(language)])


def key_of(path: tuple[str, ...]) -> str:
    command = COMMANDS[path]
    assert isinstance(command, Translated)
    return command.key


@each_command
@each_language
def test_help_says_every_option_with_its_meaning(path: tuple[str, ...], language: str, habarshy: Terminal) -> None:
    answer = habarshy(*path, "--help", "--lang", language)
    options = [p for p in COMMANDS[path].params if isinstance(p, click.Option)]

    assert (answer.exit_code, answer.err) == (0, "")
    assert said("option-help", language) in squeezed(answer.out)
    for option in options:
        assert set(option.opts) <= set(re.findall(r"--[a-z-]+", answer.out))
        assert said(f"option-{option.help}", language) in squeezed(answer.out)


@each_command
@each_language
def test_help_says_what_the_command_is_for(path: tuple[str, ...], language: str, habarshy: Terminal) -> None:
    answer = habarshy(*path, "--help", "--lang", language)

    assert said(f"help-{key_of(path)}", language) in squeezed(answer.out)


@each_command
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_help_never_falls_back_to_english(path: tuple[str, ...], language: str, habarshy: Terminal) -> None:
    answer = habarshy(*path, "--help", "--lang", language)

    assert answer.exit_code == 0
    assert not [word for word in IN_ENGLISH if word in answer.out + answer.err]


@each_command
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_placeholder_of_a_value_is_translated_as_well(
    path: tuple[str, ...], language: str, habarshy: Terminal
) -> None:
    answer = habarshy(*path, "--help", "--lang", language)

    assert answer.exit_code == 0
    assert re.findall(r"^ +--[a-z]+ ([A-Z]+)", answer.out, re.MULTILINE) == []


@pytest.mark.parametrize("path", [(), ("schema",), ("asyncapi",)], ids=["habarshy", "schema", "asyncapi"])
@each_language
def test_help_of_a_group_says_each_of_its_commands(path: tuple[str, ...], language: str, habarshy: Terminal) -> None:
    answer = habarshy(*path, "--help", "--lang", language)
    below = [inner for inner in COMMANDS if inner[:-1] == path and inner]

    assert below
    for inner in below:
        assert squeezed(inner[-1]) + said(f"short-{key_of(inner)}", language) in squeezed(answer.out)


@each_language
def test_help_of_the_program_says_the_exit_codes(language: str, habarshy: Terminal) -> None:
    assert said("epilog-habarshy", language) in squeezed(habarshy("--help", "--lang", language).out)


@each_language
def test_a_group_without_a_command_shows_its_help(language: str, habarshy: Terminal) -> None:
    answer = habarshy("schema", "--lang", language)

    assert said("short-export", language) in squeezed(answer.out + answer.err)
    assert "HB-" not in answer.err


def test_the_version_is_shown(habarshy: Terminal) -> None:
    answer = habarshy("--version")

    assert answer.exit_code == 0
    assert re.fullmatch(r"habarshy \d+\.\d+\.\d+\n", answer.out)
