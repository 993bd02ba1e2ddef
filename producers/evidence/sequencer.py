"""The sequencer: leaves get their numbers, what has grown gets a signed head, and the head goes to the wire once it is kept.

Whatever it does not hear the end of it does again: a number is given once, a head is kept before anybody sees it and goes out as the
same bytes. Several beside each other give the same numbers, and of two heads that follow the same one the ledger keeps the first.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from producers.evidence import checkpoints
from producers.evidence.checkpoints import Log
from schemas.codec.record import Record
from schemas.errors.tree import EvidenceError, Finding
from services.evidence import proofs
from services.evidence.frontier import Frontier
from services.evidence.notes import Head
from services.ledger.checkpoints import KeepsCheckpoints, KeptCheckpoint
from services.ledger.evidence import SequencesLedger

MOST: Final = 10_000
"""So many leaves one checkpoint has at most; its record could not be longer."""
PUBLISHED_AT_ONCE: Final = 100


class Publishing(Protocol):
    """The wire, as the sequencer uses it."""

    async def write(self, record: Record) -> None:
        """Returns once all replicas in sync have it."""
        ...


@dataclass(slots=True)
class Sequencer:
    """One of those of a ledger. Each of its steps may be broken off, and is asked again."""

    leaves: SequencesLedger
    kept: KeepsCheckpoints
    log: Log
    clock: Callable[[], datetime]
    _edge: Frontier = field(default_factory=Frontier)

    async def advance(self) -> int | None:
        """Numbers what has no number yet, and keeps a head of it; answers its size, and None where the log has not grown."""
        numbered = await self.leaves.number(MOST)
        last = await self.kept.last()
        before = last.size if last is not None else 0
        size = min(numbered, before + MOST)
        if size <= before:
            return None
        edge = await self._edge_at(last)
        new = await self.kept.hashes(0, before, size)
        grown, tiles = edge.grown(new)
        made = checkpoints.made(self.log, Head(self.log.origin, size, grown.root), new, at=self.clock())
        if await self.kept.keep(made, tiles):
            self._edge = grown
        return size

    async def publish(self, wire: Publishing) -> int:
        """Writes what is kept and not known to be written, in its order; answers how many heads that were."""
        written = 0
        for one in await self.kept.unpublished(PUBLISHED_AT_ONCE):
            new = await self.kept.hashes(0, one.before, one.size)
            await wire.write(checkpoints.as_record(one, new))
            await self.kept.publish(one.size)
            written += 1
        return written

    async def _edge_at(self, last: KeptCheckpoint | None) -> Frontier:
        """Of what was signed last; EvidenceError where what is kept is not that: nothing is signed that it would not extend."""
        if last is None:
            return Frontier()
        edge = self._edge if self._edge.size == last.size else await proofs.frontier(self.kept, last.size)
        if edge.root.hex() != checkpoints.read(last).root:
            raise EvidenceError(Finding("HB-8702", "", {"size": last.size}))
        return edge
