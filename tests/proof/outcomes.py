"""What became of a planted bug."""

from dataclasses import dataclass
from typing import assert_never


@dataclass(frozen=True)
class Caught:
    """By a test that passes without it."""

    test: str


@dataclass(frozen=True)
class Missed:
    """Every test passed, or the run itself broke."""


@dataclass(frozen=True)
class Unsound:
    """Its tests fail without it too, so they show nothing."""


Outcome = Caught | Missed | Unsound


def in_words(outcome: Outcome) -> str:
    """As the page says it; what begins with **missed** may not be committed."""
    match outcome:
        case Caught(test):
            return f"`{test}`"
        case Missed():
            return "**missed**"
        case Unsound():
            return "**missed**: its tests fail without it too"
        case _:
            assert_never(outcome)
