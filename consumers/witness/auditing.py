"""The audit: the ledger's evidence against what the bus signed and published. The first entry that is not as it was is named."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from consumers.witness import ahead, published
from consumers.witness.ahead import Ahead
from consumers.witness.published import Published
from producers.evidence import checkpoints
from schemas.codec.record import Record, Signature
from schemas.directory.bus_keys import BusKeys
from schemas.errors.tree import EvidenceError, Finding
from schemas.messages.bus import Checkpoint
from services.evidence.frontier import Frontier, Tile
from services.ledger.checkpoints import KeepsCheckpoints, KeptCheckpoint

_PART: Final = 100


@dataclass(frozen=True, slots=True)
class Audited:
    """How much was compared, and what is wrong, if something is."""

    leaves: int
    """Entries under a signed head."""
    heads: int
    published: int
    """Heads on the wire."""
    bad: Finding | None = None


@dataclass(slots=True)
class Audit:
    """Of one log, against the keys that the reference log names."""

    kept: KeepsCheckpoints
    keys: BusKeys | None
    network: str
    _ahead: Ahead = field(init=False)
    _edge: Frontier = field(default_factory=Frontier)
    _heads: int = 0
    _published: int = 0

    def __post_init__(self) -> None:
        self._ahead = Ahead(self.kept)

    async def made(self, wire: AsyncIterator[Published]) -> Audited:
        """The wire first: it alone says which entry it is."""
        bad = None
        try:
            await self._compare_wire(wire)
            await self._compare_heads()
        except EvidenceError as error:
            bad = error.findings[0]
        return Audited(self._edge.size, self._heads, self._published, bad)

    async def _compare_wire(self, wire: AsyncIterator[Published]) -> None:
        known = 0
        async for one in wire:
            if one.head.size > known:
                if one.before != known:
                    raise _wrong("HB-8708", size=one.head.size, before=one.before, known=known)
                await self._compare_leaves(one)
                known = one.head.size
            ours = await self._ahead.head(one.head.size)
            if ours is None or ours.line != one.line:
                raise _wrong("HB-8704", size=one.head.size)
            self._published += 1

    async def _compare_leaves(self, one: Published) -> None:
        # Asked part by part: where some are gone, a change before them is the first that is wrong.
        for first in range(one.before, one.head.size, _PART):
            ours = await self._ahead.leaves(first, min(first + _PART, one.head.size))
            for number, leaf in enumerate(ours, start=first):
                if leaf != one.leaves[number - one.before]:
                    raise _wrong("HB-8703", number=number)

    async def _compare_heads(self) -> None:
        """Also those that are not published yet."""
        while heads := await self.kept.heads(self._edge.size, ahead.HEADS):
            for one in heads:
                await self._compare_head(one)

    async def _compare_head(self, one: KeptCheckpoint) -> None:
        said = checkpoints.read(one)
        if (one.before, one.size) != (self._edge.size, said.tree_size) or not self._is_signed(one, said):
            raise _wrong("HB-8704", size=one.size)
        leaves = await self._ahead.leaves(one.before, one.size)
        checkpoints.as_record(one, leaves)
        grown, tiles = self._edge.grown(leaves)
        if grown.root.hex() != said.root:
            raise _wrong("HB-8701", first=one.before, size=one.size)
        for tile in tiles:
            await self._compare_tile(tile)
        self._edge, self._heads = grown, self._heads + 1

    def _is_signed(self, one: KeptCheckpoint, said: Checkpoint) -> bool:
        public = published.key_of(self.keys, one.key, said.emitted_at)
        as_record = Record(said, one.line, b"", Signature(one.signature, one.key))
        return public is not None and published.is_believed(as_record, public, network=self.network)

    async def _compare_tile(self, tile: Tile) -> None:
        if list(await self.kept.hashes(tile.tier, tile.number, tile.number + 1)) != [tile.hash]:
            raise _wrong("HB-8706", tier=tile.tier, number=tile.number)


def _wrong(code: str, **particulars: int) -> EvidenceError:
    return EvidenceError(Finding(code, "", particulars))
