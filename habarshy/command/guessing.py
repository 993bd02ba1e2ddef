"""What was perhaps meant."""

import difflib
from collections.abc import Sequence

from habarshy.command import wording


def guess_of(name: str, known: Sequence[str]) -> str:
    """A sentence with what was perhaps meant, or nothing."""
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.6) or [k for k in known if name and name in k][:3]
    return wording.say("did-you-mean", names=", ".join(close)) if close else ""
