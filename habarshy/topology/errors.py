"""What can go wrong between an operator and the brokers, always with what to do about it."""

from schemas.errors.tree import Finding, HabarshyError


class TopologyError(HabarshyError):
    """The topology cannot be read or applied; the finding says why, and the remedy."""


class BusyError(TopologyError):
    """The brokers have not caught up with what they were told before; what is asked is asked again."""


def broken(code: str, **particulars: str | int) -> TopologyError:
    return TopologyError(Finding(code, "", particulars))
