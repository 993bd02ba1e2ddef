"""The ledger in PostgreSQL, done anything to in any order."""

import asyncio
from typing import Final

import psycopg
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from psycopg import sql

from habarshy.stack.addresses import PostgresAddress
from services.ledger import postgres
from services.ledger.postgres import PostgresLedger
from tests.unit.ledger.batches import NETWORK
from tests.unit.ledger.contract_of_relay import Closing
from tests.unit.ledger.machine import LedgerMachine

_STAY: Final = ["migration", "retention"]


def emptied(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as owner:
        found = owner.execute(
            "select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')"
            " and not relispartition and relname <> all (%s)",
            (_STAY,),
        ).fetchall()
        tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in found)
        owner.execute(sql.SQL("truncate {}").format(tables))


def test_whatever_is_done_to_it_what_it_says_fits_what_was_done(schema: PostgresAddress) -> None:
    asyncio.run(postgres.migrated(schema.conninfo))

    class InPostgres(LedgerMachine):
        async def two(self) -> list[Closing]:
            emptied(schema.conninfo)
            return [PostgresLedger(schema.conninfo, NETWORK), PostgresLedger(schema.conninfo, NETWORK)]

    few = settings(
        max_examples=12,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
        database=None,
    )
    run_state_machine_as_test(InPostgres, settings=few)
