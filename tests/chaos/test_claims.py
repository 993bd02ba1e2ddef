"""A batch is held up in the database while its process is frozen, told to stop, or loses the partition: each record has one disposition."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest
from psycopg import AsyncConnection

from tests import letterbox
from tests.chaos.recorded import accepted, dispositions
from tests.integration.bus.conftest import Pair
from tests.integration.bus.speaking import Agency
from tests.integration.running import process
from tests.integration.running.process import Watched

FROZEN_SECONDS: Final = float(os.environ.get("HABARSHY_TEST_FROZEN_SECONDS", "1"))
FENCED: Final = 'habarshy_intake_fenced_partitions_total{group="intake"}'
SHARE: Final = 'habarshy_intake_partitions{group="intake"}'
STOPS_S: Final = 30.0
_HOLD: Final = "update position set epoch = epoch + %s where topic = %s"
_WAITING: Final = (
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
)


class Holding:
    """A partition's row in the ledger, held by the test: whoever would store something of it waits."""

    def __init__(self, connection: AsyncConnection, ledger: str) -> None:
        self._connection, self._ledger = connection, ledger

    async def until_waiting(self, number: int = 1) -> None:
        async with await AsyncConnection.connect(self._ledger, autocommit=True) as asked:

            async def wait() -> bool:
                cursor = await asked.execute(_WAITING)
                return int((await cursor.fetchone() or (0,))[0]) >= number

            await letterbox.until(wait)

    async def let_go(self) -> None:
        await self._connection.commit()


@asynccontextmanager
async def holding(ledger: str, agency: Agency, *, claims: bool = False) -> AsyncIterator[Holding]:
    """Where it claims it has taken the partition over, as another intake does."""
    async with await AsyncConnection.connect(ledger) as connection:
        await connection.execute(_HOLD, (int(claims), f"outbox.{agency.id}"))
        yield Holding(connection, ledger)


@pytest.fixture
def bus_command(command: Callable[[], list[str]]) -> list[str]:
    return command()


def state(running: asyncio.subprocess.Process) -> str:
    """As the system sees it: T is one that is stopped."""
    return Path(f"/proc/{running.pid}/stat").read_text().rpartition(")")[2].split()[0]


async def frozen(one: Watched) -> None:
    one.running.send_signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(FROZEN_SECONDS)
        assert state(one.running) == "T"
    finally:
        one.running.send_signal(signal.SIGCONT)


async def test_whoever_thaws_in_the_middle_of_a_batch_stores_nothing_under_its_old_claim(
    bus_command: list[str], ledger: str, pair: Pair, folder: Path
) -> None:
    """It is frozen for 1 s, or as many as HABARSHY_TEST_FROZEN_SECONDS says; meanwhile the partition is claimed by another."""
    investigator, prosecutor = pair
    first, second = investigator.notice(prosecutor), investigator.notice(prosecutor)
    async with process.started(folder, bus_command) as one:
        await one.ready()
        await investigator.write(first)
        await accepted(investigator, first)
        async with holding(ledger, investigator, claims=True) as held:
            await investigator.write(second)
            await held.until_waiting()
            await frozen(one)
            await held.let_go()
        async with investigator.hearing() as told:
            await told.answer(second)
        assert (await one.series())[FENCED] == 1
        one.running.terminate()
        assert await one.ended() == 0
    assert dispositions(ledger, investigator) == [(0, "ROUTED"), (1, "ROUTED")]


async def test_whoever_is_told_to_stop_in_the_middle_of_a_batch_leaves_it_to_the_next(
    bus_command: list[str], ledger: str, pair: Pair, folder: Path
) -> None:
    investigator, prosecutor = pair
    first, second = investigator.notice(prosecutor), investigator.notice(prosecutor)
    async with process.started(folder, bus_command) as one:
        await one.ready()
        await investigator.write(first)
        await accepted(investigator, first)
        async with holding(ledger, investigator) as held:
            await investigator.write(second)
            await held.until_waiting()
            one.running.terminate()
            async with asyncio.timeout(STOPS_S):
                assert await one.running.wait() == 0
            assert one.lines_of("bus.broken-off")
            assert dispositions(ledger, investigator) == [(0, "ROUTED")]
    async with process.started(folder, bus_command) as next_one, investigator.hearing() as told:
        await told.answer(second)
        next_one.running.terminate()
        assert await next_one.ended() == 0
    assert dispositions(ledger, investigator) == [(0, "ROUTED"), (1, "ROUTED")]


async def test_a_partition_that_goes_to_another_in_the_middle_of_a_batch_is_stored_once(
    bus_command: list[str], ledger: str, pair: Pair, folder: Path
) -> None:
    """Everybody's partitions are dealt anew as soon as another process comes."""
    investigator, prosecutor = pair
    first, second = investigator.notice(prosecutor), investigator.notice(prosecutor)
    async with process.started(folder, bus_command) as one:
        await one.ready()
        await investigator.write(first)
        await accepted(investigator, first)
        async with holding(ledger, investigator) as held:
            await investigator.write(second)
            await held.until_waiting()
            async with process.started(folder, bus_command) as other:
                await other.watched()  # ready it may not be before the row is let go
                await other.until_counted(SHARE)
                await held.let_go()
                async with investigator.hearing() as told:
                    await told.answer(second)
                other.running.terminate()
                assert await other.ended() == 0
        one.running.terminate()
        assert await one.ended() == 0
    assert dispositions(ledger, investigator) == [(0, "ROUTED"), (1, "ROUTED")]
