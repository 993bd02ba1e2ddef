"""Presence in PostgreSQL: it ends with the connection, whoever ends that."""

from functools import partial

import psycopg
import pytest

from schemas.errors.tree import LedgerError
from services.ledger import postgres, presence_in_postgres
from tests import letterbox
from tests.unit.ledger.batches import NETWORK
from tests.unit.ledger.contract_of_presence import ONE, OTHER, Opens, PresenceContract

_CUT = """
select pg_terminate_backend(pid) from pg_locks
where locktype = 'advisory' and classid = 'ledger'::regclass and objid = %s::bigint::oid
"""


class TestPresence(PresenceContract):
    @pytest.fixture
    def opens(self, address: str) -> Opens:
        return partial(presence_in_postgres.opened, address, NETWORK)


async def test_whose_connection_is_cut_is_there_no_more_and_comes_back_at_the_look_after_the_next(address: str) -> None:
    async with (
        presence_in_postgres.opened(address, NETWORK, ONE) as one,
        presence_in_postgres.opened(address, NETWORK, OTHER) as other,
    ):
        with psycopg.connect(address, autocommit=True) as owner:
            owner.execute(_CUT, (OTHER,))
        await letterbox.until(lambda: _sees(one, frozenset({ONE})))

        with pytest.raises(LedgerError):
            await other.look()
        assert await one.look() == {ONE}
        assert await other.look() == {ONE, OTHER}
        assert await one.look() == {ONE, OTHER}


async def _sees(one: presence_in_postgres.PostgresPresence, numbers: frozenset[int]) -> bool:
    return await one.look() == numbers


async def test_another_ledger_of_the_same_database_has_its_own(address: str, prefix: str) -> None:
    """Locks belong to a whole database: the ledger's number tells them apart."""
    schema = prefix.replace("-", "_")
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(psycopg.sql.SQL("create schema {}").format(psycopg.sql.Identifier(schema)))
        try:
            elsewhere = psycopg.conninfo.make_conninfo(address, options=f"-c search_path={schema}")
            await postgres.migrated(elsewhere)
            async with (
                presence_in_postgres.opened(address, NETWORK, ONE) as one,
                presence_in_postgres.opened(elsewhere, NETWORK, OTHER) as other,
            ):
                assert (await one.look(), await other.look()) == (frozenset({ONE}), frozenset({OTHER}))
        finally:
            owner.execute(psycopg.sql.SQL("drop schema {} cascade").format(psycopg.sql.Identifier(schema)))
