"""What every ledger keeps of the heads of its evidence log."""

import pytest

from schemas.errors.tree import EvidenceError
from services.evidence import proofs
from services.evidence.frontier import WIDTH, Frontier, Tile
from services.ledger.checkpoints import KeepsCheckpoints, KeptCheckpoint
from services.ledger.port import Ledger
from tests.unit.ledger.batches import COURT, Intake, said


def head(size: int, before: int, line: bytes = b"{}") -> KeptCheckpoint:
    return KeptCheckpoint(size, before, line, "A" * 86 + "==", "bus/checkpoint-2026-01")


class CheckpointsContract:
    """Subclasses give the ledger, and what a sequencer has of it."""

    async def test_a_head_is_kept_once_and_published_in_its_order(self, checkpoints: KeepsCheckpoints) -> None:
        assert await checkpoints.last() is None
        assert [await checkpoints.keep(one, []) for one in (head(3, 0), head(7, 3))] == [True, True]
        assert await checkpoints.last() == head(7, 3)
        assert await checkpoints.unpublished(1) == [head(3, 0)]
        await checkpoints.publish(3)
        await checkpoints.publish(3)
        assert await checkpoints.unpublished(9) == [head(7, 3)]
        assert await checkpoints.heads(0, 1) == [head(3, 0)]
        assert await checkpoints.heads(3, 9) == [head(7, 3)]

    @pytest.mark.parametrize("other", [head(3, 0, b"[]"), head(4, 0), head(7, 3), head(9, 3)])
    async def test_of_two_that_follow_the_same_head_the_first_stays(
        self, checkpoints: KeepsCheckpoints, other: KeptCheckpoint
    ) -> None:
        kept = [head(3, 0), head(7, 3, b"[]")]
        assert [await checkpoints.keep(one, []) for one in kept] == [True, True]
        assert not await checkpoints.keep(other, [Tile(1, 0, bytes(32))])
        assert await checkpoints.unpublished(9) == kept
        with pytest.raises(EvidenceError):
            await checkpoints.hashes(1, 0, 1)

    async def test_what_is_numbered_is_read_by_its_number(self, ledger: Ledger, checkpoints: KeepsCheckpoints) -> None:
        await Intake(ledger).record(*(said(number, COURT) for number in range(1, WIDTH + 4)))
        assert await ledger.number(WIDTH + 2) == WIDTH + 2  # type: ignore[attr-defined] # every ledger of these tests numbers
        leaves = [bytes.fromhex(leaf.hash) for leaf in await ledger.leaves(0, WIDTH + 2)]  # type: ignore[attr-defined] # likewise
        assert await checkpoints.hashes(0, 1, WIDTH + 2) == leaves[1:]
        frontier, tiles = Frontier().grown(leaves)
        assert [(tile.tier, tile.number) for tile in tiles] == [(1, 0)]
        assert await checkpoints.keep(head(WIDTH + 2, 0), tiles)
        assert await checkpoints.hashes(1, 0, 1) == [tiles[0].hash]
        assert await proofs.frontier(checkpoints, WIDTH + 2) == frontier

    @pytest.mark.parametrize(("first", "end", "lacks"), [(0, 3, 2), (2, 4, 2), (5, 6, 5)])
    async def test_a_hash_that_is_not_there_is_named(
        self, ledger: Ledger, checkpoints: KeepsCheckpoints, *, first: int, end: int, lacks: int
    ) -> None:
        await Intake(ledger).record(said(1, COURT), said(2), said(3))
        await ledger.number(2)  # type: ignore[attr-defined] # as above
        with pytest.raises(EvidenceError) as raised:
            await checkpoints.hashes(0, first, end)
        assert raised.value.findings[0].sentence("en").startswith(f"HB-8700: The evidence lacks its entry {lacks}.")
