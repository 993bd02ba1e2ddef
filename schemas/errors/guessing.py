"""What was perhaps meant: the names that are like the one that was said."""

import difflib
from collections.abc import Iterable, Sequence
from typing import Final

from schemas.texts import Language, Text

LONGEST: Final = 80
"""A name of ours is no longer; a stranger's text is not compared with anything."""
_LIKENESS: Final = 0.6
_ASKED: Final = Text(en="Did you mean: {names}?", kk="Мүмкін мынау: {names}?", ru="Возможно, вы имели в виду: {names}?")


def near(said: str, known: Iterable[str], *, likeness: float = _LIKENESS) -> tuple[str, ...]:
    """At most three, the likest first."""
    return tuple(difflib.get_close_matches(said, sorted(known), n=3, cutoff=likeness)) if len(said) <= LONGEST else ()


def question(names: Sequence[str], language: Language) -> str:
    return _ASKED.in_(language).format(names=", ".join(names))
