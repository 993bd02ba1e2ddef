"""The ledger in PostgreSQL. One object is one process's: a connection for its work, and one more for a relay's shares."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import psycopg
from psycopg import AsyncConnection
from psycopg import errors as sql_errors

from schemas.errors.tree import Finding, LedgerError
from services.ledger import (
    connecting,
    looking,
    migrating,
    recording,
    reminding_in_postgres,
    roles,
    rows,
    shares,
    sharing,
)
from services.ledger.connecting import ask
from services.ledger.entries import Leaf, Position, Read, Waiting
from services.ledger.errors import BatchRefusedError
from services.ledger.looking import FencedError, Space
from services.ledger.migrating import Migration
from services.ledger.port import Deciding, Fenced, Recorded
from services.ledger.recording import AloneError
from services.ledger.records import Partition
from services.ledger.reference import Applied
from services.ledger.reminding import Reminding
from services.ledger.sharing import Sharing
from services.obligations.records import MessageName

# What shows that the batch itself is at fault, and not the database or the way to it.
_OF_THE_BATCH: Final = (psycopg.DataError, psycopg.IntegrityError)
# What another batch at the same time explains: a message of the same name, or locks that crossed.
_OF_TWO: Final = (sql_errors.UniqueViolation, sql_errors.DeadlockDetected, sql_errors.SerializationFailure)
_NUMBERING: Final = 30_000


@dataclass(slots=True)
class PostgresLedger:
    """Made by `opened`. A connection that broke is made anew at the next call."""

    address: str = field(repr=False)
    network: str
    _connection: AsyncConnection | None = field(default=None, repr=False)
    _space: Space | None = None
    _sharing: Sharing | None = field(default=None, repr=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    """Of the connection: a partition is claimed while a batch is stored, and two who speak at once wait for each other for ever."""

    async def claim(self, partitions: Sequence[Partition]) -> Sequence[Position]:
        async with self._working() as connection:
            (found,) = await ask(connection, ("claim", looking.columns(partitions)))
            claimed = {position.partition: position for position in map(rows.position, found)}
            return [claimed[partition] for partition in partitions]

    async def begin_generation(self, position: Position) -> Position:
        async with self._working() as connection:
            topic, number = position.partition
            stands = {
                "topic": topic,
                "number": number,
                "wire_generation": position.wire_generation,
                "epoch": position.epoch,
                "next_offset": position.next_offset,
            }
            (found,) = await ask(connection, ("begin_generation", stands))
            return rows.position(found[0]) if found else position

    async def record(self, reads: Sequence[Read], deciding: Deciding) -> Recorded | Fenced:
        """Where another batch came in between it is decided once more, in view of that."""
        alone: frozenset[MessageName] = frozenset()
        again = True
        async with self._working() as connection:
            while True:
                try:
                    return await recording.record(connection, self.space, reads, deciding, alone=alone)
                except FencedError as fenced:
                    return Fenced(frozenset(fenced.args))
                except AloneError as waits:
                    alone |= frozenset(waits.args)
                except _OF_TWO:
                    if not again:
                        raise
                    again = False

    async def share(self) -> frozenset[int]:
        async with self._beside() as beside:
            return await beside.share()

    async def waiting(self, limit: int, *, besides: frozenset[str]) -> Sequence[Waiting]:
        held = sorted(self._sharing.held) if self._sharing is not None else []
        if not held:
            return []
        asked = {
            "shares": held,
            "limit": limit,
            "besides": sorted(besides),
            "per_topic": shares.PER_TOPIC,
            "turns": shares.TURNS,
        }
        async with self._working() as connection:
            _, found = await ask(connection, ("send_again", {"shares": held, "part": shares.PART}), ("waiting", asked))
            return [rows.waiting(row) for row in found]

    async def mark_sent(self, sequences: Sequence[int]) -> None:
        async with self._working() as connection:
            await ask(connection, ("mark_sent", {"sequences": list(sequences)}))

    async def woken(self, seconds: float) -> None:
        async with self._beside() as beside:
            await beside.woken(seconds)

    async def number(self, limit: int) -> int:
        async with self._working() as connection:
            alone = {"space": self.space.number, "key": _NUMBERING}
            async with connection.transaction():
                await ask(connection, ("alone_numbering", alone))
                _, ((numbered,),) = await ask(connection, ("number", {"limit": limit}), ("count_numbered", {}))
            return int(numbered)

    async def leaves(self, first: int, end: int) -> Sequence[Leaf]:
        async with self._working() as connection:
            (found,) = await ask(connection, ("leaves", {"first": first, "end": end}))
            return [Leaf(content, leaf.hex()) for content, leaf in found]

    async def note_applied(self, entries: Sequence[Applied]) -> None:
        columns = {
            "sequences": [entry.sequence for entry in entries],
            "digests": [bytes.fromhex(entry.digest) for entry in entries],
            "received": [entry.received_at for entry in entries],
        }
        async with self._working() as connection:
            await ask(connection, ("note_reference", columns))

    async def applied(self, first: int, end: int) -> Sequence[Applied]:
        async with self._working() as connection:
            (found,) = await ask(connection, ("reference", {"first": first, "end": end}))
            return [Applied(sequence, digest.hex(), rows.utc(at)) for sequence, digest, at in found]

    async def remind(self, before: datetime, reminding: Reminding, *, limit: int) -> Sequence[Waiting]:
        async with self._working() as connection:
            return await reminding_in_postgres.remind(connection, self.space, before, reminding=reminding, limit=limit)

    async def partitions_ahead(self, months: int) -> int:
        """Makes the tables of the months to come; asked now and then by whoever runs the bus."""
        async with self._working() as connection:
            (((made,),),) = await ask(connection, ("partitions_ahead", {"months": months}))
            return int(made)

    async def erase_due(self, part: int) -> int:
        """Erases up to so many bodies of each class that are due by the ledger's clock; nothing that is held back. Answers how many."""
        async with self._working() as connection:
            (((erased,),),) = await ask(connection, ("erase_due", {"part": part}))
            return int(erased)

    @property
    def space(self) -> Space:
        assert self._space is not None  # noqa: S101 - a connection was made before
        return self._space

    async def close(self) -> None:
        if self._sharing is not None:
            await self._sharing.close()
            self._sharing = None
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    @asynccontextmanager
    async def _working(self) -> AsyncIterator[AsyncConnection]:
        """A connection that works; what the database says becomes an error of ours."""
        async with self._turn:
            try:
                yield await self._connected()
            except _OF_THE_BATCH as error:
                raise BatchRefusedError(type(error).__name__) from error
            except psycopg.Error as error:
                connection, self._connection = self._connection, None
                if connection is not None:
                    await connection.close()
                raise connecting.unreachable(self.address, error) from error

    @asynccontextmanager
    async def _beside(self) -> AsyncIterator[Sharing]:
        """What a relay holds; it is lost with the connection."""
        try:
            if self._sharing is None or self._sharing.connection.closed:
                async with self._turn:
                    await self._connected()
                self._sharing = await sharing.joined(self.address, self.space)
            yield self._sharing
        except psycopg.Error as error:
            lost, self._sharing = self._sharing, None
            if lost is not None:
                await lost.connection.close()
            raise connecting.unreachable(self.address, error) from error

    async def _connected(self) -> AsyncConnection:
        if self._connection is None or self._connection.closed:
            connection = await connecting.connect(self.address)
            try:
                await migrating.check(connection)
                self._space = await identified(connection, self.network)
            except BaseException:
                await connection.close()
                raise
            self._connection = connection
        return self._connection


async def identified(connection: AsyncConnection, network: str) -> Space:
    """Whose ledger it is; the first who asks says so."""
    (found,) = await ask(connection, ("identity", {}))
    if not found:
        _, found = await ask(connection, ("found", {"network": network}), ("identity", {}))
    ((found_network, epoch, number),) = found
    if found_network != network:
        raise LedgerError(Finding("HB-8503", "", {"found": found_network, "network": network}))
    return Space(network, epoch, number)


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
    """Brings the tables at an address forward, makes those of the months to come, and the roles; answers what was done."""
    try:
        async with await connecting.connect(address) as connection:
            applied = await migrating.migrate(connection, migrating.load())
            await migrating.partitions_ahead(connection)
            await roles.apply(connection)
            return applied
    except psycopg.Error as error:
        raise connecting.unreachable(address, error) from error
