"""The roles of the database: each may do what the permission table says and nothing else, and agencies may do nothing."""

import itertools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence

import psycopg
import pytest
from psycopg import AsyncConnection, sql
from psycopg import errors as sql_errors
from psycopg.conninfo import make_conninfo

from habarshy.stack.addresses import PostgresAddress
from schemas.errors.tree import LedgerError
from schemas.permissions import model
from services.ledger import checking, connecting, logins, postgres, quarantine_in_postgres, roles
from services.ledger.checking import Lack
from services.ledger.entries import Waiting
from services.ledger.postgres import PostgresLedger
from services.ledger.quarantine import Replayed
from services.ledger.reference import Applied
from tests.unit.ledger.batches import AT, COURT, NETWORK, OCCASION, Intake, became, deliver, named, said, waits
from tests.unit.ledger.contract_of_quarantine import Word, again, failed
from tests.unit.ledger.contract_of_reminding import LATER, Reminders

_TABLES = (
    "migration", "ledger", "position", "disposition", "message", "unnamed", "parked", "occasion", "heard", "obligation",
    "obligation_version", "evidence", "bus_message", "outgoing", "sent", "resync", "directory_log", "retention", "legal_hold",
    "outgoing_record", "message_envelope", "unnamed_record", "quarantine", "covered", "backlog",
    "intervention", "replayed", "erased", "checkpoint", "evidence_tile",
)  # fmt: skip
_FUNCTIONS = {
    "partitions_ahead": "select partitions_ahead(0)",
    "make_partition": "select make_partition('message', now())",
    "least_id": "select least_id(now())",
    "send_again": "select send_again(array[1::smallint], 1)",
    "erase_bodies": "select erase_bodies(now(), 1)",
    "erase_due": "select erase_due(1)",
    "is_needed": "select is_needed('', gen_random_uuid(), '')",
}
# What cannot be done with a view by anybody.
_OF_VIEWS = (sql_errors.ObjectNotInPrerequisiteState, sql_errors.FeatureNotSupported)
_DOING = {"select": "select 1 from {} limit 0", "delete": "delete from {} where false"}
_KINDS = [principal.kind for principal in model.load().held_by_bus()]


@pytest.fixture
async def of(address: str) -> str:
    async with await connecting.connect(address, {}) as connection:
        return await roles.prefix(connection)


@pytest.fixture
def login(address: str) -> Iterator[str]:
    """A user without a role."""
    name = f"u_{secrets.token_hex(4)}"
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(sql.SQL("create role {} login password 'hush'").format(sql.Identifier(name)))
        yield make_conninfo(address, user=name, password="hush")  # noqa: S106 - a user of this test's
        owner.execute(sql.SQL("drop owned by {}").format(sql.Identifier(name)))
        owner.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))


def _granted(address: str, login: str, role: str) -> None:
    user = psycopg.conninfo.conninfo_to_dict(login)["user"]
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(sql.SQL("grant {} to {}").format(sql.Identifier(role), sql.Identifier(str(user))))


async def may(connection: AsyncConnection, statement: sql.Composed) -> bool:
    try:
        await connection.execute(statement)
    except (sql_errors.InsufficientPrivilege, *_OF_VIEWS):
        return False
    return True


async def _rights(connection: AsyncConnection, owner: AsyncConnection) -> AsyncIterator[tuple[str, str, str]]:
    """All that it may do, found by trying."""
    for table, doing in itertools.product(_TABLES, ("select", "delete")):
        if await may(connection, sql.SQL(_DOING[doing]).format(sql.Identifier(table))):
            yield doing, table, ""
    cursor = await owner.execute(
        "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0"
        " where c.relnamespace = current_schema()::regnamespace and c.relname = any (%s)",
        (list(_TABLES),),
    )
    for table, column in await cursor.fetchall():
        one, other = sql.Identifier(table), sql.Identifier(column)
        if await may(connection, sql.SQL("update {} set {} = null where false").format(one, other)):
            yield "update", table, column
        if await may(connection, sql.SQL("explain insert into {} ({}) values (null)").format(one, other)):
            yield "insert", table, column
    for name, call in _FUNCTIONS.items():
        if await may(connection, sql.SQL(call).format()):
            yield "execute", name, ""


async def _wanted(owner: AsyncConnection, of: str, kind: str) -> set[tuple[str, str, str]]:
    """The permission table, with columns written out."""
    found = set()
    for right in roles.wanted(of):
        if right.role != f"{of}{kind}" or right.may == "usage":
            continue
        if right.may in ("select", "delete", "execute") or right.column:
            found.add((right.may, right.on, right.column))
            continue
        cursor = await owner.execute(
            "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0", (right.on,)
        )
        found |= {(right.may, right.on, column) for (column,) in await cursor.fetchall()}
    return found


