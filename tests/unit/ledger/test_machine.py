"""The ledger in memory, done anything to in any order."""

from hypothesis import HealthCheck, settings

from services.ledger.memory import MemoryLedger
from tests.unit.ledger.contract_of_relay import Closing
from tests.unit.ledger.machine import LedgerMachine
from tests.unit.ledger.test_memory import ticking


class InMemory(LedgerMachine):
    async def two(self) -> list[Closing]:
        one = MemoryLedger(clock=ticking())
        return [one, MemoryLedger(clock=one.clock, store=one.store)]


TestInMemory = InMemory.TestCase
TestInMemory.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
