"""Finds what a call names, or says what was perhaps meant."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final, NoReturn, TypeVar

from habarshy.command import wording
from habarshy.command.guessing import guess_of
from schemas.catalogue import loading as catalogue_loading
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.errors.tree import CallError, Finding

Entry = TypeVar("Entry")


def catalogue() -> Catalogue:
    return catalogue_loading.load()


def duty_codes() -> Sequence[str]:
    return tuple(catalogue().duties_by_code)


def duty(code: str, *, on: date | None = None) -> Duty:
    """The duty as it stood on a day; its newest state where no day is given."""
    if code not in catalogue().duties_by_code:
        missing("HB-6005", code, duty_codes())
    found = catalogue().duty(code, on=on)
    if found is None:
        raise CallError(Finding("HB-2312", "", {"duty": code, "day": str(on)}))
    return found


def missing(error: str, name: str, known: Sequence[str]) -> NoReturn:
    """Raises the error that says that there is nothing of this name."""
    raise CallError(Finding(error, "", {"name": name, "guess": guess_of(name, known)}))


LONGEST_ENDING: Final = 2
SHORTEST_STEM: Final = 4


def matching(entries: Iterable[Entry], words: str | None, text_of: Callable[[Entry], str]) -> tuple[Entry, ...]:
    """The entries in whose text all the words stand, whatever their case.

    Where none is found, the words are tried without their last letters: Kazakh and Russian decline what a person types.
    """
    texts = [(entry, _plain(text_of(entry))) for entry in entries]
    wanted = _plain(words or "").split()
    for ending in range(LONGEST_ENDING + 1):
        stems = [word[: max(len(word) - ending, min(len(word), SHORTEST_STEM))] for word in wanted]
        found = tuple(entry for entry, text in texts if all(stem in text for stem in stems))
        if found:
            return found
    return ()


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")


def role_names() -> dict[str, str]:
    """The names of the roles in the language of this call; the bus is one of those who publish."""
    language = wording.language()
    return {role.code: role.text.in_(language) for role in catalogue().roles} | {"bus": wording.say("bus")}
