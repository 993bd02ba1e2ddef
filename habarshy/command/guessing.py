"""What was perhaps meant."""

from collections.abc import Sequence

from habarshy.command import wording
from schemas.errors import guessing


def guess_of(name: str, known: Sequence[str]) -> str:
    """A sentence with what was perhaps meant, or nothing."""
    close = guessing.near(name, known) or [k for k in known if name and name in k][:3]
    return f" {guessing.question(close, wording.language())}" if close else ""
