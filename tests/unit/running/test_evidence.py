"""A process that signs the evidence says when it cannot, and goes on once it can."""

import asyncio
from datetime import UTC, datetime

import pytest
from aiokafka.errors import KafkaConnectionError

from habarshy.running import shared
from habarshy.running.evidence import Keeping
from habarshy.running.shared import Shared
from schemas.errors.tree import Finding, LedgerError
from services.ledger.entries import Leaf
from tests.unit.evidence.rig import Rig
from tests.unit.running.scraping import series


@pytest.fixture
def among() -> Shared:
    return shared.begun(monotonic=lambda: 0.0, clock=lambda: datetime(2026, 3, 6, tzinfo=UTC))


@pytest.fixture
def rig() -> Rig:
    return Rig()


@pytest.fixture
def keeping(rig: Rig, among: Shared) -> Keeping:
    return Keeping(rig.sequencer(), rig.wire, among.health, among.metrics)


def unready(among: Shared) -> list[str]:
    return [reason.line.partition(" since")[0] for reason in among.health.reasons]


def alarms(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [vars(line).get("cause", "-") for line in caplog.records if line.levelname == "CRITICAL"]


async def test_what_was_decided_is_signed_and_published(rig: Rig, keeping: Keeping, among: Shared) -> None:
    await rig.record(3)
    await keeping.turn(among.told)
    await keeping.turn(among.told)
    assert [one.envelope.type for one in rig.wire.records] == ["checkpoint"]
    counted = series(among.metrics)
    assert counted["habarshy_evidence_signed_leaves"] == 3
    assert counted["habarshy_evidence_published_checkpoints_total"] == 1


async def test_a_wire_that_is_away_keeps_nothing_from_being_signed(
    rig: Rig, keeping: Keeping, among: Shared, caplog: pytest.LogCaptureFixture
) -> None:
    rig.wire.failure = KafkaConnectionError()
    for _ in range(3):
        await rig.record(1)
        await keeping.turn(among.told)
    assert (unready(among), alarms(caplog)) == (["evidence: wire-away"], ["wire-away"])
    assert len(rig.ledger.store.checkpoints) == 3

    rig.wire.failure = None
    await keeping.turn(among.told)
    assert (unready(among), len(rig.wire.records)) == ([], 3)


async def test_a_ledger_that_is_away_is_told_and_tried_again(
    rig: Rig, among: Shared, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_: int) -> int:
        raise LedgerError(Finding("HB-8506", "", {}))

    keeping = Keeping(rig.sequencer(), rig.wire, among.health, among.metrics)
    await rig.record(1)
    with monkeypatch.context() as broken:
        broken.setattr(type(rig.ledger), "number", lambda _, limit: away(limit))
        await keeping.turn(among.told)
    assert (unready(among), alarms(caplog)) == (["evidence: ledger-away"], ["ledger-away"])
    await keeping.turn(among.told)
    assert (unready(among), len(rig.wire.records)) == ([], 1)


async def test_a_ledger_that_was_changed_is_an_alarm_and_no_more_is_signed(
    rig: Rig, keeping: Keeping, among: Shared, caplog: pytest.LogCaptureFixture
) -> None:
    await rig.record(3)
    await keeping.turn(among.told)
    rig.ledger.store.leaves[0] = Leaf(b"{}", "ab" * 32)
    await rig.record(1)
    begun_anew = Keeping(rig.sequencer(), rig.wire, among.health, among.metrics)
    await begun_anew.turn(among.told)
    await begun_anew.turn(among.told)
    assert (unready(among), alarms(caplog)) == (["evidence: evidence-broken"], ["evidence-broken"])
    assert len(rig.ledger.store.checkpoints) == 1


async def test_it_begins_nothing_once_it_is_told_to_stop(rig: Rig, keeping: Keeping) -> None:
    await rig.record(1)
    told = asyncio.Event()
    told.set()
    await keeping.turn(told)
    assert (rig.ledger.store.checkpoints, rig.wire.records) == ([], [])
