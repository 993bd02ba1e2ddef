"""Intake over a wire in memory: nothing lost, nothing doubled, whatever fails and whoever takes over."""

import asyncio
import itertools
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from consumers.intake import kafka
from consumers.intake.intake import Intake
from consumers.intake.kafka import Subscription
from producers.profile import Anchor, ClientProfile
from schemas import topics
from schemas.directory.directory import Directory
from services.admission import admitting
from services.admission.checking import Checked
from services.ledger.entries import Entry, Looked
from services.ledger.memory import MemoryLedger
from services.ledger.port import IntakesLedger
from services.ledger.records import Arrival, Partition
from services.obligations.records import MessageName
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, PROSECUTOR, Wire
from tests.unit.intake.fakes import FailingLedger, FakeReference, FakeWire, RefusingLedger, moved

OUTBOX: Final = Partition(f"outbox.{INVESTIGATOR}", 0)
OTHER: Final = Partition(f"outbox.{PROSECUTOR}", 0)


def memory() -> MemoryLedger:
    seconds = itertools.count(1)
    return MemoryLedger(clock=lambda: world.RECEIVED_AT + timedelta(seconds=next(seconds)))


def intake(wire: FakeWire, ledger: IntakesLedger, reference: FakeReference | None = None) -> Intake:
    known = reference or FakeReference(world.directory())
    return Intake(wire, ledger, known, world.checking(), recorded=lambda: None)


def wire_with(*arrivals: Arrival) -> FakeWire:
    wire = FakeWire()
    wire.put(*arrivals)
    wire.assign(*wire.log)
    return wire


def notices(number: int) -> list[Arrival]:
    wire = Wire()
    return [wire.notice(one) for one in range(1, number + 1)]


def became(ledger: MemoryLedger) -> list[tuple[int, str]]:
    """Each offset once, with its disposition."""
    return sorted((place.offset, entry.decision.disposition) for place, entry in ledger.entries.items())


async def test_what_is_read_is_recorded_once() -> None:
    ledger = memory()
    reader = intake(wire_with(*notices(3)), ledger)

    assert [await reader.step(), await reader.step()] == [3, 0]
    assert became(ledger) == [(0, "ROUTED"), (1, "ROUTED"), (2, "ROUTED")]


async def test_who_starts_anew_goes_on_where_the_ledger_stands() -> None:
    ledger, wire = memory(), wire_with(*notices(2))
    await intake(wire, ledger).step()

    wire.put(*[moved(one, 2) for one in notices(3)[2:]])
    wire.assign(OUTBOX)
    assert await intake(wire, ledger).step() == 1
    assert [offset for offset, _ in became(ledger)] == [0, 1, 2]


async def test_a_commit_of_which_nobody_heard_is_neither_lost_nor_done_twice() -> None:
    ledger = memory()
    reader = intake(wire_with(*notices(3)), FailingLedger(ledger, after=1))

    assert [await reader.step(), await reader.step()] == [0, 0]
    assert became(ledger) == [(0, "ROUTED"), (1, "ROUTED"), (2, "ROUTED")]


async def test_what_was_not_stored_is_read_again() -> None:
    ledger = memory()
    reader = intake(wire_with(*notices(3)), FailingLedger(ledger, before=2))

    assert [await reader.step(), await reader.step(), await reader.step()] == [0, 0, 3]
    assert len(became(ledger)) == 3


async def test_whoever_was_overtaken_writes_nothing_more() -> None:
    ledger, first_wire, second_wire = memory(), wire_with(*notices(2)), wire_with(*notices(2))
    zombie, heir = intake(first_wire, ledger), intake(second_wire, ledger)
    await zombie._claim()
    await heir._claim()

    assert [await zombie.step(), await heir.step()] == [0, 2]
    assert [offset for offset, _ in became(ledger)] == [0, 1]


async def test_a_partition_that_another_took_does_not_hold_up_the_rest() -> None:
    ledger = memory()
    wire = Wire()
    reader = intake(wire_with(wire.notice(1), world.receipt(wire, 9, 2)), ledger)
    await reader._claim()
    await ledger.claim([OTHER])

    assert await reader.step() == 1
    assert {place.topic for place in ledger.entries} == {OUTBOX.topic}


async def test_a_rebalance_makes_every_partition_begin_where_the_ledger_stands() -> None:
    ledger, wire = memory(), wire_with(*notices(2))
    reader = intake(wire, ledger)
    await reader.step()
    before = ledger.positions[OUTBOX]

    wire.assign(OUTBOX)
    await reader.step()

    assert wire.begun == {OUTBOX: 2}
    assert ledger.positions[OUTBOX].epoch > before.epoch


async def test_a_wire_that_lost_its_end_is_not_read_on(caplog: pytest.LogCaptureFixture) -> None:
    ledger, wire = memory(), wire_with(*notices(3))
    await intake(wire, ledger).step()
    position = replace(ledger.positions[OUTBOX], next_offset=5)
    ledger.positions[OUTBOX] = position

    wire.assign(OUTBOX)
    wire.reset_to = 0
    reader = intake(wire, ledger)

    with caplog.at_level(logging.CRITICAL):
        assert [await reader.step(), await reader.step(), await reader.step()] == [0, 0, 0]
    assert [getattr(record, "action", "") for record in caplog.records] == ["intake.wire-went-back"]
    assert len(became(ledger)) == 3


