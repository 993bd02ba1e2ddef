"""The front door of Habarshy: the bus that carries the notices which law obliges agencies to give each other."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from habarshy import guard

guard.refuse_strangers()

if TYPE_CHECKING:
    from consumers.inbox.errors import Transient
    from consumers.inbox.received import Received
    from consumers.inbox.routing import Router
    from consumers.inbox.store.port import Effect
    from habarshy.client import Outbox
    from habarshy.hearing import Inbox

__all__ = ["Effect", "Inbox", "Outbox", "Received", "Router", "Transient"]

# What a program asks of the front door, and where it stands. It is imported when it is asked for: the command needs none of it.
_BEHIND: Final = {
    "Effect": "consumers.inbox.store.port",
    "Inbox": "habarshy.hearing",
    "Outbox": "habarshy.client",
    "Received": "consumers.inbox.received",
    "Router": "consumers.inbox.routing",
    "Transient": "consumers.inbox.errors",
}


def __getattr__(name: str) -> object:
    if name not in _BEHIND:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_BEHIND[name]), name)
