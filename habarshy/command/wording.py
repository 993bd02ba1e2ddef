"""The command's own words in three languages. What the law says stands in the catalogue, not here."""

from contextvars import ContextVar
from typing import Literal

from habarshy.command.words_of_asyncapi import ASYNCAPI
from habarshy.command.words_of_calendar import CALENDAR
from habarshy.command.words_of_deadlines import DEADLINES
from habarshy.command.words_of_enrolment import ENROLMENT
from habarshy.command.words_of_evidence import EVIDENCE
from habarshy.command.words_of_gaps import GAPS
from habarshy.command.words_of_help import HELP
from habarshy.command.words_of_inbox import INBOX
from habarshy.command.words_of_interventions import INTERVENTIONS
from habarshy.command.words_of_judging import JUDGING
from habarshy.command.words_of_ledger import LEDGER
from habarshy.command.words_of_outbox import OUTBOX
from habarshy.command.words_of_running import RUNNING
from habarshy.command.words_of_sandbox import SANDBOX
from habarshy.command.words_of_screens import SCREENS
from habarshy.command.words_of_stack import STACK
from habarshy.command.words_of_topology import TOPOLOGY

Language = Literal["kk", "ru", "en"]
LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")
_WORDS = (
    HELP
    | ENROLMENT
    | SCREENS
    | STACK
    | SANDBOX
    | CALENDAR
    | DEADLINES
    | JUDGING
    | OUTBOX
    | INBOX
    | RUNNING
    | LEDGER
    | GAPS
    | EVIDENCE
    | INTERVENTIONS
    | TOPOLOGY
    | ASYNCAPI
)
_in_use: ContextVar[Language] = ContextVar("language", default="en")


def use(language: Language) -> None:
    """Sets the language of this call."""
    _in_use.set(language)


def language() -> Language:
    return _in_use.get()


def known(name: str) -> Language | None:
    return next((language for language in LANGUAGES if language == name), None)


def exists(key: str) -> bool:
    return key in _WORDS


def say(key: str, /, **particulars: object) -> str:
    """The words of a key in the language of this call."""
    en, kk, ru = _WORDS[key]
    return {"en": en, "kk": kk, "ru": ru}[language()].format(**particulars)
