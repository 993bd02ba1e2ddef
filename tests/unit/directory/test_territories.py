"""The laws of territories: climbing always ends at the nation, and what lies above contains what lies below."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.directory.agency import NATION, lies_in, parent_territory

TERRITORIES = st.from_regex(r"[0-9]{9}", fullmatch=True) | st.builds(
    lambda digits, end: digits[:end].ljust(9, "0"),
    st.from_regex(r"[0-9]{9}", fullmatch=True),
    st.sampled_from([0, 2, 4, 6, 9]),
)


def climbed(territory: str) -> Iterator[str]:
    """The territory and all that it lies in."""
    current: str | None = territory
    while current is not None:
        yield current
        current = parent_territory(current)


@pytest.mark.parametrize(
    ("territory", "above"),
    [
        pytest.param(NATION, None, id="the nation"),
        pytest.param("750000000", NATION, id="a region"),
        pytest.param("751300000", "750000000", id="a district"),
        pytest.param("751310000", "751300000", id="a part of a district"),
        pytest.param("751310105", "751310000", id="a village"),
        pytest.param("750000005", "750000000", id="a village of the region itself"),
        pytest.param("100000000", NATION, id="a region whose code ends in nought"),
        pytest.param("101000000", "100000000", id="a district whose code ends in nought"),
    ],
)
def test_the_territory_above(territory: str, above: str | None) -> None:
    assert parent_territory(territory) == above


@given(TERRITORIES)
def test_climbing_ends_at_the_nation_in_four_steps(territory: str) -> None:
    steps = list(climbed(territory))

    assert steps[-1] == NATION
    assert len(steps) <= 5
    assert len(set(steps)) == len(steps)


@given(TERRITORIES)
def test_the_parent_contains_the_child_and_not_the_other_way_round(territory: str) -> None:
    above = parent_territory(territory)

    if above is not None:
        assert lies_in(territory, above)
        assert not lies_in(above, territory)


@given(TERRITORIES)
def test_every_territory_lies_in_itself_and_in_the_nation(territory: str) -> None:
    assert lies_in(territory, territory)
    assert lies_in(territory, NATION)


@given(TERRITORIES)
def test_the_territory_above_is_one_that_can_be_climbed_again(territory: str) -> None:
    above = parent_territory(territory)

    assert above is None or (len(above) == len(territory) and above.isdigit())


@given(TERRITORIES, TERRITORIES)
def test_a_territory_lies_in_exactly_those_that_it_climbs_through(one: str, other: str) -> None:
    assert lies_in(one, other) == (other in climbed(one))


@given(TERRITORIES, TERRITORIES)
def test_two_territories_contain_each_other_only_if_they_are_the_same(one: str, other: str) -> None:
    assert (lies_in(one, other) and lies_in(other, one)) == (one == other)


def test_neighbours_do_not_contain_each_other() -> None:
    assert not lies_in("751310000", "751510000")
    assert not lies_in("750000000", "350000000")
