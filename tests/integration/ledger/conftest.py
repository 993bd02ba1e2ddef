"""A ledger of each test's own."""

from collections.abc import AsyncIterator

import pytest

from habarshy.stack.addresses import PostgresAddress
from services.ledger import postgres
from services.ledger.postgres import PostgresLedger
from tests.unit.ledger.batches import NETWORK


@pytest.fixture
async def address(schema: PostgresAddress) -> str:
    await postgres.migrated(schema.conninfo)
    return schema.conninfo


@pytest.fixture
async def ledger(address: str) -> AsyncIterator[PostgresLedger]:
    async with postgres.opened(address, NETWORK) as ledger:
        yield ledger


@pytest.fixture
async def beside(address: str) -> AsyncIterator[PostgresLedger]:
    """Another process on the same tables."""
    async with postgres.opened(address, NETWORK) as ledger:
        yield ledger
