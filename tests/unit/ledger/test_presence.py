"""Presence in memory keeps the contract that the one in PostgreSQL keeps; and how a process gets its number."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from services.ledger import presence
from services.ledger.presence import FIRST
from services.ledger.presence_in_memory import MemoryPresence
from tests.unit.ledger.contract_of_presence import Opens, PresenceContract


class TestPresence(PresenceContract):
    @pytest.fixture
    def opens(self) -> Opens:
        there: set[int] = set()

        @asynccontextmanager
        async def opened(number: int) -> AsyncIterator[MemoryPresence]:
            made = MemoryPresence(number, there)
            await made.look()
            yield made
            await made.close()

        return opened


def test_each_process_draws_a_number_that_no_other_lock_has() -> None:
    drawn = [presence.drawn(chance.__mod__) for chance in (0, 7, FIRST - 1)]
    assert drawn == [2**30, 2**30 + 7, 2**31 - 1]