async def test_a_wire_that_lost_its_end_and_was_filled_again_is_not_read_on(caplog: pytest.LogCaptureFixture) -> None:
    ledger, wire = memory(), Wire()
    await intake(wire_with(*(wire.notice(number) for number in (1, 2, 3))), ledger).step()
    later = world.RECEIVED_AT + timedelta(minutes=1)
    refilled = [moved(Wire().notice(number, at=later), number) for number in (2, 3, 4)]
    reader = intake(wire_with(*notices(2), *refilled), ledger)

    with caplog.at_level(logging.CRITICAL):
        assert [await reader.step(), await reader.step()] == [0, 0]
    assert [getattr(record, "action", "") for record in caplog.records] == ["intake.wire-went-back"]
    assert len(became(ledger)) == 3


async def test_missing_offsets_are_said_aloud(caplog: pytest.LogCaptureFixture) -> None:
    ledger = memory()
    reader = intake(wire_with(*[moved(one, 7) for one in notices(1)]), ledger)

    with caplog.at_level(logging.CRITICAL):
        assert [await reader.step(), await reader.step()] == [0, 1]
    (said,) = (vars(record) for record in caplog.records)
    assert (said["action"], said["expected"], said["found"]) == ("intake.gap", 0, 7)


@pytest.mark.parametrize("at_the_end", [True, False])
async def test_each_batch_is_judged_by_the_reference_log_as_it_ended_when_it_was_read(at_the_end: bool) -> None:  # noqa: FBT001 - a row of the table
    """A new key is believed, and a key that was revoked meanwhile is not."""
    known, ends = (_without_keys(), world.directory()) if at_the_end else (world.directory(), _without_keys())
    ledger, reference = memory(), FakeReference(known, at_the_end=ends)

    await intake(wire_with(*notices(3)), ledger, reference).step()

    assert reference.asked == 1
    assert {disposition for _, disposition in became(ledger)} == {"ROUTED" if at_the_end else "REJECTED"}


async def test_while_the_reference_log_cannot_be_used_nothing_is_decided_and_nothing_is_lost(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ledger, reference, wire = memory(), FakeReference(world.directory(), away=True), wire_with(*notices(1))
    reader = intake(wire, ledger, reference)

    with caplog.at_level(logging.CRITICAL):
        assert [await reader.step(), await reader.step()] == [0, 0]
    assert (became(ledger), wire.begun) == ([], {})
    assert [getattr(record, "action", "") for record in caplog.records] == ["intake.reference-away"]

    reference.away = False
    assert await reader.step() == 1
    assert became(ledger) == [(0, "ROUTED")]


async def test_a_record_that_the_ledger_refuses_is_found_by_halving_and_kept_in_quarantine_under_its_name(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ledger = memory()
    refusing = RefusingLedger(ledger, offset=3)

    with caplog.at_level(logging.CRITICAL):
        assert await intake(wire_with(*notices(6)), refusing).step() == 6
    assert became(ledger) == [(offset, "QUARANTINED" if offset == 3 else "ROUTED") for offset in range(6)]
    (said,) = (vars(record) for record in caplog.records)
    assert (said["action"], said["offset"], said["fault"]) == ("intake.quarantined", 3, "planted")
    assert ledger.held[MessageName(INVESTIGATOR, world.message_id(4))].disposition == "QUARANTINED"


async def test_a_record_over_which_deciding_fails_is_kept_in_quarantine_and_stops_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(batch: Sequence[Checked], looked: Looked, *, network: str) -> Sequence[Entry]:
        if any(one.arrival.place.offset == 3 and not one.presented.our_fault for one in batch):
            raise RecursionError("planted")
        return deciding(batch, looked, network=network)

    deciding = admitting.admit
    monkeypatch.setattr(admitting, "admit", failing)
    ledger = memory()

    assert await intake(wire_with(*notices(6)), ledger).step() == 6
    assert became(ledger) == [(offset, "QUARANTINED" if offset == 3 else "ROUTED") for offset in range(6)]


async def test_a_receipt_and_its_message_are_applied_in_any_order() -> None:
    wire = Wire()
    notice, receipt = wire.notice(1), world.receipt(wire, 1, 2)
    told = []
    for arrivals in ([notice, receipt], [receipt, notice]):
        ledger = memory()
        for one in arrivals:
            await intake(wire_with(one), ledger).step()
        told.append({(row.waiting.topic, row.waiting.name) for row in ledger.rows.values() if row.waiting.arrival})
    assert told[0] == told[1]
    assert len(told[0]) == 2


def _without_keys() -> Directory:
    return Directory(tuple(version.model_copy(update={"keys": ()}) for version in world.directory().versions))


def test_the_settings_of_the_consumer_leave_the_offsets_to_the_ledger() -> None:
    profile = ClientProfile(
        network="sandbox",
        agency="bus",
        bootstrap=("localhost:1",),
        security="plaintext",
        trust=(Anchor(id="bus/directory-2026-01", public="A" * 43 + "="),),
    )

    async def settings() -> tuple[object, ...]:
        consumer = kafka.made(profile, Subscription(topics.OUTBOX, "intake"))
        said = (consumer._enable_auto_commit, consumer._group_id, consumer._check_crcs, consumer._isolation_level)
        await consumer.stop()
        return said

    assert asyncio.run(settings()) == (False, "intake", True, "read_uncommitted")
