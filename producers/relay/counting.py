"""What the relay tells whoever counts."""

from typing import Literal, Protocol

State = Literal["queued", "under-way", "unmarked", "resting"]
"""Held in memory; being written; written, not yet marked in the ledger; an inbox that is left alone for a while."""


class Counting(Protocol):
    """Methods are named for what happened. They are asked in the middle of the work, and must neither wait nor fail."""

    def sent(self, records: int) -> None:
        """So many were acknowledged by all replicas in sync."""
        ...

    def unknown(self, records: int) -> None:
        """Of so many the answer of the wire was not heard; they are written again."""
        ...

    def refused(self, records: int) -> None:
        """So many could not be written: there is no such inbox, or no right to it; they wait."""
        ...

    def waits(self, state: State, number: int) -> None:
        """So many are in this state now: records, or inboxes where they are resting."""
        ...

    def oldest(self, seconds: float) -> None:
        """So long has the inbox waited that waits longest."""
        ...


class Uncounted:
    """Nobody counts."""

    def sent(self, records: int) -> None: ...

    def unknown(self, records: int) -> None: ...

    def refused(self, records: int) -> None: ...

    def waits(self, state: State, number: int) -> None: ...

    def oldest(self, seconds: float) -> None: ...
