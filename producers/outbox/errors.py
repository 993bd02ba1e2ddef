"""What can go wrong before a message is on its way, always with what to do about it."""

from schemas.errors.tree import Finding, HabarshyError


class OutboxError(HabarshyError):
    """The Outbox cannot take the message, or cannot be opened."""


def broken(code: str, where: str = "", **particulars: str | int) -> OutboxError:
    return OutboxError(Finding(code, where, particulars))
