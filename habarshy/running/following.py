"""The reference log as intake asks it: what is applied of it is noted in the ledger, so that the ledger says what its decisions rest on."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Final

from consumers.intake.intake import Reference
from schemas.errors.tree import LedgerError
from services.directory_log.state import LogState
from services.ledger.reference import Applied, KeepsReference

_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class FollowedReference:
    """Entries are few and seldom: the ledger is opened for them, and closed again."""

    reference: Reference
    opened: Callable[[], AbstractAsyncContextManager[KeepsReference]]
    new: list[Applied]
    """What was applied and is not noted yet; whoever reads the log adds to it."""
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def caught_up(self) -> LogState:
        state = await self.reference.caught_up()
        async with self._alone:
            if self.new:
                await self._note()
        return state

    async def _note(self) -> None:
        """A ledger that is away takes no decision either: it is noted before the next."""
        entries = tuple(self.new)
        try:
            async with self.opened() as ledger:
                await ledger.note_applied(entries)
                known = await ledger.applied(entries[0].sequence, entries[-1].sequence + 1)
        except LedgerError as error:
            _log.warning("it cannot be noted what was applied: %s", error, extra={"action": "reference.unnoted"})
            return
        del self.new[: len(entries)]
        _compare(entries, known)


def _compare(entries: Sequence[Applied], known: Sequence[Applied]) -> None:
    """Nobody writes a reference log twice: where another was applied before, decisions rest on both."""
    digests = {entry.sequence: entry.digest for entry in known}
    other = [entry.sequence for entry in entries if digests.get(entry.sequence) != entry.digest]
    if other:
        said = {"action": "reference.another", "sequence": other[0], "entries": len(other)}
        _log.critical("the ledger has applied another reference log before this one", extra=said)
