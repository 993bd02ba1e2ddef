"""The store in the agency's own PostgreSQL, beside the tables that its handlers write."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection, AsyncRawCursor

from consumers.inbox.store import tables
from consumers.inbox.store.sql import Row, SqlStore, SqlTaking

_PASSES: Final = ("08", "57P", "53", "40")
"""Classes of errors: of the connection, of a server that ends or begins, of room, of a transaction that met another."""
_NAMES_NO_VALUE: Final = (*_PASSES, "23", "42", "57", "25")
"""Classes of errors whose sentence names parts of the database alone."""
_SYNTAX: Final = "42601"
"""Repeats a piece of the statement."""


@dataclass(frozen=True)
class _Connection:
    """One connection: a transaction keeps to it, so that nothing of it can run on another."""

    raw: AsyncConnection[Row]

    async def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """A statement of ours, with numbered parameters."""
        async with AsyncRawCursor(self.raw) as cursor:
            await cursor.execute(statement.encode(), parameters)
            return await cursor.fetchall() if cursor.description else []

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """A statement of a handler, with psycopg's own placeholders."""
        async with self.raw.cursor() as cursor:
            await cursor.execute(statement.encode(), parameters or None)
            return await cursor.fetchall() if cursor.description else []

    def apart(self) -> AbstractAsyncContextManager[object]:
        """Inside a transaction another one is a savepoint."""
        return self.raw.transaction()


class PostgresStore(SqlStore):
    """A connection that broke is made anew when it is next needed."""

    def __init__(self, conninfo: str) -> None:
        super().__init__()
        self._conninfo = conninfo
        self._connection: _Connection | None = None

    async def open(self) -> None:
        async with self._alone:
            connection = await self._connected()
            async with connection.raw.transaction():
                # Two that begin at once would both find no tables and make them.
                await connection.run("select pg_advisory_xact_lock(hashtext('habarshy_inbox'))")
                for table in tables.POSTGRES:
                    await connection.run(table)
                for asks, adds in tables.POSTGRES_ADDED:
                    if not await connection.run(asks):
                        await connection.run(adds)

    async def close(self) -> None:
        if (connection := self._connection) is not None:
            self._connection = None
            await connection.raw.close()

    async def _connected(self) -> _Connection:
        if self._connection is None or self._connection.raw.closed:
            raw = await AsyncConnection.connect(self._conninfo, autocommit=True)
            await raw.execute("set synchronous_commit = on")
            self._connection = _Connection(raw)
        return self._connection

    @asynccontextmanager
    async def taking(self) -> AsyncIterator[SqlTaking]:
        async with self._alone:
            connection = await self._connected()
            async with connection.raw.transaction():
                yield SqlTaking(connection, connection)

    def passes(self, error: Exception) -> bool:
        """By what the server says, and where it can say nothing any more, by the connection: all else is wrong with what was asked."""
        if not isinstance(error, psycopg.Error):
            return False
        if error.sqlstate is not None:
            return error.sqlstate.startswith(_PASSES)
        broke = self._connection is None or self._connection.raw.closed
        return isinstance(error, psycopg.OperationalError) and broke

    def named(self, error: Exception) -> str:
        """The sentence without its detail: of a table, a column, a constraint or the server, and none that repeats what was to be written."""
        name = type(error).__name__
        if not isinstance(error, psycopg.Error) or error.sqlstate == _SYNTAX:
            return name
        said = error.diag.message_primary
        return f"{name}: {said}" if said and str(error.sqlstate).startswith(_NAMES_NO_VALUE) else name
