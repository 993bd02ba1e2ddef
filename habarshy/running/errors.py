"""What only a process of the bus can be told."""

from schemas.errors.tree import Finding, HabarshyError


class RunningError(HabarshyError):
    """A process of the bus cannot go on: a restart, or a person, must mend it."""


def broken(code: str, **particulars: str | int) -> RunningError:
    return RunningError(Finding(code, "", particulars))
