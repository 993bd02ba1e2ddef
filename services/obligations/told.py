"""A statement with whatever was said about it since: corrections, its withdrawal, refusals, receipts. Pure."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from services.obligations.records import Correction, MessageName, Receipt, Record, Statement, Withdrawal

_REMEMBERED: Final = 3
"""How many earlier answers a statement remembers: obligations may disagree on which changes to follow."""


@dataclass(slots=True, eq=False)
class Told:
    """One statement of the occasion. Mutable within one fold only; nobody outside sees it."""

    record: Record
    statement: Statement
    changes: list[Record] = field(default_factory=list)
    receipts: list[Record] = field(default_factory=list)
    deemed_accepted: bool = False
    retracted: bool = False
    """For what the bus raised itself: whether its ground fell away."""
    refused_to: set[str | None] = field(default_factory=set)
    """As which recipients it was refused in time: it stays refused to them, whichever round it comes to answer."""
    disputed: set[MessageName] = field(default_factory=set)
    """Changes that at least one obligation refuses to follow."""
    _said: list[tuple[tuple[Record, ...], Statement | None]] = field(default_factory=list)
    """What it said last, after which changes: the question is asked often, and the answer seldom changes."""

    @property
    def author(self) -> str:
        return self.record.message.sender

    @property
    def message(self) -> MessageName:
        return self.record.message

    @property
    def received_at(self) -> datetime:
        return self.record.received_at

    def standing(self, ignoring: Container[MessageName] = ()) -> Statement | None:
        """What it says after its changes, in their order; null once it is withdrawn, or was never accepted."""
        if self.retracted or not (self.record.accepted or self.deemed_accepted):
            return None
        if not self.changes:
            return self.statement
        followed = tuple(change for change in self.changes if change.message not in ignoring)
        for known, said in self._said:
            if known == followed:
                return said
        said = self._after(followed)
        self._said = [(followed, said), *self._said[:_REMEMBERED]]
        return said

    def _after(self, followed: tuple[Record, ...]) -> Statement | None:
        """One more correction is laid over what was known before it; anything else is worked out from the beginning."""
        if followed and isinstance(followed[-1].content, Correction):
            for known, said in self._said:
                if known == followed[:-1]:
                    return corrected(said, followed[-1]) if said is not None else None
        return changed(self.statement, self.message, followed)

    def answered_for(self, receipt: Receipt, role: str | None) -> bool:
        """Whether a receipt speaks for that recipient: as itself, or for all where it names none of them."""
        return receipt.role == role or receipt.role not in self.statement.to

    def receipt(self, role: str | None) -> str | None:
        """How far it came at that recipient: refused, or the furthest of taken, seen, acted."""
        contents = [record.content for record in self.receipts]
        kinds = [c.kind for c in contents if isinstance(c, Receipt) and self.answered_for(c, role)]
        return next((kind for kind in ("refused", "acted", "seen", "taken") if kind in kinds), None)


def changed(statement: Statement, message: MessageName, changes: Sequence[Record]) -> Statement | None:
    """The statement after these changes. A change that was itself withdrawn has no effect, nor has a withdrawal that was."""
    undone: set[MessageName] = set()
    for change in reversed(changes):
        if isinstance(change.content, Withdrawal) and change.message not in undone:
            undone.add(change.content.withdraws)
    if message in undone:
        return None
    for change in changes:
        if isinstance(change.content, Correction) and change.message not in undone:
            statement = corrected(statement, change)
    return statement


def corrected(statement: Statement, change: Record) -> Statement:
    """The statement with a correction's fields in place of its own. A new instant is known only since the correction."""
    correction = change.content
    assert isinstance(correction, Correction)  # noqa: S101 - the callers choose
    moved = any(statement.instants.get(name) != at for name, at in correction.instants.items())
    return replace(
        statement,
        instants={**statement.instants, **correction.instants},
        occurred_at=correction.occurred_at or statement.occurred_at,
        known_at=change.received_at if moved else statement.known_at,
        attributes={**statement.attributes, **correction.attributes},
        to=statement.to if correction.to is None else correction.to,
        told_at=correction.told_at or statement.told_at,
        period=correction.period or statement.period,
    )
