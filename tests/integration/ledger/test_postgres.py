"""What only a database can be asked: connections that break, and two who meet."""

import asyncio
from collections.abc import Sequence

import psycopg
import pytest

from habarshy.stack.addresses import PostgresAddress
from schemas.errors.tree import LedgerError
from services.ledger import connecting, looking, postgres
from services.ledger.connecting import SETTINGS
from services.ledger.entries import Entry, Looked
from services.ledger.port import Fenced, Recorded
from services.ledger.postgres import PostgresLedger
from tests.unit.ledger.batches import (
    AT,
    COURT,
    NETWORK,
    POLICE,
    FakeDeciding,
    Intake,
    Said,
    became,
    named,
    outbox,
    said,
    waits,
)

_PATIENCE_S = 20.0
_ROUNDS = 20

_MEANWHILE = """
insert into message (message_id, sender, state, digest, topic, partition, wire_generation, record_offset, received_at, ordered_at,
    recorded_at, named, told, leaf, record_headers)
values (%s, %s, 'ROUTED', '', 'urgent.police-almaty', 0, 1, 0, now(), now(), now(), '{}', '{}', '', '')
"""


async def test_a_ledger_without_tables_is_refused_with_the_remedy(schema: PostgresAddress) -> None:
    with pytest.raises(LedgerError, match=r"HB-8502.*habarshy ledger migrate"):
        async with postgres.opened(schema.conninfo, NETWORK):
            pass


async def test_a_ledger_belongs_to_one_network(address: str) -> None:
    async with postgres.opened(address, NETWORK):
        pass
    with pytest.raises(LedgerError, match="HB-8503"):
        async with postgres.opened(address, "another"):
            pass


async def test_a_ledger_that_is_not_there_is_named_without_its_password() -> None:
    address = "host=127.0.0.1 port=1 dbname=none user=nobody password=hush"
    with pytest.raises(LedgerError, match=r"HB-8501: The ledger at 127\.0\.0\.1:1/none") as refused:
        async with postgres.opened(address, NETWORK):
            pass
    assert "hush" not in str(refused.value)


async def _end(address: str, number: int) -> None:
    async with await connecting.connect(address) as other:
        await other.execute("select pg_terminate_backend(%s, 10000)", (number,))


async def test_a_connection_that_broke_is_made_anew(address: str, ledger: PostgresLedger) -> None:
    assert ledger._connection is not None
    await _end(address, ledger._connection.info.backend_pid)
    with pytest.raises(LedgerError, match="HB-8501"):
        await ledger.mark_sent([1])
    await ledger.mark_sent([1])


async def test_whoever_asks_while_a_batch_is_stored_waits_for_its_end(ledger: PostgresLedger) -> None:
    """A partition comes at any time: two questions that cross on one connection would wait for each other for ever."""
    intake = Intake(ledger)
    async with asyncio.timeout(_PATIENCE_S):
        for number in range(1, _ROUNDS):
            stored, (other,) = await asyncio.gather(intake.record(said(number, COURT)), ledger.claim([outbox(COURT)]))
            assert isinstance(stored, Recorded)
            assert (other.epoch, other.next_offset) == (number, 0)


async def test_shares_are_lost_with_the_connection_that_held_them(
    address: str, ledger: PostgresLedger, beside: PostgresLedger
) -> None:
    await Intake(ledger).record(said(1, COURT))
    await ledger.share()
    assert ledger._sharing is not None
    await _end(address, ledger._sharing.connection.info.backend_pid)

    assert len(await waits(beside)) == 2
    with pytest.raises(LedgerError, match="HB-8501"):
        await ledger.share()
    assert await ledger.waiting(10, besides=frozenset()) == []
    assert await ledger.share() == frozenset()


async def _record(intake: Intake, deciding: type[FakeDeciding], one: Said) -> Recorded | Fenced:
    await intake.claim(one.partition)
    arrival = intake._arrival(one, AT)
    return await intake.ledger.record(intake.reads([arrival]), deciding([(one, arrival)]))


async def test_what_dies_before_it_is_committed_leaves_nothing(address: str, ledger: PostgresLedger) -> None:
    class Dying(FakeDeciding):
        def entries(self, looked: Looked) -> Sequence[Entry]:
            assert ledger._connection is not None
            number = ledger._connection.info.backend_pid
            with psycopg.connect(address) as other:
                other.execute("select pg_terminate_backend(%s, 10000)", (number,))
            return super().entries(looked)

    with pytest.raises(LedgerError, match="HB-8501"):
        await _record(Intake(ledger), Dying, said(1, COURT))
    assert became(await Intake(ledger).record(said(1, COURT))) == ["ROUTED"]


async def test_a_name_that_another_takes_meanwhile_is_decided_again(address: str, ledger: PostgresLedger) -> None:
    class Meanwhile(FakeDeciding):
        def entries(self, looked: Looked) -> Sequence[Entry]:
            if not looked.held:
                with psycopg.connect(address) as other:
                    other.execute(_MEANWHILE, (named(1).id, POLICE))
            return super().entries(looked)

    assert became(await _record(Intake(ledger), Meanwhile, said(1, COURT))) == ["REJECTED"]


async def test_what_comes_while_a_message_is_made_to_wait_for_it_is_seen(address: str, ledger: PostgresLedger) -> None:
    class Meanwhile(FakeDeciding):
        def entries(self, looked: Looked) -> Sequence[Entry]:
            if not looked.held:
                with psycopg.connect(address) as other:
                    other.execute(_MEANWHILE, (named(1).id, POLICE))
            return super().entries(looked)

    receipt = said(2, sender=COURT, regards=named(1))
    assert became(await _record(Intake(ledger), Meanwhile, receipt)) == ["ROUTED"]


async def test_who_makes_a_message_wait_waits_for_whoever_records_what_it_is_about(
    address: str, ledger: PostgresLedger, beside: PostgresLedger
) -> None:
    async with await connecting.connect(address) as other:
        async with other.transaction():
            await other.execute(
                "select pg_advisory_xact_lock_shared(%s, %s)", (ledger.space.number, looking._lock(named(1)))
            )
            recording = asyncio.create_task(Intake(ledger).record(said(2, sender=COURT, regards=named(1))))
            async with asyncio.timeout(30):
                await _waits_for_a_lock(beside)
            await other.execute(_MEANWHILE, (named(1).id, POLICE))
        assert became(await recording) == ["ROUTED"]


async def _waits_for_a_lock(ledger: PostgresLedger) -> None:
    assert ledger._connection is not None
    query = "select count(*) from pg_locks where locktype = 'advisory' and not granted and classid = %s::integer::oid"
    waiting = 0
    while not waiting:
        cursor = await ledger._connection.execute(query, (ledger.space.number,))
        ((waiting,),) = await cursor.fetchall()


async def test_a_connection_is_told_how_long_it_may_hold_and_how_to_ask(ledger: PostgresLedger) -> None:
    assert ledger._connection is not None
    for name, value in SETTINGS.items():
        cursor = await ledger._connection.execute("select current_setting(%s)", (name,))
        ((found,),) = await cursor.fetchall()
        assert found == {"120s": "2min"}.get(value, value), name
    assert ledger._connection.info.get_parameters()["tcp_user_timeout"] == "20000"
