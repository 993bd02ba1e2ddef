"""The store in a real PostgreSQL."""

from collections.abc import AsyncIterator, Callable

import psycopg
import pytest

from consumers.inbox.store.port import Step, Store
from consumers.inbox.store.postgres import PostgresStore
from habarshy.stack.addresses import PostgresAddress
from tests.inbox_store import ID, TOPIC, StoreContract


class TestPostgres(StoreContract):
    make_row = "insert into made values (%s)"

    @pytest.fixture
    async def store(self, schema: PostgresAddress) -> AsyncIterator[Store]:
        made = PostgresStore(schema.conninfo)
        await made.open()
        yield made
        await made.close()

    @pytest.fixture
    def again(self, schema: PostgresAddress) -> Callable[[], Store]:
        return lambda: PostgresStore(schema.conninfo)


async def test_of_two_inboxes_at_one_position_the_slower_keeps_nothing(schema: PostgresAddress) -> None:
    quick, slow = PostgresStore(schema.conninfo), PostgresStore(schema.conninfo)
    await quick.open()
    async with quick.taking() as taking:
        await taking.move(Step(TOPIC, 0, None, 1))
    async with quick.taking() as taking:
        await taking.first("police-medeu", ID)
        assert await taking.move(Step(TOPIC, 0, 1, 2))
    async with slow.taking() as taking:
        assert not await taking.first("police-medeu", ID)
        assert not await taking.move(Step(TOPIC, 0, 1, 2))
    await quick.close()
    await slow.close()


async def test_a_connection_that_broke_passes_and_nothing_of_its_transaction_holds(schema: PostgresAddress) -> None:
    store = PostgresStore(schema.conninfo)
    await store.open()
    with pytest.raises(psycopg.Error) as broke:  # noqa: PT012 - where it breaks is the point
        async with store.taking() as taking:
            await taking.first("police-medeu", ID)
            rows = await taking.effect.execute("select pg_backend_pid()")
            with psycopg.connect(schema.conninfo, autocommit=True) as other:
                other.execute("select pg_terminate_backend(%s)", rows[0])
            await taking.move(Step(TOPIC, 0, None, 1))
    assert store.passes(broke.value)
    assert await store.counted() == {"taken": 0, "letters": 0, "outgoing": 0}
    await store.close()
