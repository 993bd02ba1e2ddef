"""Intake over a wire in memory: nothing lost, nothing doubled, whatever fails and whoever takes over."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from schemas.directory.directory import Directory
from services.admission.checking import Checked
from services.ledger.entries import Entry, Judged, KeptOccasion, Looked, OccasionName
from services.ledger.port import Deciding
from services.obligations.records import MessageName
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, Wire
from tests.unit.intake import rig
from tests.unit.intake.fakes import FailingLedger, FakeReference, RefusingLedger, SlowLedger, moved
from tests.unit.intake.rig import OTHER, OUTBOX, Rig, became, memory, notices, wire_with


async def test_what_is_read_is_recorded_once() -> None:
    ledger = memory()
    one = Rig(wire_with(*notices(3)), ledger)

    assert await one.settle() == 3
    assert became(ledger) == [(0, "ROUTED"), (1, "ROUTED"), (2, "ROUTED")]


async def test_while_one_batch_is_stored_the_next_is_read_and_checked() -> None:
    ledger = memory()
    slow = SlowLedger(ledger)
    one = Rig(wire_with(*notices(2)), slow)
    await one.intake.step()
    one.wire.put(*[moved(notice, number) for number, notice in enumerate(notices(5)) if number >= 2])

    storing = asyncio.create_task(one.intake.step())
    await slow.asked.wait()
    for _ in range(100):
        await asyncio.sleep(0)
    assert (one.counting.happened["fetched"], became(ledger)) == (5, [])

    slow.through.set()
    assert [await storing, await one.intake.step()] == [2, 3]
    assert [offset for offset, _ in became(ledger)] == [0, 1, 2, 3, 4]


async def test_what_goes_out_is_handed_over_once_it_is_in_the_ledger() -> None:
    one = Rig(wire_with(*notices(1)), memory())

    await one.settle()

    assert "inbox.prosecutor-bostandyk" in {waiting.topic for waiting in one.handed}


async def test_whoever_is_told_to_end_stores_what_is_at_hand() -> None:
    ledger = memory()
    one = Rig(wire_with(*notices(3)), ledger)
    await one.intake.step()

    assert await one.intake.finish() == 3
    assert len(became(ledger)) == 3


async def test_a_step_that_is_cut_off_leaves_nothing_running() -> None:
    slow = SlowLedger(memory())
    one = Rig(wire_with(*notices(2)), slow)
    await one.intake.step()
    before = asyncio.all_tasks()

    storing = asyncio.create_task(one.intake.step())
    await slow.asked.wait()
    storing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await storing

    assert asyncio.all_tasks() == before


async def test_who_starts_anew_goes_on_where_the_ledger_stands() -> None:
    ledger, wire = memory(), wire_with(*notices(2))
    await Rig(wire, ledger).settle()

    wire.put(*[moved(one, 2) for one in notices(3)[2:]])
    wire.assign(OUTBOX)
    assert await Rig(wire, ledger).settle() == 1
    assert [offset for offset, _ in became(ledger)] == [0, 1, 2]


@pytest.mark.parametrize("fails", ["before", "after"])
async def test_a_commit_of_which_nobody_heard_is_neither_lost_nor_done_twice(fails: str) -> None:
    ledger = memory()
    failing = FailingLedger(ledger, **{fails: 2})
    one = Rig(wire_with(*notices(3)), failing)

    await one.pass_time(10)

    assert became(ledger) == [(0, "ROUTED"), (1, "ROUTED"), (2, "ROUTED")]
    assert one.counting.happened["ledger away"] == (2 if fails == "before" else 1)


async def test_a_ledger_that_stays_away_is_asked_ever_more_rarely_and_nobody_is_told_to_leave_the_group() -> None:
    ledger = memory()
    failing = FailingLedger(ledger, before=1_000)
    one = Rig(wire_with(*notices(3)), failing)

    await one.pass_time(60)
    assert failing.claims < 20
    assert one.intake.unready == ["ledger-away"]
    assert one.wire.assigned == {OUTBOX}

    failing.before = 0
    await one.pass_time(6)
    assert len(became(ledger)) == 3
    assert one.intake.unready == []


async def test_whoever_was_overtaken_writes_nothing_more() -> None:
    ledger, slow = memory(), SlowLedger(memory())
    slow.ledger = ledger
    zombie, heir = Rig(wire_with(*notices(2)), slow), Rig(wire_with(*notices(2)), ledger)
    await zombie.intake.step()
    storing = asyncio.create_task(zombie.intake.step())
    await slow.asked.wait()

    assert await heir.settle() == 2
    slow.through.set()
    assert await storing == 0
    assert zombie.counting.happened["fenced"] == 1
    assert [offset for offset, _ in became(ledger)] == [0, 1]


async def test_whoever_was_overtaken_does_not_take_it_back_at_once() -> None:
    ledger = memory()
    zombie, heir = Rig(wire_with(*notices(2)), ledger), Rig(wire_with(*notices(2)), ledger)
    await zombie.intake.step()
    await heir.settle()
    held = ledger.store.positions[OUTBOX].epoch

    await zombie.pass_time(2)
    assert ledger.store.positions[OUTBOX].epoch == held
    zombie.wire.assign()
    await zombie.pass_time(20)
    assert ledger.store.positions[OUTBOX].epoch == held


async def test_a_partition_that_another_took_does_not_hold_up_the_rest() -> None:
    ledger, wire = memory(), Wire()
    one = Rig(wire_with(wire.notice(1), world.receipt(wire, 9, 2)), ledger)
    await one.intake.step()
    await ledger.claim([OTHER])

    assert await one.intake.step() == 1
    assert {place.topic for place in ledger.store.entries} == {OUTBOX.topic}


async def test_what_was_read_before_a_rebalance_is_read_again_and_stored_once() -> None:
    ledger, wire = memory(), wire_with(*notices(2))
    one = Rig(wire, ledger)
    await one.intake.step()
    before = ledger.store.positions[OUTBOX]

    wire.assign(OUTBOX)
    assert await one.settle() == 2

    assert became(ledger) == [(0, "ROUTED"), (1, "ROUTED")]
    assert ledger.store.positions[OUTBOX].epoch > before.epoch


async def test_what_was_read_under_a_claim_that_is_over_is_not_stored_under_the_next() -> None:
    ledger, wire = memory(), wire_with(*notices(2))
    one = Rig(wire, ledger)
    await one.intake.step()

    wire.assign(OUTBOX)
    await one.intake.placing.claim()
    assert await one.intake.finish() == 0

    assert await one.settle() == 2
    assert became(ledger) == [(0, "ROUTED"), (1, "ROUTED")]


@pytest.mark.parametrize("at_the_end", [True, False])
async def test_each_batch_is_judged_by_the_reference_log_as_it_ended_when_it_was_read(at_the_end: bool) -> None:  # noqa: FBT001 - a row of the table
    """A new key is believed, and a key that was revoked meanwhile is not."""
    known, ends = (_without_keys(), world.directory()) if at_the_end else (world.directory(), _without_keys())
    ledger, reference = memory(), FakeReference(known, at_the_end=ends)

    await Rig(wire_with(*notices(3)), ledger, reference).settle()

    assert reference.asked == 1
    assert {disposition for _, disposition in became(ledger)} == {"ROUTED" if at_the_end else "REJECTED"}


async def test_while_the_reference_log_cannot_be_used_nothing_is_decided_and_nothing_is_lost(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ledger, reference, wire = memory(), FakeReference(world.directory(), away=True), wire_with(*notices(1))
    one = Rig(wire, ledger, reference)

    with caplog.at_level(logging.CRITICAL):
        assert await one.settle() == 0
    assert (became(ledger), wire.begun) == ([], {})
    assert one.intake.unready == ["reference-away"]
    assert [getattr(record, "action", "") for record in caplog.records] == ["intake.reference-away"]

    reference.away = False
    assert await one.settle() == 1
    assert became(ledger) == [(0, "ROUTED")]


async def test_what_was_checked_before_the_reference_log_was_lost_is_stored() -> None:
    ledger, slow = memory(), SlowLedger(memory())
    slow.ledger = ledger
    one = Rig(wire_with(*notices(1)), slow)
    await one.intake.step()
    one.reference.away = True
    one.wire.put(moved(notices(2)[1], 1))

    slow.through.set()
    assert await one.settle() == 1
    assert became(ledger) == [(0, "ROUTED")]


async def test_a_record_that_the_ledger_refuses_is_found_by_halving_and_kept_in_quarantine_under_its_name(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ledger = memory()

    with caplog.at_level(logging.CRITICAL):
        assert await Rig(wire_with(*notices(6)), RefusingLedger(ledger, offset=3)).settle() == 6
    assert became(ledger) == [(offset, "QUARANTINED" if offset == 3 else "ROUTED") for offset in range(6)]
    (said,) = (vars(record) for record in caplog.records)
    assert (said["action"], said["offset"], said["fault"]) == ("intake.quarantined", 3, "planted")
    named = {entry.name for entry in ledger.store.entries.values() if entry.decision.disposition == "QUARANTINED"}
    assert named == {MessageName(INVESTIGATOR, world.message_id(4))}


@dataclass
class Failing:
    """Deciding of one record, or the judging of the occasion that it touches, fails by a fault of ours."""

    deciding: Deciding
    where: str

    @property
    def names(self) -> frozenset[MessageName]:
        return self.deciding.names

    def entries(self, looked: Looked) -> Sequence[Entry]:
        entries = self.deciding.entries(looked)
        self._fail("entries", entries)
        return entries

    def judged(
        self, entries: Sequence[Entry], kept: Mapping[OccasionName, KeptOccasion], looked: Looked
    ) -> Sequence[Judged]:
        self._fail("judged", entries)
        return self.deciding.judged(entries, kept, looked)

    def _fail(self, where: str, entries: Sequence[Entry]) -> None:
        bad = (one for one in entries if one.arrival.place.offset == 3 and one.decision.disposition == "ROUTED")
        if where == self.where and any(bad):
            raise RecursionError("planted")


@pytest.mark.parametrize("where", ["entries", "judged"])
async def test_a_record_over_which_deciding_fails_is_kept_in_quarantine_and_stops_nobody(where: str) -> None:
    def failing(checked: Sequence[Checked], directory: Directory) -> Deciding:
        return Failing(rig.deciding(checked, directory), where)

    ledger = memory()
    one = Rig(wire_with(*notices(6)), ledger, deciders=failing)

    assert await one.settle() == 6
    assert became(ledger) == [(offset, "QUARANTINED" if offset == 3 else "ROUTED") for offset in range(6)]
    assert one.counting.happened["halved"] > 1


async def test_a_receipt_and_its_message_are_applied_in_any_order() -> None:
    wire = Wire()
    notice, receipt = wire.notice(1), world.receipt(wire, 1, 2)
    told = []
    for arrivals in ([notice, receipt], [receipt, notice]):
        ledger = memory()
        for one in arrivals:
            await Rig(wire_with(one), ledger).settle()
        rows = [row.waiting for row in ledger.store.outgoing.values()]
        told.append({(waiting.topic, waiting.name) for waiting in rows if waiting.arrival})
    assert told[0] == told[1]
    assert len(told[0]) == 2


def _without_keys() -> Directory:
    return Directory(tuple(version.model_copy(update={"keys": ()}) for version in world.directory().versions))
