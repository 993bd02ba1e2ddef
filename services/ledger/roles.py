"""The database roles, one for each kind of the bus's principals, with the rights of the permission table and no others.

They let nobody in by themselves: the operator makes a user for each process and gives it its role.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, LiteralString, NamedTuple

from psycopg import AsyncConnection, sql
from psycopg import errors as sql_errors

from schemas.errors.tree import Finding, LedgerError
from schemas.permissions import model
from schemas.permissions.model import LedgerRow
from services.ledger import queries

_SEQUENCES: Final[Mapping[str, str]] = {"outgoing": "outgoing_sequence", "evidence": "evidence_entry"}
"""Who adds to a table takes its numbers."""
_KINDS: Final[Mapping[str, LiteralString]] = {"execute": "function {}", "usage": "sequence {}", "create": "schema {}"}
"""Of what kind it is that the right is on, where it is no table."""
_WORDS: Final[Mapping[str, LiteralString]] = {
    "select": "select",
    "insert": "insert",
    "update": "update",
    "delete": "delete",
    "execute": "execute",
    "usage": "usage",
    "create": "create",
    "truncate": "truncate",
    "references": "references",
    "trigger": "trigger",
    "maintain": "maintain",
}
"""All rights that PostgreSQL knows of such things."""
PUBLIC: Final = "public"


class Right(NamedTuple):
    """A role may do this with an object, or with a column of it."""

    role: str
    may: str
    on: str
    column: str = ""

    def __str__(self) -> str:
        return f"{self.role}: {self.may} {self.on}{f'.{self.column}' if self.column else ''}"


async def prefix(connection: AsyncConnection) -> str:
    """Roles belong to the whole server: those of a ledger are named after its database and its schema."""
    cursor = await connection.execute("select current_database() || '_' || current_schema() || '_'")
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101 - a query without a table has one row
    return str(row[0])


def names(of: str) -> list[str]:
    return [f"{of}{principal.kind}" for principal in model.load().held_by_bus() if principal.ledger]


def wanted(of: str) -> frozenset[Right]:
    """What the permission table says, and what follows from it."""
    found = (
        right
        for principal in model.load().principals
        for row in principal.ledger
        for right in _rights(f"{of}{principal.kind}", row)
    )
    return frozenset(found)


def _rights(role: str, row: LedgerRow) -> Iterator[Right]:
    for table in row.tables:
        for may in row.may:
            yield from (Right(role, may, table, column) for column in row.columns or ("",))
            if may == "insert" and table in _SEQUENCES:
                yield Right(role, "usage", _SEQUENCES[table])


async def present(connection: AsyncConnection) -> frozenset[Right]:
    """All that anybody but the owner may do with anything in this schema."""
    cursor = await connection.execute(queries.load()["rights"])
    return frozenset([Right(*row) for row in await cursor.fetchall()])


async def apply(connection: AsyncConnection) -> None:
    """Makes the roles, gives what is wanted and takes what is not; LedgerError where the user may not make roles."""
    of = await prefix(connection)
    try:
        async with connection.transaction():
            await connection.execute(queries.load()["alone_on_server"])
            await _make(connection, names(of))
            rights = await present(connection)
            async with connection.pipeline():
                for right in sorted(rights - wanted(of)):
                    await connection.execute(_said("revoke {} on {} from {}", right))
                for right in sorted(wanted(of) - rights):
                    await connection.execute(_said("grant {} on {} to {}", right))
    except sql_errors.InsufficientPrivilege as error:
        raise LedgerError(Finding("HB-8509", "", {"roles": ", ".join(names(of))})) from error


async def _make(connection: AsyncConnection, wanted_names: Sequence[str]) -> None:
    cursor = await connection.execute("select rolname from pg_roles where rolname = any (%s)", (list(wanted_names),))
    there = {name for (name,) in await cursor.fetchall()}
    cursor = await connection.execute("select current_schema()")
    ((schema,),) = await cursor.fetchall()
    for name in wanted_names:
        if name not in there:
            await connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(name)))
        granted = sql.SQL("grant usage on schema {} to {}").format(sql.Identifier(schema), sql.Identifier(name))
        await connection.execute(granted)


def _said(form: LiteralString, right: Right) -> sql.Composed:
    column = sql.SQL(" ({})").format(sql.Identifier(right.column)) if right.column else sql.SQL("")
    on = sql.SQL(_KINDS.get(right.may, "table {}")).format(sql.Identifier(right.on))
    whose = sql.SQL("public") if right.role == PUBLIC else sql.Identifier(right.role)
    return sql.SQL(form).format(sql.SQL(_WORDS[right.may]) + column, on, whose)
