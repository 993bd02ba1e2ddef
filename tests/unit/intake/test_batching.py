"""A batch grows with the load, and one agency's flood takes only its share of it."""

from collections import Counter
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumers.intake.batching import Filling, Limits, Pace
from services.ledger.records import Arrival, Partition, Place
from tests.unit.admission.world import INVESTIGATOR, PROSECUTOR, RECEIVED_AT, STRANGER, Wire
from tests.unit.intake.fakes import moved
from tests.unit.intake.rig import OUTBOX, Rig, garbage, memory, notice, notices, wire_with

SMALL: Final = Limits(records=100, size=10_000, agency_records=25, agency_size=4_000, least_records=10, turn_s=0.1)


def record(partition: Partition, size: int = 10) -> Arrival:
    return Arrival(Place(*partition, 1, 0), RECEIVED_AT, None, b"x" * size, ())


def partition(agency: int) -> Partition:
    return Partition(f"outbox.agency-{agency}", 0)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 40), st.integers(0, 3_000)), max_size=40))
def test_no_agency_gets_more_than_its_share_and_no_batch_more_than_its_limits(
    waves: list[tuple[int, int, int]],
) -> None:
    """What is large may pass the limit of bytes by the one wave that brought it, and no further."""
    filling, records, sizes = Filling(SMALL, SMALL.records), dict.fromkeys(range(6), 0), dict.fromkeys(range(6), 0)
    for agency, number, size in waves:
        share = min(number, filling.share(partition(agency)))
        assert share == 0 or (sizes[agency] < SMALL.agency_size and sum(sizes.values()) < SMALL.size)
        filling.add(partition(agency), [record(partition(agency), size)] * share)
        records[agency] += share
        sizes[agency] += share * size
    assert max(records.values()) <= SMALL.agency_records
    assert sum(records.values()) <= SMALL.records


def test_the_bytes_of_a_record_are_those_of_its_key_its_value_and_its_headers() -> None:
    one = replace(record(OUTBOX), key=b"kk", value=b"vvv", headers=(("name", b"12345"), (b"\xff", None)))
    assert one.size == 2 + 3 + 4 + 5 + 1


@pytest.mark.parametrize(("cost_s", "most"), [(0.0, 2_000), (0.000_01, 2_000), (0.000_1, 1_000), (0.1, 50)])
def test_deciding_holds_the_loop_no_longer_than_its_turn(cost_s: float, most: int) -> None:
    pace = Pace(Limits(turn_s=0.1))
    for _ in range(40):
        pace.took(100, 100 * cost_s)
    assert pace.records == pytest.approx(most, rel=0.01)


def test_whoever_comes_alone_is_recorded_at_once_and_a_crowd_waits_for_more() -> None:
    pace = Pace()
    assert pace.coalesce_s == 0.0
    pace.took(1, 0.001)
    assert pace.coalesce_s == 0.0
    pace.took(100, 0.01)
    assert pace.coalesce_s == pytest.approx(0.005)


async def test_a_notice_beside_a_flood_waits_for_one_batch_at_most() -> None:
    """Two agencies flood; the third's notice is in the first batch."""
    flood = [*garbage(400), *garbage(400, agency=STRANGER)]
    quiet = Wire().arrival(b"k", b"v", (), topic=f"outbox.{PROSECUTOR}")
    ledger = memory()
    one = Rig(wire_with(*flood, quiet), ledger, limits=replace(SMALL, agency_records=40))

    await one.intake.step()
    await one.intake.step()

    (first,) = one.counting.batches
    assert first <= SMALL.records
    assert Counter(place.topic for place in ledger.store.entries) == {
        f"outbox.{INVESTIGATOR}": 40,
        f"outbox.{STRANGER}": 40,
        f"outbox.{PROSECUTOR}": 1,
    }


async def test_a_flood_is_read_to_its_end_and_in_its_order() -> None:
    ledger = memory()
    one = Rig(wire_with(*garbage(300), moved(notice(300), 300)), ledger, limits=SMALL)

    assert await one.settle() == 301
    assert [place.offset for place in ledger.store.entries] == list(range(301))
    assert max(one.counting.batches) <= SMALL.agency_records


async def test_a_large_load_makes_large_batches() -> None:
    one = Rig(wire_with(*notices(60)), memory())

    await one.settle()

    assert one.counting.batches == [60]
