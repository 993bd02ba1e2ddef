"""The log grows and is proved as RFC 6962 says."""

import asyncio
import itertools
from functools import cache
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evidence import proofs
from services.evidence.frontier import WIDTH, Frontier
from services.keys import merkle
from tests.unit.evidence import oracle
from tests.unit.evidence.oracle import Kept

# The eight leaves by which implementations of RFC 6962 are compared, and the root after each of them.
CONTENTS: Final = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS: Final = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LEAVES: Final = [oracle.leaf(bytes.fromhex(content)) for content in CONTENTS]
FEW: Final = 40
SIZES: Final = (1, 2, 3, 255, 256, 257, 600, 65_535, 65_536, 65_793, 66_000)
MANY: Final = [oracle.leaf(str(number).encode()) for number in range(max(SIZES))]
KEPT: Final = Kept.of(MANY)
PAIRS: Final = st.tuples(st.integers(1, FEW), st.integers(0, FEW)).map(lambda two: (two[0], two[0] + two[1]))


@cache
def root(size: int) -> bytes:
    return oracle.root(MANY[:size])


def grown(leaves: list[bytes]) -> Frontier:
    return Frontier().grown(leaves)[0]


def test_the_roots_are_those_of_other_implementations() -> None:
    assert [grown(LEAVES[:size]).root.hex() for size in range(1, 9)] == list(ROOTS)


@pytest.mark.parametrize("size", SIZES)
async def test_the_edge_is_found_again_from_what_is_kept(size: int) -> None:
    frontier, tiles = Frontier().grown(MANY[:size])
    found = await proofs.frontier(KEPT, size)
    assert (found, found.root) == (frontier, root(size))
    expected = [(tier, number) for tier in (1, 2) for number in range(size >> (8 * tier))]
    assert sorted((tile.tier, tile.number) for tile in tiles) == expected
    assert all(KEPT.tiers[tile.tier][tile.number] == tile.hash for tile in tiles)


@given(st.integers(1, 700), st.integers(0, 700))
def test_to_grow_in_parts_is_to_grow_at_once(first: int, more: int) -> None:
    before, tiles = Frontier().grown(MANY[:first])
    after, further = before.grown(MANY[first : first + more])
    assert (after, [*tiles, *further]) == Frontier().grown(MANY[: first + more])


@pytest.mark.parametrize("size", SIZES)
async def test_of_each_tier_a_few_hashes_are_read_whatever_the_size(size: int) -> None:
    for index in {0, size // 2, size - 1}:
        KEPT.asked.clear()
        path = await proofs.inclusion(KEPT, index, size=size)
        assert merkle.root_of(MANY[index], path, index=index, size=size) == root(size)
        assert sum(KEPT.asked) <= 2 * WIDTH * 3
        assert path == oracle.path(index, MANY[:size])


@given(PAIRS)
async def test_every_proof_is_the_rfcs_and_verifies(sizes: tuple[int, int]) -> None:
    old, new = sizes
    kept = Kept.of(MANY[:new])
    proof = await proofs.consistency(kept, old, new=new)
    assert proof == oracle.proof(old, MANY[:new])
    before, after = (old, root(old)), (new, root(new))
    assert proofs.is_consistent(proof, old=before, new=after)


@pytest.mark.parametrize("new", SIZES)
async def test_a_large_log_is_shown_to_be_the_beginning_of_a_larger_one(new: int) -> None:
    for old in (one for one in SIZES if one <= new):
        proof = await proofs.consistency(KEPT, old, new=new)
        before, after = (old, root(old)), (new, root(new))
        assert proofs.is_consistent(proof, old=before, new=after), (old, new)


@settings(max_examples=300)
@given(PAIRS, st.data())
def test_no_changed_proof_verifies(sizes: tuple[int, int], data: st.DataObject) -> None:
    old, new = sizes
    proof = oracle.proof(old, MANY[:new])
    before, after = root(old), root(new)
    stranger = oracle.leaf(b"stranger")
    changed = [
        [*proof, stranger],
        [stranger, *proof],
        *([*proof[:at], stranger, *proof[at + 1 :]] for at in range(len(proof))),
    ]
    changed += [proof[:at] + proof[at + 1 :] for at in range(len(proof))]
    wrong = data.draw(st.sampled_from(changed))
    assert not proofs.is_consistent(wrong, old=(old, before), new=(new, after))
    assert not proofs.is_consistent(proof, old=(old, stranger), new=(new, after))
    assert not proofs.is_consistent(proof, old=(old, before), new=(new, stranger))
    if old < new:
        assert not proofs.is_consistent(proof, old=(new, after), new=(old, before))


@settings(max_examples=300)
@given(st.integers(1, FEW), st.data())
def test_no_changed_path_leads_to_the_root(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = MANY[:size]
    path, whole, stranger = oracle.path(index, leaves), oracle.root(leaves), oracle.leaf(b"stranger")
    assert asyncio.run(proofs.inclusion(Kept.of(leaves), index, size=size)) == path
    assert merkle.root_of(leaves[index], path, index=index, size=size) == whole
    changed = [[*path, stranger], *([*path[:at], stranger, *path[at + 1 :]] for at in range(len(path)))]
    changed += [path[:at] + path[at + 1 :] for at in range(len(path))]
    assert all(merkle.root_of(leaves[index], wrong, index=index, size=size) != whole for wrong in changed)
    others = (other for other in range(size) if other != index)
    assert all(merkle.root_of(leaves[index], path, index=other, size=size) != whole for other in others)


def test_a_fork_has_no_proof() -> None:
    """Two logs that part at some leaf: nothing that either can say leads from the one to the other."""
    for parts, (old, new) in itertools.product(range(8), itertools.combinations(range(1, 9), 2)):
        if parts >= old:
            continue
        fork = [*MANY[:parts], oracle.leaf(b"other"), *MANY[parts + 1 : new]]
        for proof in (oracle.proof(old, fork), oracle.proof(old, MANY[:new])):
            before, after = (old, root(old)), (new, oracle.root(fork))
            assert not proofs.is_consistent(proof, old=before, new=after)
