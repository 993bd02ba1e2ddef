"""A login of its own for each process of the bus: a member of its role, and of nothing else. Whoever has it can become nobody more."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import psycopg
from psycopg import AsyncConnection, sql
from psycopg import errors as sql_errors
from psycopg.conninfo import make_conninfo

from schemas.errors.tree import Finding, LedgerError
from services.ledger import connecting, roles

_HASHED: Final = b"scram-sha-256"


async def made(address: str, kinds: Sequence[str], password: Callable[[str], str]) -> Mapping[str, str]:
    """By an owner of the tables; answers for each kind how it logs in, as a part of an address. Asked again, it changes nothing."""
    try:
        async with await connecting.connect(address) as connection:
            of = await roles.prefix(connection)
            passwords = {kind: password(kind) for kind in kinds}
            for kind in kinds:
                await _make(connection, f"{of}{kind}", _login(of, kind), passwords[kind])
            return {kind: make_conninfo(user=_login(of, kind), password=passwords[kind]) for kind in kinds}
    except sql_errors.InsufficientPrivilege as error:
        raise LedgerError(Finding("HB-8509", "", {"roles": ", ".join(kinds)})) from error
    except psycopg.Error as error:
        raise connecting.unreachable(address, error) from error


def _login(of: str, kind: str) -> str:
    return f"{of}{kind}_login"


async def _make(connection: AsyncConnection, role: str, login: str, password: str) -> None:
    """The server is told the password's hash: no log of it could show more."""
    hashed = connection.pgconn.encrypt_password(password.encode(), login.encode(), _HASHED).decode()
    name = sql.Identifier(login)
    async with connection.transaction():
        there = await connection.execute("select 1 from pg_roles where rolname = %s", (login,))
        if await there.fetchone() is None:
            await connection.execute(sql.SQL("create role {} login").format(name))
        await connection.execute(sql.SQL("alter role {} password {}").format(name, sql.Literal(hashed)))
        await connection.execute(sql.SQL("grant {} to {}").format(sql.Identifier(role), name))
