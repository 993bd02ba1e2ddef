"""What the calendar's screens say, for tests that read them."""

import pytest

from habarshy.command.words_of_calendar import CALENDAR
from tests.unit.command.terminal import LANGUAGES

each_language = pytest.mark.parametrize("language", LANGUAGES)


def flat(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


def said(key: str, language: str, **particulars: object) -> str:
    return CALENDAR[key][LANGUAGES.index(language)].format(**particulars)
