"""What can go wrong on the way in, always with what to do about it."""

from schemas.errors.tree import Finding, HabarshyError, WireError


class InboxError(HabarshyError):
    """The Inbox was put together wrongly, or is asked for what it does not have."""


class DeafError(WireError):
    """The Inbox hears nothing any more, and building its client anew did not help."""


class Transient(Exception):  # noqa: N818 - a handler says what it met, and it is not an error of the message
    """A handler raises it for what will pass: the message is tried again later, in its order."""


def broken(code: str, where: str = "", **particulars: str | int) -> InboxError:
    return InboxError(Finding(code, where, particulars))
