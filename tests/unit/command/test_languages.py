"""Every screen is said in Kazakh, Russian and English, and the caller chooses."""

import pytest

from habarshy.command import program, wording
from tests.unit.command.saying import SOUND, document, written
from tests.unit.command.terminal import LANGUAGES, Answer, Terminal

SCREENS = {
    "nothing": (),
    "tour": ("tour",),
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


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_said_differently_in_each_language(screen: str, habarshy: Terminal) -> None:
    answers = [habarshy(*SCREENS[screen], "--lang", language, stdin=written(document())) for language in LANGUAGES]

    assert [answer.exit_code for answer in answers] == [0, 0, 0]
    assert len({answer.out + answer.err for answer in answers}) == len(LANGUAGES)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_screen_leaves_a_word_unfilled(screen: str, language: str, habarshy: Terminal) -> None:
    answer = habarshy(*SCREENS[screen], "--lang", language, stdin=written(document()))

    assert not [line for line in answer.err.splitlines() if "{" in line]


@pytest.mark.parametrize("key", wording._WORDS)
def test_every_word_of_the_command_stands_in_three_languages(key: str) -> None:
    assert all(text.strip() for text in wording._WORDS[key])


def language_of(answer: Answer) -> str:
    return next(
        name for name, word in {"en": "Code", "kk": "Коды", "ru": "Код "}.items() if answer.out.startswith(word)
    )


@pytest.mark.parametrize("arguments", [("--lang", "kk", "duties"), ("duties", "--lang", "kk"), ("duties", "--lang=kk")])
def test_the_language_may_be_named_before_or_after_the_command(arguments: tuple[str, ...], habarshy: Terminal) -> None:
    assert language_of(habarshy(*arguments)) == "kk"


PRECEDENCE = {
    "nothing is said": ({}, "en"),
    "the terminal's language": ({"LANG": "ru_RU.UTF-8"}, "ru"),
    "the language of messages goes before LANG": ({"LC_MESSAGES": "kk_KZ.UTF-8", "LANG": "ru_RU.UTF-8"}, "kk"),
    "LC_ALL goes before LANG": ({"LC_ALL": "kk_KZ.UTF-8", "LANG": "ru_RU.UTF-8"}, "kk"),
    "HABARSHY_LANG goes before LC_ALL": ({"HABARSHY_LANG": "ru", "LC_ALL": "kk_KZ.UTF-8"}, "ru"),
    "an empty variable says nothing": ({"HABARSHY_LANG": "", "LC_ALL": "", "LANG": "kk_KZ.UTF-8"}, "kk"),
    "capital letters are the same": ({"HABARSHY_LANG": "KK"}, "kk"),
    "another language is English": ({"LANG": "de_DE.UTF-8"}, "en"),
    "the C locale is English": ({"LC_ALL": "C.UTF-8", "LANG": "ru_RU.UTF-8"}, "en"),
}


@pytest.mark.parametrize("case", PRECEDENCE)
def test_the_environment_chooses_the_language(case: str, habarshy: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    environment, expected = PRECEDENCE[case]
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert language_of(habarshy("duties")) == expected


def test_the_option_goes_before_the_environment(habarshy: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HABARSHY_LANG", "ru")

    assert language_of(habarshy("duties", "--lang", "kk")) == "kk"


def test_a_language_that_there_is_not_is_refused_with_those_there_are(habarshy: Terminal) -> None:
    answer = habarshy("--lang", "de", "duties")

    assert (answer.exit_code, answer.out) == (program.WRONG_CALL, "")
    assert answer.err.startswith('HB-6004: The value "de" does not fit --lang. It is one of: kk, ru, en.')


def test_a_language_that_there_is_not_is_refused_in_the_language_of_the_environment(
    habarshy: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HABARSHY_LANG", "ru")

    assert 'Значение "de" не подходит для --lang' in habarshy("--lang", "de", "duties").err
