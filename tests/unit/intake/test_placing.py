"""A partition is read from where the ledger stands, and what the wire lost or dropped is said aloud and never guessed."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from consumers.intake import placing
from services.ledger.entries import Position
from services.ledger.memory import MemoryLedger
from services.ledger.records import Arrival, Partition
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, Wire
from tests.unit.intake.fakes import moved
from tests.unit.intake.rig import OTHER, OUTBOX, Rig, memory, notices, wire_with

LONG_S: Final = 60.0


async def ledger_with(*arrivals: Arrival) -> MemoryLedger:
    ledger = memory()
    await Rig(wire_with(*arrivals), ledger).settle()
    return ledger


def actions(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [str(vars(record)["action"]) for record in caplog.records if record.levelno >= logging.CRITICAL]


def by_generation(ledger: MemoryLedger) -> list[tuple[int, int, str]]:
    return sorted(
        (place.wire_generation, place.offset, entry.decision.disposition)
        for place, entry in ledger.store.entries.items()
    )


async def test_a_wire_that_lost_its_end_is_read_on_in_the_next_generation_once_it_is_certain(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ledger = await ledger_with(*notices(3))
    one = Rig(wire_with(*notices(2)), ledger)

    await one.pass_time(placing.DOUBT_S - 1)
    assert actions(caplog) == []
    await one.pass_time(LONG_S)

    assert actions(caplog) == ["intake.wire-went-back"]
    assert one.counting.happened[f"lost end of {OUTBOX.topic}"] == 1
    assert by_generation(ledger)[3:] == [(2, 0, "DUPLICATE"), (2, 1, "DUPLICATE")]


async def test_what_was_written_after_the_loss_is_read_too() -> None:
    ledger = await ledger_with(*notices(3))
    new = notices(4)[3]
    one = Rig(wire_with(*notices(2), moved(new, 2)), ledger)

    one.wire.log[OUTBOX][2] = later(moved(new, 2))
    await one.pass_time(LONG_S)

    assert by_generation(ledger)[3:] == [(2, 0, "DUPLICATE"), (2, 1, "DUPLICATE"), (2, 2, "ROUTED")]


@pytest.mark.parametrize("same_clock", [True, False])
async def test_a_wire_that_was_filled_again_beyond_where_it_was_read_is_noticed(
    caplog: pytest.LogCaptureFixture,
    same_clock: bool,  # noqa: FBT001 - a row of the table
) -> None:
    ledger = await ledger_with(*notices(3))
    new = [moved(Wire().notice(number + 10), number) for number in (2, 3, 4)]
    refilled = [replace(one, received_at=notices(3)[2].received_at) if same_clock else later(one) for one in new]
    one = Rig(wire_with(*notices(2), *refilled), ledger)

    await one.pass_time(LONG_S)

    assert actions(caplog) == ["intake.wire-went-back"]
    assert [offset for generation, offset, _ in by_generation(ledger) if generation == 2] == [0, 1, 2, 3, 4]


async def test_a_broker_that_does_not_know_its_end_yet_is_asked_again_and_nothing_begins_anew() -> None:
    ledger = await ledger_with(*notices(3))
    one = Rig(wire_with(*notices(2)), ledger)
    await one.pass_time(placing.DOUBT_S - 2)

    one.wire.put(notices(3)[2])
    one.wire.put(moved(notices(4)[3], 3))
    await one.pass_time(LONG_S)

    assert [row[:2] for row in by_generation(ledger)] == [(1, 0), (1, 1), (1, 2), (1, 3)]


async def test_a_topic_that_was_made_anew_is_read_from_its_begin() -> None:
    ledger = await ledger_with(*notices(3))
    one = Rig(wire_with(later(moved(notices(4)[3], 0))), ledger)

    await one.pass_time(LONG_S)

    assert by_generation(ledger)[3:] == [(2, 0, "ROUTED")]


async def test_the_next_claim_goes_on_in_the_generation_that_was_begun() -> None:
    ledger = await ledger_with(*notices(3))
    one = Rig(wire_with(*notices(2)), ledger)
    await one.pass_time(LONG_S)

    one.wire.put(moved(notices(4)[3], 2))
    one.wire.assign(OUTBOX)
    await one.settle()

    assert by_generation(ledger)[3:] == [(2, 0, "DUPLICATE"), (2, 1, "DUPLICATE"), (2, 2, "ROUTED")]


async def test_whoever_was_overtaken_begins_no_generation() -> None:
    ledger = await ledger_with(*notices(3))
    one = Rig(wire_with(*notices(2)), Overtaking(ledger))

    await one.pass_time(LONG_S)

    assert {generation for generation, _, _ in by_generation(ledger)} == {1}


class Overtaking(MemoryLedger):
    """Another claims what is claimed here, at once."""

    def __init__(self, ledger: MemoryLedger) -> None:
        super().__init__(ledger.clock, ledger.store)

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        positions = await super().claim(partitions)
        await super().claim(partitions)
        return positions


async def test_what_retention_took_before_it_was_read_is_said_with_its_range(caplog: pytest.LogCaptureFixture) -> None:
    ledger = await ledger_with(*notices(2))
    wire = wire_with(*notices(6))
    wire.delete(OUTBOX, before=4)
    one = Rig(wire, ledger)

    assert await one.settle() == 2

    (said,) = (vars(record) for record in caplog.records if record.levelno >= logging.CRITICAL)
    assert (said["action"], said["expected"], said["found"]) == ("intake.gap", 2, 4)
    assert one.counting.happened[f"missing of {OUTBOX.topic}"] == 2
    assert [row[1] for row in by_generation(ledger)] == [0, 1, 4, 5]


async def test_what_retention_took_while_it_waited_to_be_read_is_said_too(caplog: pytest.LogCaptureFixture) -> None:
    ledger = memory()
    one = Rig(wire_with(*notices(2)), ledger)
    await one.settle()

    one.wire.put(*[moved(notice, number) for number, notice in enumerate(notices(6)) if number >= 2])
    one.wire.delete(OUTBOX, before=5)
    await one.pass_time(LONG_S)

    assert actions(caplog) == ["intake.gap"]
    assert [row[1] for row in by_generation(ledger)] == [0, 1, 5]


async def test_what_retention_took_after_it_was_read_is_no_loss(caplog: pytest.LogCaptureFixture) -> None:
    ledger = await ledger_with(*notices(3))
    wire = wire_with(*notices(4))
    wire.delete(OUTBOX, before=3)

    assert await Rig(wire, ledger).settle() == 1
    assert actions(caplog) == []


async def test_offsets_that_the_wire_never_had_are_said_and_do_not_stop_it(caplog: pytest.LogCaptureFixture) -> None:
    ledger = memory()
    one = Rig(wire_with(*[moved(one, offset) for one, offset in zip(notices(3), (0, 1, 7), strict=True)]), ledger)

    await one.pass_time(LONG_S)

    assert actions(caplog) == ["intake.gap"]
    assert [row[1] for row in by_generation(ledger)] == [0, 1, 7]


async def test_a_hole_at_the_place_where_it_is_read_on_does_not_stop_it_either(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ledger = await ledger_with(*notices(2))
    one = Rig(wire_with(*notices(2), moved(notices(3)[2], 7)), ledger)
    one.wire.log[OUTBOX].pop(1)
    one.wire.starts[OUTBOX] = 2

    await one.pass_time(LONG_S)

    assert actions(caplog) == ["intake.gap"]
    assert [row[1] for row in by_generation(ledger)] == [0, 1, 7]


async def test_where_a_leader_is_away_the_others_are_read() -> None:
    ledger, wire = memory(), Wire()
    one = Rig(wire_with(wire.notice(1), world.receipt(wire, 1, 2)), ledger)
    one.wire.hidden = {OTHER}

    await one.settle()
    assert {place.topic for place in ledger.store.entries} == {OUTBOX.topic}

    one.wire.hidden = set()
    await one.pass_time(5)
    assert {place.topic for place in ledger.store.entries} == {OUTBOX.topic, OTHER.topic}


async def test_an_agency_that_is_new_is_read_from_its_first_record() -> None:
    ledger = memory()
    one = Rig(wire_with(*notices(1)), ledger)
    await one.settle()

    wire = Wire(ends={f"outbox.{INVESTIGATOR}": 1})
    one.wire.put(world.receipt(wire, 1, 2))
    one.wire.assign(OUTBOX, OTHER)
    await one.settle()

    assert sorted((place.topic, place.offset) for place in ledger.store.entries) == [
        (OUTBOX.topic, 0),
        (OTHER.topic, 0),
    ]


def later(arrival: Arrival) -> Arrival:
    return replace(arrival, received_at=arrival.received_at + timedelta(minutes=1))
