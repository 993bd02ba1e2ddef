"""The ledger in memory keeps the contract."""

import itertools
from datetime import timedelta

import pytest

from services.ledger.memory import MemoryLedger
from services.ledger.port import Ledger
from tests.unit.admission import world
from tests.unit.ledger.contract import LedgerContract


class TestMemoryLedger(LedgerContract):
    @pytest.fixture
    def ledger(self) -> Ledger:
        seconds = itertools.count(1)
        return MemoryLedger(clock=lambda: world.RECEIVED_AT + timedelta(seconds=next(seconds)))