@pytest.mark.parametrize("kind", _KINDS)
async def test_each_role_may_do_what_the_table_says_and_nothing_else(
    address: str, login: str, of: str, kind: str
) -> None:
    _granted(address, login, f"{of}{kind}")
    async with await connecting.connect(login, {}) as connection, await connecting.connect(address, {}) as owner:
        found = {right async for right in _rights(connection, owner)}
        assert found == await _wanted(owner, of, kind)
        assert found


async def test_who_has_no_role_may_do_nothing(address: str, login: str) -> None:
    """Agencies and their desks: the permission table gives them no row of the ledger, and so no role."""
    assert not [one.kind for one in model.load().held_by_agencies() if one.ledger]
    with pytest.raises(LedgerError):
        async with postgres.opened(login, NETWORK):
            pass
    async with await connecting.connect(address, {}) as owner:
        user = psycopg.conninfo.conninfo_to_dict(login)["user"]
        schema = "select current_schema()"
        ((name,),) = await (await owner.execute(schema)).fetchall()
        await owner.execute(
            sql.SQL("grant usage on schema {} to {}").format(sql.Identifier(name), sql.Identifier(str(user)))
        )
        async with await connecting.connect(login, {}) as connection:
            assert {right async for right in _rights(connection, owner)} == set()
        await owner.execute(
            sql.SQL("revoke usage on schema {} from {}").format(sql.Identifier(name), sql.Identifier(str(user)))
        )


async def test_intake_and_relay_do_their_work_in_their_roles(address: str, login: str, of: str) -> None:
    async with postgres.opened(address, NETWORK):
        pass
    _granted(address, login, f"{of}intake")
    async with postgres.opened(login, NETWORK) as ledger:
        intake = Intake(ledger)
        assert became(await intake.record(said(2, sender=COURT, regards=named(1)))) == ["PARKED"]
        assert became(await intake.record(said(1, COURT, occasion=OCCASION), said(3, disposition="REJECTED"))) == [
            "ROUTED",
            "REJECTED",
        ]
        await intake.record(said(4, COURT, occasion=OCCASION), said(5, sender=COURT, since=AT))
        await ledger.begin_generation(intake.positions[said(1).partition])
        await ledger.partitions_ahead(1)
        await intake.record(said(7, sender=COURT, regards=named(99)))
        assert len(await ledger.remind(LATER, Reminders(), limit=10)) == 1


async def test_the_relay_does_its_work_in_its_role(address: str, login: str, of: str, ledger: PostgresLedger) -> None:
    await Intake(ledger).record(said(1, COURT, occasion=OCCASION))
    _granted(address, login, f"{of}relay")
    async with postgres.opened(login, NETWORK) as relay:
        assert len(await waits(relay)) == 4
        await relay.mark_sent([row.sequence for row in await relay.waiting(10, besides=frozenset())])
        assert await waits(relay) == []


async def test_the_sequencer_does_its_work_in_its_role(
    address: str, login: str, of: str, ledger: PostgresLedger
) -> None:
    await Intake(ledger).record(said(1, COURT), said(2, COURT))
    _granted(address, login, f"{of}sequencer")
    async with postgres.opened(login, NETWORK) as sequencer:
        assert await sequencer.number(10) == 2
        assert len(await sequencer.leaves(0, 2)) == 2


async def test_the_administrator_does_its_work_in_its_role(
    address: str, login: str, of: str, ledger: PostgresLedger
) -> None:
    intake = Intake(ledger)
    await intake.record(said(9, sender=COURT, regards=named(1)), said(2))
    await intake.record(failed(said(1, COURT, occasion=OCCASION)), failed(said(3, COURT, name=None)))
    await deliver(ledger)
    _granted(address, login, f"{of}administrator")
    async with quarantine_in_postgres.opened(login, NETWORK) as quarantine:
        first, nameless = (one.place for one in await quarantine.quarantined(9))
        for place, number in ((first, 1), (nameless, 3)):
            good = await again(quarantine, said(number, COURT, occasion=OCCASION), place)
            assert await quarantine.replay(place, good, Word(number)) == Replayed(place, "ROUTED")
        await quarantine.erase(named(2), Word(4))
    assert await checking.check(address) == []


