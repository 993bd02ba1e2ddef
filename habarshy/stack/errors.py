"""What can go wrong with a stack, always with what to do about it."""

from schemas.errors.tree import Finding, HabarshyError


class StackError(HabarshyError):
    """The stack cannot do what was asked; the finding says why, and the remedy."""


def broken(code: str, **particulars: str | int) -> StackError:
    return StackError(Finding(code, "", particulars))
