"""The ledger that the benchmark of its size begins with has a past that hangs together."""

import pytest
from psycopg import AsyncConnection

from benchmarks.core import filling
from services.ledger import checking

OBLIGATIONS = 300


async def test_a_filled_ledger_lacks_nothing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "PART", 120)
    filling.fill(address, OBLIGATIONS)

    assert await checking.check(address) == []
    async with await AsyncConnection.connect(address) as connection:
        cursor = await connection.execute("select count(*), count(*) filter (where verdict = 'open') from obligation")
        assert await cursor.fetchone() == (OBLIGATIONS, OBLIGATIONS // 20)