async def test_a_right_too_many_is_found_and_taken_away(address: str, of: str) -> None:
    async with await connecting.connect(address, {}) as owner:
        await owner.execute(sql.SQL("grant select on message to {}").format(sql.Identifier(f"{of}relay")))
        await owner.execute(sql.SQL("revoke select on sent from {}").format(sql.Identifier(f"{of}auditor")))
        await owner.execute("grant update (body) on message to public")
        found = [(lack.kind, lack.where.removeprefix(of)) for lack in await checking.check(address)]
        assert sorted(found) == [
            ("right-extra", "public: update message.body"),
            ("right-extra", "relay: select message"),
            ("right-missing", "auditor: select sent"),
        ]
        await postgres.migrated(address)
    assert await checking.check(address) == []


@pytest.fixture
async def users(address: str) -> AsyncIterator[Mapping[str, str]]:
    """The logins of the bus's processes, as addresses."""
    async with postgres.opened(address, NETWORK):
        pass
    made = await logins.made(address, ("intake", "relay"), lambda kind: f"{kind}-hush")
    yield {kind: make_conninfo(address, **psycopg.conninfo.conninfo_to_dict(said)) for kind, said in made.items()}
    with psycopg.connect(address, autocommit=True) as owner:
        for said in made.values():
            user = str(psycopg.conninfo.conninfo_to_dict(said)["user"])
            owner.execute(sql.SQL("drop role {}").format(sql.Identifier(user)))


async def test_each_process_does_its_own_work_by_its_own_login_and_not_anothers(users: Mapping[str, str]) -> None:
    async with postgres.opened(users["intake"], NETWORK) as intake, postgres.opened(users["relay"], NETWORK) as relay:
        assert became(await Intake(intake).record(said(1, COURT, occasion=OCCASION))) == ["ROUTED"]
        waiting = [row.sequence for row in await _all(relay)]
        assert len(waiting) == 4

        refused: Sequence[Callable[[], Awaitable[object]]] = (
            lambda: intake.mark_sent(waiting),
            lambda: intake.number(1),
            lambda: Intake(relay).record(said(2, COURT)),
            lambda: relay.note_applied([Applied(1, "aa" * 32, AT)]),
        )
        for call in refused:
            with pytest.raises(LedgerError, match="InsufficientPrivilege 42501"):
                await call()
        assert [row.sequence for row in await _all(relay)] == waiting


async def _all(relay: PostgresLedger) -> Sequence[Waiting]:
    await relay.share()
    return await relay.waiting(10, besides=frozenset())


async def test_a_login_can_become_nobody_more_and_comes_back_with_its_password(
    address: str, users: Mapping[str, str], of: str
) -> None:
    async with await connecting.connect(users["intake"], {}) as connection:
        for more in ("habarshy", f"{of}relay"):
            with pytest.raises(sql_errors.InsufficientPrivilege):
                await connection.execute(sql.SQL("set role {}").format(sql.Identifier(more)))
    again = await logins.made(address, ("intake",), lambda kind: f"{kind}-hush")
    assert psycopg.conninfo.conninfo_to_dict(again["intake"])["user"] == f"{of}intake_login"
    async with postgres.opened(users["intake"], NETWORK):
        pass


async def test_a_process_that_is_connected_as_the_owner_is_found(database: PostgresAddress) -> None:
    address = database.conninfo
    await postgres.migrated(address)
    made = await logins.made(address, ("intake",), lambda kind: f"{kind}-hush")
    of_its_own = make_conninfo(address, **psycopg.conninfo.conninfo_to_dict(made["intake"]))
    async with await connecting.connect(make_conninfo(of_its_own, application_name="habarshy intake"), {}):
        assert await checking.check(address) == []
    async with await connecting.connect(make_conninfo(of_its_own, application_name="habarshy relay"), {}):
        assert [lack.kind for lack in await checking.check(address)] == ["login-too-strong"]
    async with await connecting.connect(make_conninfo(address, application_name="habarshy intake"), {}):
        owner = psycopg.conninfo.conninfo_to_dict(address)["user"]
        assert await checking.check(address) == [Lack("login-too-strong", f"habarshy intake: {owner}")]


async def test_who_may_make_no_roles_is_told_so(address: str, login: str) -> None:
    user = str(psycopg.conninfo.conninfo_to_dict(login)["user"])
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(sql.SQL("create schema {0} authorization {0}").format(sql.Identifier(user)))
        with pytest.raises(LedgerError, match=r"HB-8509.*CREATEROLE"):
            await postgres.migrated(make_conninfo(login, options=f"-c search_path={user}"))
