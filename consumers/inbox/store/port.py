"""What an Inbox asks of a store. Each implementation passes the same suite."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from consumers.inbox.records import RawRecord
from schemas.errors.tree import Finding

Because = Literal["unproved", "unusable", "failed", "unheard", "lost", "unsaid"]
"""Why there is a letter: the record proved nothing, it was refused, our handler could not take it, nobody listens, it is gone;
or it is an answer of ours that the Outbox does not take.
"""


class Effect(Protocol):
    """The transaction in which a message is taken. What a handler does by it holds exactly if the message counts as taken."""

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Runs a statement in the store's own dialect; the rows that it gives, if any."""
        ...


@dataclass(frozen=True)
class Letter:
    """A dead letter: the record whole, and why it lies here."""

    record: RawRecord
    because: Because
    finding: Finding


@dataclass(frozen=True)
class KeptLetter:
    """A dead letter as the store knows it."""

    number: int
    letter: Letter
    kept_at: datetime
    times: int
    """How often this very record became a letter."""
    wanted_again: bool


@dataclass(frozen=True)
class Outgoing:
    """An answer that was decided and is still to be handed to the Outbox."""

    id: UUID
    line: bytes = field(repr=False)
    """The envelope, so that a second try is the same message."""
    regarded: str
    """The fact or duty of the message that it answers."""


@dataclass(frozen=True)
class Step:
    """How far the position moves: it must still stand where this Inbox saw it last."""

    topic: str
    partition: int
    was: int | None
    following: int
    mark: str | None = None
    """Of the last record that was taken, so that the wire is known again by it; None where there is none to look at."""


class Taking(Protocol):
    """One transaction."""

    @property
    def effect(self) -> Effect: ...

    def apart(self) -> AbstractAsyncContextManager[object]:
        """A part of the transaction that is undone by itself where an exception leaves it; the rest still holds."""
        ...

    async def first(self, sender: str, id: UUID) -> bool:  # noqa: A002 - the word of the contract
        """Whether this message was not taken before; from now on it was."""
        ...

    async def newest(self, obligation: bytes, *, epoch: int, version: int) -> bool:
        """Whether no later state of this obligation was taken; from now on this one is."""
        ...

    async def answer(self, outgoing: Outgoing) -> None: ...

    async def answered(self, id: UUID) -> None:  # noqa: A002 - the word of the contract
        """The answer is nobody's to hand over any more: the Outbox has it, or it lies among the letters."""
        ...

    async def keep(self, letter: Letter, at: datetime) -> None: ...

    async def settle(self, number: int) -> bool:
        """A letter that was taken in the end is no letter any more; False where another Inbox has settled it."""
        ...

    async def move(self, step: Step) -> bool:
        """False where another Inbox moved the position meanwhile: then nothing of this transaction may hold."""
        ...


class Store(Protocol):
    """The agency's own store."""

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def position(self, topic: str, partition: int) -> int | None: ...

    async def mark(self, topic: str, partition: int, *, position: int) -> str | None:
        """Of the last record below this position; None where none is kept, or the position stands elsewhere by now."""
        ...

    async def positions(self, topic: str) -> dict[int, int]:
        """Of each partition that has one."""
        ...

    def taking(self) -> AbstractAsyncContextManager[Taking]:
        """A transaction: kept when it is left in peace, undone when it is left by an exception."""
        ...

    async def outgoing(self) -> list[Outgoing]:
        """Answers that are still to be handed over, the oldest first."""
        ...

    async def handed_over(self, ids: Sequence[UUID]) -> None:
        """The Outbox has these, all of them in one step: whoever dies before it hands them over again, under the same ids."""
        ...

    async def letters(self) -> list[KeptLetter]: ...

    async def wanted(self) -> list[KeptLetter]:
        """The letters that a person wants to be taken once more, and no others: all of them may be many."""
        ...

    async def letter(self, number: int) -> KeptLetter | None: ...

    async def want_again(self, number: int) -> None:
        """The running Inbox shall take this letter once more."""
        ...

    async def counted(self) -> dict[str, int]:
        """How many messages were taken, letters kept, answers not yet handed over."""
        ...

    def passes(self, error: Exception) -> bool:
        """Whether an error says that the store cannot be reached now, and not that something is wrong with what it was asked."""
        ...

    def named(self, error: Exception) -> str:
        """For letters and logs: the type of an error, and what the database itself says of it, never a value that a message may have brought."""
        ...
