"""The heads of the evidence log in memory."""

import pytest

from services.ledger.checkpoints_in_memory import MemoryCheckpoints
from services.ledger.memory import MemoryLedger
from tests.unit.ledger.contract_of_checkpoints import CheckpointsContract
from tests.unit.ledger.test_memory import ticking


class TestInMemory(CheckpointsContract):
    @pytest.fixture
    def ledger(self) -> MemoryLedger:
        return MemoryLedger(clock=ticking())

    @pytest.fixture
    def checkpoints(self, ledger: MemoryLedger) -> MemoryCheckpoints:
        return MemoryCheckpoints(ledger.store)
