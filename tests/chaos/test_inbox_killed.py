"""An Inbox that is killed anywhere takes each message once, and answers each once; a broker that goes away loses it nothing."""

import asyncio
import json
import os
import random
import secrets
import signal
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import psycopg
import pytest

from consumers.inbox.store.port import Store
from consumers.inbox.store.postgres import PostgresStore
from consumers.inbox.taking import Point
from consumers.inbox.watchdog import Periods
from habarshy.stack import stack as stacks
from habarshy.stack.addresses import KafkaAddress, PostgresAddress
from habarshy.stack.settings import Settings
from schemas.messages import registry
from schemas.messages.envelope import Receipt
from tests import letterbox as letterboxes
from tests.letterbox import Letterbox

MESSAGES = 12
TRANSACTIONS = 4
"""At least; the messages share them."""


async def fill(letterbox: Letterbox) -> list[str]:
    sent = [letterbox.world.notice() for _ in range(MESSAGES)]
    await letterbox.put(*letterbox.world.delivered(*sent))
    return [str(registry.read_envelope(one.value.partition(b"\n")[0]).id) for one in sent]


async def killed_at(letterbox: Letterbox, point: str, postgres: str | None = None) -> None:
    """Runs an Inbox until it dies at the point, at a time that chance chose; it must have died there, and of that."""
    seed = int(os.environ.get("HABARSHY_SEED") or secrets.randbits(32))
    print(f"{point}: HABARSHY_SEED={seed}")  # noqa: T201 - by it the test is repeated
    most = TRANSACTIONS if point in ("before-commit", "committed") else MESSAGES
    times = random.Random(f"{seed} {point}").randint(1, most)  # noqa: S311 - likewise
    said = {
        "bootstrap": letterbox.kafka.bootstrap,
        "user": letterbox.kafka.user,
        "password": letterbox.kafka.password,
        "ca": str(letterbox.kafka.ca),
        "recipient": letterbox.world.recipient,
        "home": str(letterbox.profile.home),
        "statement": letterbox.told.statement,
        "postgres": postgres,
        "point": point,
        "times": times,
    }
    program = [sys.executable, "-m", "tests.chaos.inbox_child", json.dumps(said)]
    process = await asyncio.create_subprocess_exec(*program)
    async with asyncio.timeout(60):
        assert await process.wait() == -signal.SIGKILL
    assert (letterbox.profile.home / "died-at").read_text() == point


def answers(letterbox: Letterbox) -> dict[str, set[str]]:
    """Of each message the ids of the receipts that were handed over, in both lives."""
    found: dict[str, set[str]] = defaultdict(set)
    file = letterbox.profile.home / "answers.jsonl"
    lines = [json.loads(line)["line"].encode() for line in file.read_text().splitlines()] if file.exists() else []
    for line in (*lines, *(outgoing.line for outgoing in letterbox.handed.outgoing)):
        receipt = registry.read_envelope(line)
        assert isinstance(receipt, Receipt)
        found[str(receipt.regards.id)].add(str(receipt.id))
    return found


async def second_life(letterbox: Letterbox, store: Store | None = None) -> None:
    async with letterbox.listening(letterbox.taker(store)) as inbox:
        await letterboxes.until(lambda: inbox.lag == 0)
        await letterboxes.until(lambda: len(answers(letterbox)) == MESSAGES)


async def test_an_inbox_that_is_killed_anywhere_takes_and_answers_each_message_once(
    kafka: KafkaAddress, tmp_path: Path
) -> None:
    """All points at once, each with an inbox of its own: the group waits ten seconds for whoever was killed."""

    async def lives(point: str) -> None:
        letterbox = await letterboxes.letterbox(kafka, tmp_path / point)
        expected = await fill(letterbox)
        await killed_at(letterbox, point)
        await second_life(letterbox)
        assert letterbox.rows() == expected, point
        assert {message: len(ids) for message, ids in answers(letterbox).items()} == dict.fromkeys(expected, 1), point

    await asyncio.gather(*(lives(point) for point in get_args(Point)))


async def test_likewise_with_a_database_server(kafka: KafkaAddress, tmp_path: Path, schema: PostgresAddress) -> None:
    letterbox = await letterboxes.letterbox(kafka, tmp_path)
    letterbox.told.statement = "insert into told values (%s)"
    expected = await fill(letterbox)
    await killed_at(letterbox, "before-commit", schema.conninfo)
    await second_life(letterbox, PostgresStore(schema.conninfo))
    with psycopg.connect(schema.conninfo) as connection:
        rows = [id_ for (id_,) in connection.execute("select id from told").fetchall()]
    assert sorted(rows) == sorted(expected)
    assert {message: len(ids) for message, ids in answers(letterbox).items()} == dict.fromkeys(expected, 1)


def frozen(settings: Settings) -> Callable[[], None]:
    """Stops the broker where it stands; gives what lets it go on."""
    (number,) = (part.number for part in stacks.status(settings) if part.name.startswith("kafka"))
    assert number is not None
    os.kill(number, signal.SIGSTOP)
    return lambda: os.kill(number, signal.SIGCONT)


def killed(settings: Settings) -> Callable[[], None]:
    (number,) = (part.number for part in stacks.status(settings) if part.name.startswith("kafka"))
    assert number is not None
    os.kill(number, signal.SIGKILL)

    def back() -> None:
        stacks.up(settings, datetime.now(UTC))

    return back


@pytest.mark.parametrize(
    "away", [pytest.param(frozen, id="frozen", marks=pytest.mark.proof), pytest.param(killed, id="killed")]
)
async def test_a_broker_that_was_away_is_heard_again_without_a_hand(
    new_stack: Settings, tmp_path: Path, away: Callable[[Settings], Callable[[], None]]
) -> None:
    kafka = (await asyncio.to_thread(stacks.up, new_stack, datetime.now(UTC))).kafka
    letterbox = await letterboxes.letterbox(kafka, tmp_path)
    pace = replace(letterboxes.QUICK, periods=Periods(silent=timedelta(seconds=1)), most_rebuilds=10_000)
    async with letterbox.listening(pace=pace) as inbox:
        await fill(letterbox)
        await letterbox.all_read()
        back = away(new_stack)
        await letterboxes.until(lambda: inbox.trouble == "silent", seconds=30)
        await asyncio.to_thread(back)
        await fill(letterbox)
        await letterboxes.until(lambda: letterbox.position() == letterbox.appended, seconds=60)
    assert len(set(letterbox.rows())) == len(letterbox.rows()) == 2 * MESSAGES
