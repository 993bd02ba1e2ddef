"""The bus is killed while it works, again and again: nothing is lost, and whatever comes twice has one id."""

import asyncio
import os
import random
import secrets
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final

import psycopg
import pytest

from habarshy.stack.servers import Server
from tests import children
from tests.integration.bus.conftest import Pair
from tests.integration.bus.speaking import Raw
from tests.stack import RUN

NOTICES: Final = 120
KILLS: Final = 3


@asynccontextmanager
async def process(arguments: list[str], server: Server) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bus as it runs in earnest; whatever is left of it is ended."""
    running = await children.started(server, arguments, output=asyncio.subprocess.DEVNULL)
    try:
        yield running
    finally:
        if running.returncode is None:
            assert await children.stopped(running, seconds=30) == 0


@pytest.fixture
def server(pytestconfig: pytest.Config) -> Server:
    """In the folder of the run, where the next run finds what a killed one left."""
    home = pytestconfig.stash[RUN] / secrets.token_hex(4)
    return Server("bus", lock=home / "bus.lock", output=home / "bus.log")


async def test_killed_at_any_instant_it_loses_nothing_and_doubles_nothing(
    pair: Pair, command: Callable[[], list[str]], ledger: str, server: Server
) -> None:
    seed = int.from_bytes(os.urandom(4), "big")
    print(f"seed {seed}")  # noqa: T201 - whoever repeats a failure needs it
    chance = random.Random(seed)  # noqa: S311 - a seed that can be given again
    investigator, prosecutor = pair
    notices = [investigator.notice(prosecutor) for _ in range(NOTICES)]
    topic = f"outbox.{investigator.id}"

    writing = asyncio.create_task(_trickle(investigator.write, notices))
    for number in range(1, KILLS + 1):
        async with process(command(), server) as bus:
            await _recorded(ledger, topic, chance.randint(1, NOTICES * number // (KILLS + 1)))
            bus.kill()
            assert await bus.wait() == -signal.SIGKILL
    await writing

    async with process(command(), server), prosecutor.hearing() as heard, investigator.hearing() as told:
        wanted = {notice.id for notice in notices}
        await heard.until(lambda envelopes: wanted <= {one["id"] for one in envelopes}, seconds=90)
        answered = await told.until(
            lambda envelopes: wanted <= {message for message, _ in _answers(envelopes)},
            seconds=90,
        )
    with psycopg.connect(ledger) as asked:
        offsets = asked.execute(
            "select record_offset from disposition where topic = %s order by 1", (topic,)
        ).fetchall()
    assert [offset for (offset,) in offsets] == list(range(NOTICES))
    assert {one["id"] for one in heard.envelopes if one["sender"] == investigator.id} == wanted
    # Each message has one answer, however often it was written: the same cause gives the same id.
    assert max(Counter(message for message, _ in _answers(answered)).values()) == 1


def _answers(envelopes: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    """Which message each is about, and its own id. The states of obligations, which the bus tells as well, are about none."""
    return {(one["regards"]["id"], one["id"]) for one in envelopes if one["sender"] == "bus" and "regards" in one}


async def _trickle(write: Callable[..., Awaitable[object]], notices: list[Raw]) -> None:
    """In small batches, so that every kill falls into the work."""
    for start in range(0, len(notices), 10):
        await write(*notices[start : start + 10])


async def _recorded(ledger: str, topic: str, number: int) -> None:
    """As soon as the ledger holds so many of them."""
    async with asyncio.timeout(60), await psycopg.AsyncConnection.connect(ledger, autocommit=True) as asked:
        while True:
            cursor = await asked.execute("select count(*) from disposition where topic = %s", (topic,))
            (count,) = await cursor.fetchone() or (0,)
            if count >= number:
                return
