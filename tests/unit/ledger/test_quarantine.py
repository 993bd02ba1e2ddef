"""The quarantine of a ledger in memory keeps the contract."""

import pytest

from services.ledger.memory import MemoryLedger
from services.ledger.quarantine_in_memory import MemoryQuarantine
from tests.unit.ledger.batches import COURT, Intake, deliver, named, said
from tests.unit.ledger.contract_of_erasing import ErasingContract, refused
from tests.unit.ledger.contract_of_quarantine import QuarantineContract, Word
from tests.unit.ledger.test_memory import ticking


class _InMemory:
    @pytest.fixture
    def ledger(self) -> MemoryLedger:
        return MemoryLedger(clock=ticking())

    @pytest.fixture
    def quarantine(self, ledger: MemoryLedger) -> MemoryQuarantine:
        return MemoryQuarantine(ledger.store, ledger.clock)


class TestQuarantine(_InMemory, QuarantineContract): ...


class TestErasing(_InMemory, ErasingContract):
    async def test_what_is_held_back_stays(self, ledger: MemoryLedger, quarantine: MemoryQuarantine) -> None:
        await Intake(ledger).record(said(1, COURT))
        await deliver(ledger)
        ledger.store.held_back[named(1)] = "17"

        assert await refused(quarantine, named(1), Word()) == "HB-8543"
