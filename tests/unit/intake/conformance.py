"""What intake may rely on of a wire, as scripts. The wire in memory and Kafka's play the same."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from consumers.intake.wire import Bounds, Wire
from services.ledger.entries import Position
from services.ledger.records import Arrival, Partition

FETCHES: Final = 200
"""After so many fetches that should have brought something it will not come any more."""
SHORT_S: Final = 0.2


class Stage(Protocol):
    """A wire with two partitions that are ours, which hold nothing yet, and what others may do to them."""

    @property
    def wire(self) -> Wire: ...

    @property
    def partitions(self) -> tuple[Partition, Partition]: ...

    async def write(self, partition: Partition, values: Sequence[bytes]) -> None: ...

    async def delete(self, partition: Partition, before: int) -> None:
        """As retention does."""
        ...


@dataclass(frozen=True)
class Reading:
    """Fetches by a share, and what came."""

    stage: Stage

    async def until(
        self, number: int, share: Callable[[Partition], int] = lambda _: 500
    ) -> dict[Partition, list[Arrival]]:
        """So many records."""
        found: dict[Partition, list[Arrival]] = {}
        for _ in range(FETCHES):
            if sum(map(len, found.values())) >= number:
                return found
            for partition, arrivals in (await self.fetch(share)).items():
                found.setdefault(partition, []).extend(arrivals)
        raise AssertionError({partition.topic: len(records) for partition, records in found.items()})

    async def fetch(
        self, share: Callable[[Partition], int] = lambda _: 500, *, limit: int = 500
    ) -> Mapping[Partition, Sequence[Arrival]]:
        return await self.stage.wire.fetch(seconds=SHORT_S, limit=limit, share=share)


def at(partition: Partition, offset: int, *, wire_generation: int = 1) -> Position:
    return Position(partition, wire_generation, 1, offset)


def numbered(number: int, *, first: int = 0) -> list[bytes]:
    return [str(first + one).encode() for one in range(number)]


def offsets(arrivals: Sequence[Arrival]) -> list[int]:
    return [one.place.offset for one in arrivals]


async def what_was_assigned_gives_nothing_before_it_is_begun(stage: Stage) -> None:
    one, other = stage.partitions
    await stage.write(one, numbered(3))
    await stage.write(other, numbered(3))

    assert {one, other} <= stage.wire.assigned
    assert {one, other} <= stage.wire.freshly_assigned()
    assert stage.wire.freshly_assigned() == frozenset()
    assert await Reading(stage).fetch() == {}

    stage.wire.begin([at(one, 1)])
    found = await Reading(stage).until(2)
    assert {partition: offsets(arrivals) for partition, arrivals in found.items()} == {one: [1, 2]}


async def each_partition_comes_whole_and_in_its_order_under_its_generation(stage: Stage) -> None:
    one, other = stage.partitions
    await stage.write(one, numbered(40))
    await stage.write(other, numbered(40))
    stage.wire.begin([at(one, 0, wire_generation=3), at(other, 10)])

    found = await Reading(stage).until(70)

    assert offsets(found[one]) == list(range(40))
    assert offsets(found[other]) == list(range(10, 40))
    assert [arrival.value for arrival in found[other]] == numbered(30, first=10)
    assert {arrival.place.wire_generation for arrival in found[one]} == {3}
    instants = [arrival.received_at for arrival in found[one]]
    assert instants == sorted(instants)


async def the_bounds_are_what_the_log_holds(stage: Stage) -> None:
    one, other = stage.partitions
    await stage.write(one, numbered(5))
    assert await stage.wire.bounds(frozenset({one, other})) == {one: Bounds(0, 5), other: Bounds(0, 0)}

    await stage.delete(one, before=3)
    assert await stage.wire.bounds(frozenset({one})) == {one: Bounds(3, 5)}
    assert await stage.wire.bounds(frozenset()) == {}


async def what_is_held_gives_nothing_and_begins_again_where_it_is_told(stage: Stage) -> None:
    one, other = stage.partitions
    await stage.write(one, numbered(5))
    stage.wire.begin([at(one, 0), at(other, 0)])
    await Reading(stage).until(5)

    stage.wire.hold({one})
    await stage.write(one, numbered(2))
    await stage.write(other, numbered(2))
    assert set(await Reading(stage).until(2)) == {other}
    assert await Reading(stage).fetch() == {}

    stage.wire.begin([at(one, 3)])
    assert offsets((await Reading(stage).until(4))[one]) == [3, 4, 5, 6]


async def shares_are_kept_and_nothing_is_lost_for_them(stage: Stage) -> None:
    """Whose share is nothing waits; the rest comes later, in its order."""
    one, other = stage.partitions
    await stage.write(one, numbered(100))
    await stage.write(other, numbered(10))
    stage.wire.begin([at(one, 0), at(other, 0)])

    seen: dict[Partition, list[int]] = {one: [], other: []}
    for number in range(FETCHES):
        share = {one: number % 8, other: 1 if number % 2 else 0}
        found = await Reading(stage).fetch(share.__getitem__, limit=6)
        assert all(len(arrivals) <= share[partition] for partition, arrivals in found.items())
        assert sum(map(len, found.values())) <= 6
        for partition, arrivals in found.items():
            seen[partition] += offsets(arrivals)
        if sum(map(len, seen.values())) == 110:
            break
    assert seen == {one: list(range(100)), other: list(range(10))}


async def a_flood_of_one_keeps_the_other_no_longer_than_a_few_fetches(stage: Stage) -> None:
    one, other = stage.partitions
    await stage.write(one, numbered(2_000))
    await stage.write(other, numbered(1))
    stage.wire.begin([at(one, 0), at(other, 0)])

    came: Counter[Partition] = Counter()
    while not came[other]:
        found = await Reading(stage).fetch(lambda _: 50, limit=100)
        came.update({partition: len(arrivals) for partition, arrivals in found.items()})
        assert came[one] <= 500


async def what_was_deleted_is_passed_to_the_first_that_is_there(stage: Stage) -> None:
    one, _ = stage.partitions
    await stage.write(one, numbered(8))
    await stage.delete(one, before=5)
    stage.wire.begin([at(one, 2)])

    assert offsets((await Reading(stage).until(3))[one]) == [5, 6, 7]


async def beyond_its_end_it_begins_with_what_there_is(stage: Stage) -> None:
    """Nothing says that the end is missing: whoever begins looks at the bounds first."""
    one, _ = stage.partitions
    await stage.write(one, numbered(3))
    stage.wire.begin([at(one, 7)])

    assert offsets((await Reading(stage).until(3))[one]) == [0, 1, 2]


SCRIPTS: Final[Sequence[Callable[[Stage], Awaitable[None]]]] = (
    what_was_assigned_gives_nothing_before_it_is_begun,
    each_partition_comes_whole_and_in_its_order_under_its_generation,
    the_bounds_are_what_the_log_holds,
    what_is_held_gives_nothing_and_begins_again_where_it_is_told,
    shares_are_kept_and_nothing_is_lost_for_them,
    a_flood_of_one_keeps_the_other_no_longer_than_a_few_fetches,
    what_was_deleted_is_passed_to_the_first_that_is_there,
    beyond_its_end_it_begins_with_what_there_is,
)
