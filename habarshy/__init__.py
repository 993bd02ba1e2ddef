"""The front door of Habarshy: the bus that carries the notices which law obliges agencies to give each other."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from habarshy import guard

guard.refuse_strangers()

if TYPE_CHECKING:
    from habarshy.client import Outbox

__all__ = ["Outbox"]

# What a program asks of the front door, and where it stands. It is imported when it is asked for: the command needs none of it.
_BEHIND: Final = {"Outbox": "habarshy.client"}


def __getattr__(name: str) -> object:
    if name not in _BEHIND:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_BEHIND[name]), name)
