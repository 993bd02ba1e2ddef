"""A proof has one form: a record's path through the batch, no shorter, no longer, and at its own place."""

import pytest

from services.keys import merkle

SIZES = (1, 2, 3, 5, 7, 8, 20)
LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(max(SIZES))]


@pytest.mark.parametrize("size", SIZES)
def test_a_path_with_a_step_more_or_less_leads_nowhere(size: int) -> None:
    tree = merkle.levels(LEAVES[:size])
    for index in range(size):
        path = merkle.path(tree, index)
        assert merkle.root_of(LEAVES[index], path, index=index, size=size) == tree[-1][0]
        assert merkle.root_of(LEAVES[index], [*path, LEAVES[0]], index=index, size=size) is None
        if path:
            assert merkle.root_of(LEAVES[index], path[:-1], index=index, size=size) is None


@pytest.mark.parametrize("size", SIZES)
def test_no_record_stands_outside_its_batch(size: int) -> None:
    tree = merkle.levels(LEAVES[:size])
    for index in (-1, size, size + 1, 2 * size):
        for stood in range(size):
            assert merkle.root_of(LEAVES[stood], merkle.path(tree, stood), index=index, size=size) is None
