"""What the ledger in PostgreSQL says it has of each partition."""

from collections.abc import AsyncIterator

import psycopg
import pytest

from schemas.errors.tree import LedgerError
from services.ledger import coverage_in_postgres
from services.ledger.coverage_in_postgres import PostgresCoverage
from services.ledger.postgres import PostgresLedger
from tests.unit.ledger.batches import POLICE, Intake, outbox, said
from tests.unit.ledger.contract_of_coverage import EVERYTHING, CoverageContract


@pytest.fixture
async def covers(address: str) -> AsyncIterator[PostgresCoverage]:
    async with coverage_in_postgres.opened(address) as covers:
        yield covers


class TestInPostgres(CoverageContract): ...


async def test_a_second_disposition_of_an_offset_is_counted(
    ledger: PostgresLedger, covers: PostgresCoverage, address: str
) -> None:
    """No constraint keeps one out that came at another instant."""
    await Intake(ledger).record(said(1), said(2))
    with psycopg.connect(address) as owner:
        owner.execute(
            "insert into disposition select topic, partition, wire_generation, record_offset, disposition, sender, message_id, codes,"
            " fault, received_at + interval '1 second', recorded_at, leaf from disposition where record_offset = 0"
        )

    (island,) = await covers.islands({outbox(POLICE): EVERYTHING})
    assert (island.dispositions, island.span.length) == (3, 2)


async def test_it_can_change_nothing(covers: PostgresCoverage) -> None:
    await covers.stands()
    assert covers._connection is not None
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        await covers._connection.execute("delete from position")


async def test_a_connection_that_broke_is_made_anew(covers: PostgresCoverage, address: str) -> None:
    await covers.stands()
    assert covers._connection is not None
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("select pg_terminate_backend(%s)", (covers._connection.info.backend_pid,))

    with pytest.raises(LedgerError):
        await covers.stands()
    assert await covers.stands() == []
