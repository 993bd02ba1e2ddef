"""How the steps of a verdict name things: whatever an agency called itself or its message fits into a particular. Pure."""

from typing import Final

from services.obligations.records import MessageName

LONGEST: Final = 60


def fitting(text: str) -> str:
    """The text, cut where no particular may be longer; what says nothing is a dash."""
    return (text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…") or "—"


def named(message: MessageName | None) -> dict[str, str]:
    """A message by who sent it and its id."""
    return {
        "agency": fitting(message.sender if message else ""),
        "message": fitting(message.id if message else ""),
    }
