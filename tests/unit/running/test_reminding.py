"""A running bus tells who has waited for a day, by its own clock, and goes on where the ledger is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from habarshy.running import tending
from schemas.errors.tree import Finding, LedgerError
from services.admission.reminding import Reminders
from services.ledger.entries import Waiting
from services.ledger.reminding import Reminding
from tests.unit.admission import world
from tests.unit.admission.world import NETWORK, Wire
from tests.unit.intake.rig import Rig, memory, wire_with

DAY = timedelta(hours=24)


@dataclass
class AwayLedger:
    asked: int = 0

    async def remind(self, before: datetime, reminding: Reminding, *, limit: int) -> Sequence[Waiting]:
        assert before < world.RECEIVED_AT
        assert (reminding, limit) == (Reminders(NETWORK), tending.REMINDED_AT_ONCE)
        self.asked += 1
        raise LedgerError(Finding("HB-8501", "", {"address": "nowhere", "what": "planted"}))


async def test_after_a_day_and_not_before_the_sender_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    ledger = memory()
    await Rig(wire_with(world.receipt(Wire(), 1, 2)), ledger).settle()
    (entry,) = ledger.store.entries.values()
    before = len(ledger.store.outgoing)

    for now, told in ((DAY, 0), (DAY + timedelta(seconds=1), 1), (2 * DAY, 1)):
        await tending.reminded(ledger, Reminders(NETWORK), entry.recorded_at + now)
        assert len(ledger.store.outgoing) - before == told
    said = [vars(record) for record in caplog.records if vars(record).get("action") == "ledger.reminded"]
    assert [one["messages"] for one in said] == [1]


async def test_a_ledger_that_is_away_ends_nobody(caplog: pytest.LogCaptureFixture) -> None:
    away = AwayLedger()
    await tending.reminded(away, Reminders(NETWORK), world.RECEIVED_AT)
    assert away.asked == 1
    assert [vars(record)["action"] for record in caplog.records] == ["ledger.unreminded"]
