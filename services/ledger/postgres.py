"""The ledger in PostgreSQL. One object is one connection: a process that reads and one that writes have each their own."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection

from schemas.errors.tree import Finding, LedgerError
from services.ledger import migrating, queries, rows
from services.ledger.entries import Entry, Held, Looked, Parked, Position, Read, Waiting
from services.ledger.errors import BatchRefusedError
from services.ledger.migrating import Migration
from services.ledger.port import Deciding, Fenced, Recorded
from services.ledger.records import Partition
from services.obligations.records import MessageName

# What shows that the batch itself is at fault, and not the database or the way to it.
_OF_THE_BATCH: Final = (psycopg.DataError, psycopg.IntegrityError)
_LOCKS: Final = 4096
"""So many locks at most does one batch hold; names that share one merely wait for each other."""
_CONNECT_SECONDS: Final = 10
_UNHEARD_MS: Final = 20_000
"""After so long without a word from the other machine the connection is given up."""
# A process that was frozen, or whose machine is gone, holds no lock longer than this: whoever takes over waits for its locks.
_PATIENCE: Final = {
    "idle_in_transaction_session_timeout": "30s",
    "lock_timeout": "45s",
    "statement_timeout": "120s",
}


class _FencedError(Exception):
    """These partitions are another's: the transaction is rolled back."""


@dataclass(slots=True)
class PostgresLedger:
    """Made by `opened`. A connection that broke is made anew at the next call."""

    address: str = field(repr=False)
    network: str
    epoch: int = 0
    _connection: AsyncConnection | None = field(default=None, repr=False)

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        async with self._working() as connection:
            cursor = await connection.execute(queries.load()["claim"], _columns(partitions))
            return [rows.position(row) for row in await cursor.fetchall()]

    async def record(
        self, reads: Sequence[Read], names: frozenset[MessageName], deciding: Deciding
    ) -> Recorded | Fenced:
        try:
            async with self._working() as connection, connection.transaction():
                await _advance(connection, reads)
                entries = deciding(await self._look(connection, names))
                await _store(connection, entries)
                return Recorded(entries)
        except _FencedError as fenced:
            return Fenced(frozenset(fenced.args))

    async def waiting(self, limit: int, *, besides: frozenset[str]) -> Sequence[Waiting]:
        async with self._working() as connection:
            cursor = await connection.execute(queries.load()["waiting"], {"limit": limit, "besides": sorted(besides)})
            return [rows.waiting(row) for row in await cursor.fetchall()]

    async def mark_sent(self, sequences: Sequence[int]) -> None:
        async with self._working() as connection:
            await connection.execute(queries.load()["mark_sent"], {"sequences": list(sequences)})

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    @asynccontextmanager
    async def _working(self) -> AsyncIterator[AsyncConnection]:
        """A connection that works; what the database says becomes an error of ours."""
        try:
            yield await self._connected()
        except _OF_THE_BATCH as error:
            raise BatchRefusedError(type(error).__name__) from error
        except psycopg.Error as error:
            await self.close()
            raise unreachable(self.address, error) from error

    async def _connected(self) -> AsyncConnection:
        if self._connection is None or self._connection.closed:
            self._connection = await connect(self.address)
            for name, longest in _PATIENCE.items():
                await self._connection.execute("select set_config(%s, %s, false)", (name, longest))
            await migrating.check(self._connection)
            cursor = await self._connection.execute(queries.load()["identify"], {"network": self.network})
            network, self.epoch = await cursor.fetchone() or ("", 0)
            if network != self.network:
                await self.close()
                raise LedgerError(Finding("HB-8503", "", {"found": network, "network": self.network}))
        return self._connection

    async def _look(self, connection: AsyncConnection, names: frozenset[MessageName]) -> Looked:
        """What is known. Whatever waits for one of the names is locked too, and then looked at again."""
        locked: frozenset[MessageName] = frozenset()
        parked: Sequence[Parked] = ()
        while names - locked:
            await connection.execute(queries.load()["lock_names"], {"keys": [_lock(name) for name in names]})
            locked = names
            cursor = await connection.execute(queries.load()["look_parked"], _names(names))
            parked = [rows.parked(row) for row in await cursor.fetchall()]
            names |= {message.name for message in parked}
        held = await _held(connection, names)
        cursor = await connection.execute(
            queries.load()["count_parked"], {"senders": sorted({n.sender for n in names})}
        )
        parked_of: dict[str, int] = dict(await cursor.fetchall())
        cursor = await connection.execute(queries.load()["clock"])
        (at,) = await cursor.fetchone() or (None,)
        return Looked(rows.utc(at), self.epoch, held, parked, parked_of)


@asynccontextmanager
async def opened(address: str, network: str) -> AsyncIterator[PostgresLedger]:
    """The ledger at an address; LedgerError where it cannot be reached, or is not this network's or this program's."""
    ledger = PostgresLedger(address, network)
    try:
        async with ledger._working():  # noqa: SLF001 - its maker tries the connection
            pass
        yield ledger
    finally:
        await ledger.close()


async def migrated(address: str) -> Sequence[Migration]:
    """Brings the tables at an address forward; answers what was done."""
    try:
        async with await connect(address) as connection:
            return await migrating.migrate(connection)
    except psycopg.Error as error:
        raise unreachable(address, error) from error


async def connect(address: str) -> AsyncConnection:
    """A connection on which nothing is done outside a transaction of its own, and what is committed is on disk."""
    connection = await AsyncConnection.connect(
        address, autocommit=True, connect_timeout=_CONNECT_SECONDS, tcp_user_timeout=_UNHEARD_MS
    )
    await connection.execute("set synchronous_commit = on")
    return connection


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


async def _advance(connection: AsyncConnection, reads: Sequence[Read]) -> None:
    positions = [read.position for read in reads]
    partitions = [position.partition for position in positions]
    await connection.execute(queries.load()["hold"], _columns(partitions))
    asked = {
        **_columns(partitions),
        "epochs": [position.epoch for position in positions],
        "firsts": [position.next_offset for position in positions],
        "nexts": [read.next_offset for read in reads],
    }
    cursor = await connection.execute(queries.load()["advance"], asked)
    moved = {Partition(topic, number) for topic, number in await cursor.fetchall()}
    if fenced := set(partitions) - moved:
        raise _FencedError(*fenced)


async def _held(connection: AsyncConnection, names: frozenset[MessageName]) -> dict[MessageName, Held]:
    cursor = await connection.execute(queries.load()["look_held"], _names(names))
    held = [rows.held(row) for row in await cursor.fetchall()]
    return {one.name: one for one in held}


async def _store(connection: AsyncConnection, entries: Sequence[Entry]) -> None:
    async with connection.cursor() as cursor:
        for query, parameters in rows.inserts(entries):
            if parameters:
                await cursor.executemany(queries.load()[query], parameters)


def _columns(partitions: Sequence[Partition]) -> dict[str, Any]:
    return {"topics": [one.topic for one in partitions], "numbers": [one.number for one in partitions]}


def _names(names: frozenset[MessageName]) -> dict[str, Any]:
    ordered = sorted(names)
    return {"senders": [name.sender for name in ordered], "ids": [name.id for name in ordered]}


def _lock(name: MessageName) -> int:
    return int.from_bytes(hashlib.sha256("/".join(name).encode()).digest()[:4], "big") % _LOCKS
