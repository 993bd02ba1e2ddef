"""The ledger in PostgreSQL keeps the same contract, and what only a database can be asked."""

from collections.abc import AsyncIterator

import pytest

from habarshy.stack.addresses import PostgresAddress
from schemas.errors.tree import LedgerError
from services.ledger import migrating, postgres
from services.ledger.port import Ledger
from tests.unit.admission import world
from tests.unit.ledger.contract import LedgerContract


@pytest.fixture
async def address(schema: PostgresAddress) -> str:
    connection = await postgres.connect(schema.conninfo)
    async with connection:
        await migrating.migrate(connection)
    return schema.conninfo


class TestPostgresLedger(LedgerContract):
    @pytest.fixture
    async def ledger(self, address: str) -> AsyncIterator[Ledger]:
        async with postgres.opened(address, world.NETWORK) as ledger:
            yield ledger


async def test_a_second_migration_does_nothing(address: str) -> None:
    connection = await postgres.connect(address)
    async with connection:
        assert await migrating.migrate(connection) == []


async def test_a_ledger_without_tables_is_refused_with_the_remedy(schema: PostgresAddress) -> None:
    with pytest.raises(LedgerError, match=r"HB-8502.*habarshy ledger migrate"):
        async with postgres.opened(schema.conninfo, world.NETWORK):
            pass


async def test_a_migration_that_was_edited_afterwards_is_noticed(address: str) -> None:
    connection = await postgres.connect(address)
    async with connection:
        await connection.execute("update migration set digest = 'other'")
    with pytest.raises(LedgerError, match="HB-8504"):
        async with postgres.opened(address, world.NETWORK):
            pass


async def test_a_ledger_belongs_to_one_network(address: str) -> None:
    async with postgres.opened(address, world.NETWORK):
        pass
    with pytest.raises(LedgerError, match="HB-8503"):
        async with postgres.opened(address, "another"):
            pass


async def test_a_ledger_that_is_not_there_is_named_without_its_password() -> None:
    address = "host=127.0.0.1 port=1 dbname=none user=nobody password=hush"
    with pytest.raises(LedgerError, match=r"HB-8501: The ledger at 127\.0\.0\.1:1/none") as refused:
        async with postgres.opened(address, world.NETWORK):
            pass
    assert "hush" not in str(refused.value)


async def test_a_connection_that_broke_is_made_anew(address: str) -> None:
    async with postgres.opened(address, world.NETWORK) as ledger:
        assert ledger._connection is not None
        number = ledger._connection.info.backend_pid
        async with await postgres.connect(address) as other:
            await other.execute("select pg_terminate_backend(%s)", (number,))
        with pytest.raises(LedgerError, match="HB-8501"):
            await ledger.waiting(1, besides=frozenset())
        assert await ledger.waiting(1, besides=frozenset()) == []


async def test_what_is_committed_is_on_disk(address: str) -> None:
    connection = await postgres.connect(address)
    async with connection:
        cursor = await connection.execute("show synchronous_commit")
        assert await cursor.fetchone() == ("on",)


async def test_a_process_that_was_frozen_in_the_middle_holds_no_lock_for_ever(address: str) -> None:
    async with postgres.opened(address, world.NETWORK) as ledger:
        assert ledger._connection is not None
        for name, longest in postgres._PATIENCE.items():
            cursor = await ledger._connection.execute("select current_setting(%s)::interval = %s", (name, longest))
            assert await cursor.fetchone() == (True,)
        assert ledger._connection.info.get_parameters()["tcp_user_timeout"] == "20000"
