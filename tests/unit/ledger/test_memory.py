"""The ledger in memory keeps the contract."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from services.ledger.memory import MemoryLedger
from tests.unit.ledger.batches import AT
from tests.unit.ledger.contract import LedgerContract
from tests.unit.ledger.contract_of_occasions import OccasionsContract
from tests.unit.ledger.contract_of_relay import RelayContract


def ticking(start: datetime = AT) -> Callable[[], datetime]:
    """A clock on which a millisecond passes each time it is asked."""
    times = (start + timedelta(milliseconds=count) for count in range(10**9))
    return lambda: next(times)


class _InMemory:
    @pytest.fixture
    def ledger(self) -> MemoryLedger:
        return MemoryLedger(clock=ticking())

    @pytest.fixture
    def beside(self, ledger: MemoryLedger) -> MemoryLedger:
        return MemoryLedger(clock=ledger.clock, store=ledger.store)


class TestIntake(_InMemory, LedgerContract): ...


class TestOccasions(_InMemory, OccasionsContract): ...


class TestRelay(_InMemory, RelayContract): ...
