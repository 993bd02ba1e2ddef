"""The store in one file of SQLite, every commit on the disk before it counts. For an agency that has no database server."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from consumers.inbox.errors import broken
from consumers.inbox.store import tables
from consumers.inbox.store.sql import Row, SqlStore, SqlTaking

Answer = TypeVar("Answer")
BUSY_MS: Final = 5_000
_OWNER_ONLY: Final = 0o600
_PASSES: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
    }
)
_PRIMARY: Final = 0xFF
"""The lowest byte of an error's number is its kind; the rest says more."""
_QUOTED: Final = re.compile(r"\".*\"|'.*'", re.DOTALL)


@dataclass(frozen=True)
class _Connection:
    """SQLite in a thread of its own, so that the event loop never waits for the disk."""

    raw: sqlite3.Connection
    thread: ThreadPoolExecutor

    async def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """A statement of ours."""
        return await self.work(lambda: self.raw.execute(statement, _named(parameters)).fetchall())

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """A statement of a handler, with SQLite's own placeholders."""
        return await self.work(lambda: self.raw.execute(statement, tuple(parameters)).fetchall())

    async def work(self, work: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self.thread, work)

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[None]:
        """Whoever is cancelled leaves the whole transaction, which undoes this part too."""
        await self.run("savepoint apart")
        try:
            yield
        except Exception:
            await self.run("rollback to apart")
            await self.run("release apart")
            raise
        await self.run("release apart")


@dataclass(frozen=True)
class _Transaction(_Connection):
    """An open one. SQLite may end it by itself, as on a full disk; from then on each statement would hold alone."""

    async def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Ours are small and wait for no disk before the commit: to hand one to the thread costs many times what it costs itself."""
        self._must_be_open()
        return self.raw.execute(statement, _named(parameters)).fetchall()

    async def work(self, work: Callable[[], Answer]) -> Answer:
        def while_open() -> Answer:
            self._must_be_open()
            return work()

        return await _Connection.work(self, while_open)

    async def commit(self) -> None:
        await self.execute("commit")

    def _must_be_open(self) -> None:
        if not self.raw.in_transaction:
            raise sqlite3.OperationalError("the transaction was ended meanwhile")


class SqliteStore(SqlStore):
    """One file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._connection: _Connection | None = None

    async def open(self) -> None:
        thread = ThreadPoolExecutor(1, thread_name_prefix="habarshy-inbox-store")
        try:
            raw = await asyncio.get_running_loop().run_in_executor(thread, self._opened)
        except (OSError, sqlite3.Error) as error:
            thread.shutdown(wait=False)
            if self.passes(error):
                raise
            raise broken("HB-8415", path=str(self._path), what=str(error)) from error
        self._connection = _Connection(raw, thread)

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.touch(_OWNER_ONLY)
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        connection.execute(f"pragma busy_timeout = {BUSY_MS}")
        if connection.execute("pragma journal_mode").fetchone() != ("wal",):
            connection.execute(
                "pragma journal_mode = wal"
            )  # not asked again: it would wait for nobody who has the file open
        connection.execute("pragma synchronous = full")
        for table in tables.SQLITE:
            connection.execute(table)
        for asks, adds in tables.SQLITE_ADDED:
            if connection.execute(asks).fetchone() is None:
                _add(connection, asks, adds)
        return connection

    async def close(self) -> None:
        if (connection := self._connection) is not None:
            self._connection = None
            await connection.work(connection.raw.close)
            connection.thread.shutdown()

    async def _connected(self) -> _Connection:
        if self._connection is None:
            raise sqlite3.ProgrammingError("the store is not open")
        return self._connection

    @asynccontextmanager
    async def taking(self) -> AsyncIterator[SqlTaking]:
        async with self._alone:
            connection = await self._connected()
            try:
                # Who is cancelled while it waits for the lock has begun nevertheless: the thread goes on.
                await connection.run("begin immediate")
                within = _Transaction(connection.raw, connection.thread)
                yield SqlTaking(within, within)
                await within.commit()
            except BaseException:
                # Where the commit itself was interrupted there may be nothing left to undo, and nothing is undone.
                # Who is cancelled once more does not keep it from being undone: the next one waits its turn in the thread.
                await asyncio.shield(asyncio.ensure_future(connection.work(connection.raw.rollback)))
                raise

    def passes(self, error: Exception) -> bool:
        number = getattr(error, "sqlite_errorcode", None)
        return isinstance(error, sqlite3.Error) and number is not None and number & _PRIMARY in _PASSES

    def named(self, error: Exception) -> str:
        """Between quotation marks SQLite repeats the statement, which a handler may have put together out of a message."""
        name = type(error).__name__
        return f"{name}: {_QUOTED.sub('…', str(error))}" if isinstance(error, sqlite3.Error) else name


def _named(parameters: Sequence[Any]) -> dict[str, Any]:
    """$1 is the parameter that SQLite knows by the name 1."""
    return {str(number): value for number, value in enumerate(parameters, 1)}


def _add(connection: sqlite3.Connection, asks: str, adds: str) -> None:
    """Asked once more when nobody else can write: two that begin at once would both add it."""
    connection.execute("begin immediate")
    with connection:
        if connection.execute(asks).fetchone() is None:
            connection.execute(adds)
