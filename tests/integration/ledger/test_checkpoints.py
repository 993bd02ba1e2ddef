"""The heads of the evidence log in PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from schemas.errors.tree import EvidenceError, LedgerError
from services.ledger import checkpoints_in_postgres
from services.ledger.checkpoints_in_postgres import PostgresCheckpoints
from services.ledger.postgres import PostgresLedger
from tests.unit.ledger.batches import COURT, Intake, said
from tests.unit.ledger.contract_of_checkpoints import CheckpointsContract, head


@pytest.fixture
async def checkpoints(address: str) -> AsyncIterator[PostgresCheckpoints]:
    async with checkpoints_in_postgres.opened(address) as checkpoints:
        yield checkpoints


class TestInPostgres(CheckpointsContract): ...


async def test_of_many_at_once_one_is_kept(address: str, checkpoints: PostgresCheckpoints) -> None:
    async def keep(size: int) -> bool:
        async with checkpoints_in_postgres.opened(address) as other:
            return await other.keep(head(size, 0), [])

    kept = await asyncio.gather(*(keep(size) for size in range(1, 9)))
    last = await checkpoints.last()
    assert last is not None
    assert [size for size, is_kept in enumerate(kept, start=1) if is_kept] == [last.size]


async def test_a_leaf_that_was_taken_out_is_missed(
    address: str, ledger: PostgresLedger, checkpoints: PostgresCheckpoints
) -> None:
    await Intake(ledger).record(said(1, COURT), said(2), said(3))
    await ledger.number(3)
    with psycopg.connect(address) as owner:
        owner.execute("delete from evidence where leaf_index = 1")
    with pytest.raises(EvidenceError, match="HB-8700: The evidence lacks its entry 1"):
        await checkpoints.hashes(0, 0, 3)


async def test_where_no_evidence_can_be_written_nothing_is_decided(address: str, ledger: PostgresLedger) -> None:
    """Its disk is full. The alarm is intake's own: it cannot use the ledger, and holds still."""
    await Intake(ledger).record(said(1, COURT))
    with psycopg.connect(address, autocommit=True) as owner:
        no_room = "raise exception using errcode = 'disk_full', message = 'no room'"
        owner.execute(f"create function no_room() returns trigger language plpgsql as $$ begin {no_room}; end $$")
        owner.execute("create trigger no_room before insert on evidence for each row execute function no_room()")
        with pytest.raises(LedgerError, match="DiskFull 53100"):
            await Intake(ledger).record(said(2, COURT))
        counted = owner.execute(
            "select (select count(*) from disposition), (select count(*) from message), (select count(*) from evidence),"
            " (select count(*) from outgoing), (select next_offset from position)"
        ).fetchone()
    assert counted == (1, 1, 1, 2, 1)
