"""Connections to the database: how they are made, what they are told, what their errors become."""

from collections.abc import Mapping
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection

from schemas.errors.tree import Finding, LedgerError
from services.ledger import queries

Row = tuple[Any, ...]
"""What a database answers, of which nothing is known."""
Asked = tuple[str, Mapping[str, Any]]
"""A query by its name, with what it is asked."""
_CONNECT_SECONDS: Final = 10
_UNHEARD_MS: Final = 20_000
"""After so long without a word from the other machine the connection is given up."""
SETTINGS: Final = {
    "synchronous_commit": "on",
    "timezone": "UTC",
    # A process that was frozen, or whose machine is gone, holds no lock longer than this: whoever takes over waits for its locks.
    "idle_in_transaction_session_timeout": "30s",
    "lock_timeout": "45s",
    "statement_timeout": "120s",
    # Everything is asked by its key: whatever the statistics say today, an index is walked.
    "jit": "off",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}


async def connect(address: str, settings: Mapping[str, str] = SETTINGS) -> AsyncConnection:
    """A connection on which nothing is done outside a transaction of its own, and what is committed is on disk."""
    connection = await AsyncConnection.connect(
        address, autocommit=True, connect_timeout=_CONNECT_SECONDS, tcp_user_timeout=_UNHEARD_MS
    )
    async with connection.pipeline():
        for name, value in settings.items():
            await connection.execute("select set_config(%s, %s, false)", (name, value))
    return connection


async def ask(connection: AsyncConnection, *asked: Asked) -> list[list[Row]]:
    """All of it on one way there and back; each query sees what those before it have done."""
    async with connection.pipeline():
        cursors = [
            await connection.execute(queries.load()[name], dict(parameters), binary=True) for name, parameters in asked
        ]
    return [await cursor.fetchall() if cursor.description else [] for cursor in cursors]


def unreachable(address: str, error: psycopg.Error) -> LedgerError:
    """Said without the password, and without what the server quotes of the rows."""
    try:
        said = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        # What the library says of an address that it cannot read quotes it.
        return LedgerError(Finding("HB-8501", "", {"address": "?", "what": type(error).__name__}))
    where = f"{said.get('host', '')}:{said.get('port', '')}/{said.get('dbname', '')}"
    what = error.diag.sqlstate or str(error).partition("\n")[0]
    return LedgerError(Finding("HB-8501", "", {"address": where, "what": f"{type(error).__name__} {what}"}))
