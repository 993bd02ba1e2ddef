"""Whoever owns the database may change it as he likes: the audit names the first entry that is not as it was signed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from consumers.witness import ahead
from consumers.witness.auditing import Audit, Audited
from services.evidence.frontier import WIDTH
from services.ledger.checkpoints import KeptCheckpoint
from services.ledger.checkpoints_in_memory import MemoryCheckpoints
from services.ledger.entries import Leaf
from services.ledger.memory_store import Store
from tests.unit.evidence.rig import Rig
from tests.unit.ledger.batches import NETWORK, said
from tests.unit.witness.heard import KEYS, heads, lying, worked


async def audited(rig: Rig) -> Audited:
    return await Audit(rig.kept, KEYS, NETWORK).made(heads(lying(rig.wire.records)))


async def found(rig: Rig) -> str:
    bad = (await audited(rig)).bad
    assert bad is not None
    return f"{bad.code} {' '.join(f'{name}={value}' for name, value in bad.particulars.items())}"


async def test_what_nobody_changed_is_whole() -> None:
    rig = await worked(3, 1, 4)
    rig.wire.records.insert(2, rig.wire.records[0])
    assert await audited(rig) == Audited(leaves=8, heads=3, published=4)


async def test_what_is_signed_and_not_yet_published_is_compared_too() -> None:
    rig = await worked(3, 2)
    rig.wire.records.pop()
    assert await audited(rig) == Audited(leaves=5, heads=2, published=1)
    rig.ledger.store.leaves[4] = Leaf(b"{}", "ab" * 32)
    assert await found(rig) == "HB-8701 first=3 size=5"


def edit(store: Store) -> None:
    store.leaves[4] = Leaf(b"{}", "ab" * 32)


def swap(store: Store) -> None:
    store.leaves[2], store.leaves[6] = store.leaves[6], store.leaves[2]


def delete(store: Store) -> None:
    """And the rest gets the numbers anew."""
    del store.leaves[3]
    store.numbered -= 1


def truncate(store: Store) -> None:
    del store.leaves[6:]
    store.numbered = 6


def truncate_with_its_head(store: Store) -> None:
    truncate(store)
    del store.checkpoints[2:]


def lose_a_head(store: Store) -> None:
    del store.checkpoints[1]


def exchange_a_head(store: Store) -> None:
    store.checkpoints[1] = replace(store.checkpoints[1], line=store.checkpoints[2].line)


def forge_a_signature(store: Store) -> None:
    store.checkpoints[1] = replace(store.checkpoints[1], signature="A" * 86 + "==")


@pytest.mark.parametrize(
    ("change", "first"),
    [
        (edit, "HB-8703 number=4"),
        (swap, "HB-8703 number=2"),
        (delete, "HB-8703 number=3"),
        (truncate, "HB-8700 number=6"),
        (truncate_with_its_head, "HB-8700 number=6"),
        (lose_a_head, "HB-8704 size=4"),
        (exchange_a_head, "HB-8704 size=4"),
        (forge_a_signature, "HB-8704 size=4"),
    ],
)
async def test_the_first_entry_that_is_wrong_is_named(change: Callable[[Store], None], first: str) -> None:
    rig = await worked(3, 1, 4)
    change(rig.ledger.store)
    assert await found(rig) == first


async def test_an_old_copy_that_went_on_is_found_where_it_parts() -> None:
    """Six entries were seen by others; the copy has five of them, and signs others after them."""
    rig, copy = await worked(5, 1), await worked(5)
    await copy.intake.record(said(70, value=b'{"type":"notice"}\nanother'))
    await copy.work(copy.sequencer())
    copy.wire.records[:] = rig.wire.records
    assert await found(copy) == "HB-8703 number=5"


@pytest.mark.parametrize("kept", [None, bytes(32)])
async def test_the_hash_of_a_subtree_that_was_changed_is_named(kept: bytes | None) -> None:
    rig = await worked(WIDTH + 1, WIDTH)
    assert (await audited(rig)).bad is None
    if kept is None:
        del rig.ledger.store.tiles[1, 1]
    else:
        rig.ledger.store.tiles[1, 1] = kept
    assert await found(rig) == "HB-8706 tier=1 number=1"


async def test_a_head_that_is_missing_on_the_wire_is_named() -> None:
    rig = await worked(3, 1, 4)
    del rig.wire.records[1]
    assert await found(rig) == "HB-8708 size=8 before=4 known=3"


async def test_what_nobody_signed_on_the_wire_is_named() -> None:
    rig = await worked(3, 1)
    rig.wire.records[1] = replace(rig.wire.records[1], body_line=b"{}")
    assert await found(rig) == "HB-8705 offset=1"


async def test_a_long_log_is_read_in_few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = await worked(*[2] * 60)
    asked: list[str] = []

    class Counting(MemoryCheckpoints):
        async def hashes(self, tier: int, first: int, end: int) -> Sequence[bytes]:
            asked.append("hashes")
            return await super().hashes(tier, first, end)

        async def heads(self, after: int, limit: int) -> Sequence[KeptCheckpoint]:
            asked.append("heads")
            return await super().heads(after, limit)

    monkeypatch.setattr(ahead, "HEADS", 25)
    kept = Counting(rig.ledger.store)
    found = await Audit(kept, KEYS, NETWORK).made(heads(lying(rig.wire.records)))
    assert found == Audited(leaves=120, heads=60, published=60)
    assert (asked.count("hashes"), asked.count("heads") <= 7) == (1, True)


async def test_a_change_before_what_lacks_is_the_first_that_is_wrong() -> None:
    rig = await worked(200, 200)
    edit(rig.ledger.store)
    del rig.ledger.store.leaves[390:]
    rig.ledger.store.numbered = 390
    assert await found(rig) == "HB-8703 number=4"
