"""What lacks in a ledger is found, and named; what was changed in it afterwards too."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.ledger import checking, connecting, verifying
from services.ledger.entries import OccasionName
from services.ledger.postgres import PostgresLedger
from tests.unit.ledger.batches import AT, COURT, OCCASION, Intake, named, said

_LATER = datetime(2030, 1, 1, tzinfo=UTC)
_DAYS = {"drill": 10, "rejected": 20, "unnamed": 30, "message": 40}


@pytest.fixture(autouse=True)
async def told(ledger: PostgresLedger) -> None:
    """A ledger in which something of every kind has happened."""
    intake = Intake(ledger)
    await intake.record(said(2, sender=COURT, regards=named(1)), said(9, sender=COURT, regards=named(8)))
    await intake.record(said(1, COURT, occasion=OCCASION), said(3, disposition="REJECTED"), said(1, COURT))
    await intake.record(
        said(4, COURT, occasion=OCCASION, kind="urgent"), said(5, value=b"garbage", disposition="QUARANTINED")
    )
    await ledger.number(3)


async def changed(address: str, *steps: str) -> None:
    """By somebody who may do anything."""
    async with await connecting.connect(address, {}) as connection:
        for step in steps:
            cursor = await connection.execute(step.encode())
            assert cursor.rowcount, step


async def erased(address: str, at: datetime, part: int = 100) -> int:
    """As if it were then."""
    async with await connecting.connect(address) as connection:
        cursor = await connection.execute("select erase_bodies(%s, %s)", (at, part))
        ((number,),) = await cursor.fetchall()
        return int(number)


async def kinds(address: str) -> set[str]:
    return {lack.kind for lack in await checking.check(address)}


async def test_nothing_lacks_in_a_ledger_that_was_only_written(address: str) -> None:
    assert await checking.check(address) == []
    verified = await verifying.verify(address)
    assert (verified.bad, verified.leaves, verified.records, verified.erased) == (None, 8, 6, 0)


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ("delete from disposition where topic = 'outbox.police-almaty' and record_offset = 1", "offset-missing"),
        ("update position set next_offset = next_offset + 1 where topic = 'outbox.police-almaty'", "offset-missing"),
        ("update disposition set received_at = received_at + interval '1 day', record_offset = 0 where record_offset = 1", "offset-doubled"),
        ("delete from evidence where entry = 1", "leaf-missing"),
        ("delete from message where state = 'REJECTED'", "bytes-missing"),
        ("update message set leaf = digest where state = 'REJECTED'", "disposition-missing"),
        ("delete from parked", "waiting-astray"),
        ("update message set state = 'ROUTED' where state = 'PARKED'", "waiting-astray"),
        ("delete from obligation_version where version = 1", "version-missing"),
        ("delete from bus_message", "words-missing"),
        ("update evidence set leaf_index = 7 where leaf_index = 1", "number-astray"),
        ("create table x (); grant select on x to public; insert into x default values", "right-extra"),
    ],
)  # fmt: skip
async def test_what_lacks_is_found(address: str, step: str, kind: str) -> None:
    await changed(address, step)
    assert kind in await kinds(address)


@pytest.mark.parametrize(
    ("step", "kind", "where"),
    [
        ("update evidence set content = content || ' ' where entry = 3", "leaf", "3"),
        ("update message set body = 'other' where state = 'REJECTED'", "digest", "outbox.police-almaty/0/1/1"),
        ("update message set envelope = 'other' where state = 'REJECTED'", "digest", "outbox.police-almaty/0/1/1"),
        ("update message set record_key = 'other' where state = 'REJECTED'", "digest", "outbox.police-almaty/0/1/1"),
        ("update message set record_headers = '' where state = 'REJECTED'", "digest", "outbox.police-almaty/0/1/1"),
        ("update message set digest = '' where state = 'REJECTED'", "evidence", "outbox.police-almaty/0/1/1"),
        ("update message set record_offset = 77 where state = 'REJECTED'", "evidence", "outbox.police-almaty/0/1/77"),
        ("delete from evidence where entry = 1", "evidence", "outbox.court-almaty/0/1/0"),
    ],
)
async def test_what_was_changed_afterwards_is_named(address: str, step: str, kind: str, where: str) -> None:
    await changed(address, step)
    assert (await verifying.verify(address)).bad == (kind, where)


async def test_of_what_is_kept_by_its_hash_the_size_is_known_and_nothing_lacks(
    address: str, ledger: PostgresLedger
) -> None:
    flood = said(30, value=b"{}\n" + b"x" * 500, disposition="REJECTED", hash_only=True)
    await Intake(ledger).record(flood, replace(flood, name=None))

    size = len(b"key") + 503 + 64 + len("habarshy-signature") + 2
    whole = f"dropped = {size} and body is null"
    await changed(address, f"select 1 from message where {whole} and envelope = '{{}}' and record_key = 'key'")  # noqa: S608 - the test's own words
    await changed(address, f"select 1 from unnamed where {whole} and envelope is null and record_headers = ''")  # noqa: S608 - likewise
    verified = await verifying.verify(address)
    assert (verified.bad, verified.records, verified.erased, verified.dropped) == (None, 8, 0, 2)
    assert await checking.check(address) == []


async def test_a_body_is_erased_and_the_rest_still_proves_itself(address: str, ledger: PostgresLedger) -> None:
    await changed(address, "update retention set keep_days = 30", "delete from outgoing")

    assert await erased(address, AT + timedelta(days=29)) == 0
    assert await erased(address, AT + timedelta(days=31)) == 4
    assert await erased(address, AT + timedelta(days=31)) == 0

    verified = await verifying.verify(address)
    assert (verified.bad, verified.records, verified.erased) == (None, 6, 4)
    assert await checking.check(address) == []
    intake = Intake(ledger)
    await intake.record(said(10, occasion=OCCASION), said(1, COURT))
    assert intake.deciding is not None
    assert not intake.deciding.looked[-1].held[named(1)].is_whole
    assert [one.line for one in intake.deciding.heard[-1][OCCASION].heard] == [b'{"type":"notice"}'] * 3


@pytest.mark.parametrize(
    "hold",
    [
        f"insert into legal_hold (occasion, file) values ('{OCCASION.occasion}', '17')",  # noqa: S608 - the test's own words
        f"insert into legal_hold (sender, message_id, file) values ('police-almaty', '{named(1).id}', '17')",  # noqa: S608
    ],
)
async def test_a_legal_hold_keeps_a_body(address: str, hold: str) -> None:
    await changed(address, "update retention set keep_days = 30", "delete from outgoing", hold)
    kept = f"select body from message where message_id = '{named(1).id}' and body is not null"  # noqa: S608 - likewise

    await erased(address, _LATER)
    await changed(address, kept)
    await changed(address, "update legal_hold set lifted_at = now()")
    assert await erased(address, _LATER) > 0


async def test_what_is_yet_to_be_written_keeps_its_body_and_what_is_erased_is_not_written_again(
    address: str, ledger: PostgresLedger
) -> None:
    await changed(
        address, "update retention set keep_days = 0", "delete from outgoing where topic <> 'inbox.court-almaty'"
    )
    await ledger.share()
    before = await ledger.waiting(100, besides=frozenset())
    await erased(address, _LATER)
    assert await ledger.waiting(100, besides=frozenset()) == before

    await ledger.mark_sent([row.sequence for row in before])
    assert await erased(address, _LATER) == 2
    await Intake(ledger).record(said(20, sender=COURT, since=AT - timedelta(days=365)))
    rows = await ledger.waiting(100, besides=frozenset())
    assert {row.name.sender for row in rows} == {"bus"}


async def test_the_running_bus_erases_what_is_due_by_the_ledgers_clock_in_parts(
    address: str, ledger: PostgresLedger
) -> None:
    now = datetime.now(UTC)
    await Intake(ledger).record(*(said(number, disposition="REJECTED") for number in range(40, 43)), at=now)
    await changed(address, "delete from outgoing", "update retention set keep_days = 100000")
    assert await ledger.erase_due(100) == 0

    await changed(address, "update retention set keep_days = 0 where class = 'rejected'")
    found = [await ledger.erase_due(2) for _ in range(4)]
    assert found == [2, 2, 0, 0]
    await changed(address, "select 1 from message where state <> 'REJECTED' and body is not null")
    assert (await verifying.verify(address)).bad is None


async def test_each_class_is_erased_after_its_own_days(address: str, ledger: PostgresLedger) -> None:
    drill = OccasionName(OCCASION.occasion, "court-almaty/bbbbbbbbbbbbbbbbbbbbbbbbbb")
    garbage = replace(said(50, disposition="REJECTED"), name=None)
    await Intake(ledger).record(said(51, occasion=drill), garbage)
    steps = [f"update retention set keep_days = {days} where class = '{name}'" for name, days in _DAYS.items()]  # noqa: S608 - the test's own words
    await changed(address, "delete from outgoing", *steps)

    found = [await erased(address, AT + timedelta(days=days, seconds=1)) for days in (9, 10, 20, 30, 40)]
    assert found == [0, 1, 1, 1, 3]


async def test_a_class_without_a_number_is_kept_for_ever(address: str) -> None:
    await changed(address, "delete from outgoing")
    assert await erased(address, _LATER) == 1
    await changed(address, f"select 1 from message where message_id = '{UUID(named(1).id)}' and body is not null")  # noqa: S608


def habarshy(address: str, *said: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HABARSHY_POSTGRES": address, "HABARSHY_LANG": language}
    call = [sys.executable, "-m", "habarshy", "ledger", *said]
    return subprocess.run(call, env=environment, capture_output=True, text=True, timeout=60, check=False)


async def test_the_command_says_what_lacks_and_which_row_was_changed(address: str) -> None:
    whole, verified = habarshy(address, "check"), habarshy(address, "verify")
    assert (whole.returncode, whole.stderr) == (0, "Nothing lacks.\n")
    assert (verified.returncode, verified.stderr[:29]) == (0, "8 leaves and 6 records hold; ")

    await changed(address, "delete from evidence where entry = 1")
    lacks, bad = habarshy(address, "check", "--json"), habarshy(address, "verify", language="ru")
    assert (lacks.returncode, json.loads(lacks.stdout)["lacks"][0]["kind"]) == (1, "leaf-missing")
    said = "Доказательства outbox.court-almaty/0/1/0 нет, или оно говорит о другой записи.\n"
    assert (bad.returncode, bad.stderr) == (1, said)
