"""The tables are brought forward while others write."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from schemas.errors.tree import LedgerError
from services.ledger import connecting, migrating, postgres
from services.ledger.migrating import Migration
from services.ledger.port import Recorded
from services.ledger.postgres import PostgresLedger
from services.obligations.records import MessageName
from tests.unit.ledger.batches import COURT, NETWORK, POLICE, Intake, Said, said

_NEXT = Migration(
    9000, "9000_next", "alter table position add column remark text; alter table message add column remark text"
)


async def test_a_second_migration_does_nothing(address: str) -> None:
    assert await postgres.migrated(address) == []


async def test_a_migration_that_was_edited_afterwards_is_noticed(address: str) -> None:
    async with await connecting.connect(address) as connection:
        await connection.execute("update migration set digest = 'other' where number = 1")
    with pytest.raises(LedgerError, match="HB-8504"):
        async with postgres.opened(address, NETWORK):
            pass


async def test_a_step_is_made_while_another_connection_writes(address: str, ledger: PostgresLedger) -> None:
    intake, written = Intake(ledger), 0
    migrated = asyncio.Event()

    async def write() -> None:
        nonlocal written
        while not migrated.is_set() or not written:
            written += 1
            assert isinstance(await intake.record(said(written, COURT)), Recorded)

    async with await connecting.connect(address) as connection, asyncio.timeout(60), asyncio.TaskGroup() as both:
        both.create_task(write())
        applied = await migrating.migrate(connection, [*migrating.load(), _NEXT])
        migrated.set()
    assert applied == [_NEXT]


async def test_a_step_that_cannot_have_its_lock_gives_way_and_tries_again(address: str, ledger: PostgresLedger) -> None:
    """Whoever wants to write meanwhile is not kept waiting behind it."""
    pauses = []
    async with await connecting.connect(address) as holding, await connecting.connect(address) as connection:
        transaction = holding.transaction()
        await transaction.__aenter__()
        await holding.execute("lock table position in row exclusive mode")

        async def pause(seconds: float) -> None:
            pauses.append(seconds)
            async with asyncio.timeout(10):
                await ledger.claim([said(1).partition])
            if len(pauses) == 2:
                await transaction.__aexit__(None, None, None)

        assert await migrating.migrate(connection, [*migrating.load(), _NEXT], pause) == [_NEXT]
    assert len(pauses) == 2


async def _partitions(address: str, table: str) -> dict[str, int]:
    async with await connecting.connect(address, {}) as connection:
        cursor = await connection.execute(f"select tableoid::regclass::text, count(*) from {table} group by 1")  # noqa: S608 - the test's own word
        return dict(await cursor.fetchall())


async def test_rows_lie_in_the_partition_of_their_month(address: str, ledger: PostgresLedger) -> None:
    now = datetime.now(UTC)
    name = MessageName(POLICE, str(UUID(int=(int(now.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62))))
    await Intake(ledger).record(Said(name, (COURT,)), at=now)
    for table in ("disposition", "message", "evidence", "bus_message"):
        assert list(await _partitions(address, table)) == [f"{table}_{now:%Y_%m}"]


async def test_what_came_before_its_partition_moves_into_it(address: str, ledger: PostgresLedger) -> None:
    """An agency may mint an id of any time, and its month comes."""
    later = datetime.now(UTC) + timedelta(days=120)
    name = MessageName(POLICE, str(UUID(int=(int(later.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62))))
    intake = Intake(ledger)
    await intake.record(Said(name, (COURT,)))
    assert list(await _partitions(address, "message")) == ["message_rest"]

    assert await ledger.partitions_ahead(6) > 0
    assert list(await _partitions(address, "message")) == [f"message_{later:%Y_%m}"]
    assert await ledger.partitions_ahead(6) == 0
    await intake.record(Said(name, (COURT,)))
    assert intake.deciding is not None
    assert list(intake.deciding.looked[-1].held) == [name]
