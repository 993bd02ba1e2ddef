"""What is raised when bytes from the wire may not be believed."""


class RefusedError(Exception):
    """A line, record, body or key is not what the page allows."""


class NotForUsError(RefusedError):
    """The body was sealed for others: the envelope is all that is told here."""


class ChainBrokenError(Exception):
    """The reference chain may no longer be believed: an entry was left out, forked or falsified."""
