"""An intake that is killed is sent out of its group by those that are left, or by the next: Kafka itself would miss it only minutes later."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import psycopg
import pytest

from consumers.intake.departed import client_id
from consumers.intake.groups import KafkaGroups, Member
from habarshy.stack.addresses import KafkaAddress, PostgresAddress
from services.ledger import postgres
from services.ledger.presence import FIRST
from services.ledger.records import Partition
from tests import letterbox
from tests.integration.intake.conftest import PATIENCE_S, OnKafka
from tests.integration.intake.rigged import Rigged
from tests.unit.intake.conformance import numbered

ONE, OTHER = FIRST + 1, FIRST + 2
_STORED = "select record_offset from disposition where topic = %s order by 1"
_CUT = """
select pg_terminate_backend(pid) from pg_locks
where locktype = 'advisory' and classid = 'ledger'::regclass and objid = %s::bigint::oid
"""


@pytest.fixture
async def rigged(on_kafka: OnKafka, schema: PostgresAddress) -> Rigged:
    await postgres.migrated(schema.conninfo)
    return Rigged(on_kafka.profile, on_kafka.prefix, schema.conninfo)


@asynccontextmanager
async def killable(rigged: Rigged, kafka: KafkaAddress, number: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process of its own, killed by a signal that nobody can catch once the block is left, if not before."""
    said = {
        "bootstrap": kafka.bootstrap,
        "user": kafka.user,
        "password": kafka.password,
        "ca": str(kafka.ca),
        "home": str(rigged.profile.home),
        "prefix": rigged.prefix,
        "address": rigged.address,
        "number": number,
    }
    program = [sys.executable, "-m", "tests.integration.intake.rigged", json.dumps(said)]
    child = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        assert await child.wait() == -signal.SIGKILL


async def until_assigned(child: asyncio.subprocess.Process, partitions: int) -> None:
    """It says how many it has each time that this changes."""
    assert child.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        while int(await child.stdout.readline()) != partitions:
            pass


def stored(rigged: Rigged, partition: Partition) -> Sequence[int]:
    with psycopg.connect(rigged.address) as asked:
        return [offset for (offset,) in asked.execute(_STORED, (partition.topic,)).fetchall()]


async def until_stored(rigged: Rigged, on_kafka: OnKafka, number: int) -> None:
    """So many of each partition, each once."""
    wanted = [list(range(number))] * 2
    await letterbox.until(lambda: [stored(rigged, one) for one in on_kafka.partitions] == wanted, seconds=PATIENCE_S)


async def write(on_kafka: OnKafka, number: int, *, first: int) -> None:
    for partition in on_kafka.partitions:
        await on_kafka.write(partition, numbered(number, first=first))


async def test_one_of_two_is_killed_and_the_other_goes_on_with_what_it_had(
    rigged: Rigged, on_kafka: OnKafka, kafka: KafkaAddress
) -> None:
    async with rigged.reading(ONE) as wire:
        async with killable(rigged, kafka, OTHER) as child:
            await until_assigned(child, 1)
            await write(on_kafka, 5, first=0)
            await until_stored(rigged, on_kafka, 5)
        assert len(wire.assigned) == 1

        await write(on_kafka, 5, first=5)
        await until_stored(rigged, on_kafka, 10)
        assert wire.assigned == set(on_kafka.partitions)


async def test_who_is_begun_anew_sends_its_predecessor_out(
    rigged: Rigged, on_kafka: OnKafka, kafka: KafkaAddress
) -> None:
    async with killable(rigged, kafka, ONE) as child:
        await until_assigned(child, 2)
        await write(on_kafka, 5, first=0)
        await until_stored(rigged, on_kafka, 5)

    await write(on_kafka, 5, first=5)
    async with rigged.reading(OTHER):
        await until_stored(rigged, on_kafka, 10)


async def test_who_is_alive_and_was_not_seen_is_sent_out_comes_back_and_nothing_is_stored_twice(
    rigged: Rigged, on_kafka: OnKafka
) -> None:
    """The connection by which it is present is cut, and it does not notice."""
    async with rigged.reading(ONE) as wire, rigged.reading(OTHER, looks=False) as unseen:
        await letterbox.until(lambda: len(wire.assigned) == len(unseen.assigned) == 1, seconds=PATIENCE_S)
        await write(on_kafka, 5, first=0)
        before = await member(rigged, OTHER)
        writing = asyncio.create_task(write(on_kafka, 300, first=5))
        with psycopg.connect(rigged.address, autocommit=True) as owner:
            assert owner.execute(_CUT, (OTHER,)).fetchall() == [(True,)]

        await letterbox.until(lambda: _joined_again(rigged, before), seconds=PATIENCE_S)
        await writing
        await until_stored(rigged, on_kafka, 305)
        await letterbox.until(lambda: len(wire.assigned) == len(unseen.assigned) == 1, seconds=PATIENCE_S)


async def _joined_again(rigged: Rigged, before: Member) -> bool:
    """As another member, as the coordinator has it."""
    now = await members(rigged, OTHER)
    return bool(now) and before not in now


async def member(rigged: Rigged, number: int) -> Member:
    (found,) = await members(rigged, number)
    return found


async def members(rigged: Rigged, number: int) -> list[Member]:
    groups = KafkaGroups(rigged.profile, "test")
    try:
        found = await groups.members(rigged.group)
    finally:
        await groups.rest()
    return [one for one in found if one.client == client_id(rigged.group, number)]


async def test_who_is_out_already_stays_out(rigged: Rigged, on_kafka: OnKafka) -> None:
    groups = KafkaGroups(on_kafka.profile, "test")
    await groups.send_out(rigged.group, Member("nobody-1", "nobody"))
    assert await groups.members(rigged.group) == []
    await groups.rest()
