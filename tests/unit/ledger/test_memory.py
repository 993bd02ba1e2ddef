"""The ledger in memory keeps the contract."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.ledger.memory import MemoryLedger
from tests.unit.ledger.batches import AT, Intake, said
from tests.unit.ledger.contract import LedgerContract
from tests.unit.ledger.contract_of_occasions import OccasionsContract
from tests.unit.ledger.contract_of_relay import RelayContract
from tests.unit.ledger.contract_of_reminding import RemindingContract


def ticking(start: datetime = AT) -> Callable[[], datetime]:
    """A clock on which a millisecond passes each time it is asked."""
    times = (start + timedelta(milliseconds=count) for count in range(10**9))
    return lambda: next(times)


async def test_what_is_kept_by_its_hash_has_no_bytes_any_more() -> None:
    ledger = MemoryLedger(clock=ticking())
    flood = said(1, disposition="REJECTED", hash_only=True)
    await Intake(ledger).record(flood, replace(flood, name=None), said(2))
    kept = [one.arrival for one in ledger.store.entries.values()]
    assert [(one.key, one.value, len(one.headers)) for one in kept] == [
        (b"key", b'{"type":"notice"}', 2),
        (None, None, 0),
        (b"key", said(2).value, 2),
    ]


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


class TestReminding(_InMemory, RemindingContract): ...
