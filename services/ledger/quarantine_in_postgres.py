"""The quarantine of the ledger in PostgreSQL, and what is erased there: by a connection of an administrator's own."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection, AsyncCursor
from psycopg import errors as sql_errors

from schemas.fields import Disposition
from services.ledger import (
    connecting,
    effects,
    headers,
    looking,
    migrating,
    postgres,
    quarantine,
    queries,
    replaying,
    rows,
)
from services.ledger.connecting import Row
from services.ledger.errors import BatchRefusedError
from services.ledger.looking import Space
from services.ledger.port import Deciding
from services.ledger.quarantine import (
    KeptWhole,
    Mandate,
    NotQuarantined,
    Outcome,
    Quarantined,
    StillQuarantined,
    ToBeErased,
)
from services.ledger.records import Arrival, Place
from services.obligations.records import MessageName

# What another transaction at the same time explains: it is done once more, in view of that.
_OF_TWO: Final = (sql_errors.UniqueViolation, sql_errors.DeadlockDetected, sql_errors.SerializationFailure)
_OF_THE_RECORD: Final = (psycopg.DataError, psycopg.IntegrityError)
_TRIES: Final = 3
_ADMINISTERING: Final = 30_001
"""One at a time does what an administrator does."""


@dataclass(slots=True)
class PostgresQuarantine:
    """Made by `opened`."""

    connection: AsyncConnection = field(repr=False)
    space: Space
    address: str = field(repr=False)

    async def clock(self) -> datetime:
        ((at,),) = await self._asked("now", {})
        return rows.utc(at)

    async def quarantined(self, limit: int) -> Sequence[Quarantined]:
        return [_quarantined(row) for row in await self._asked("quarantined", {"limit": limit})]

    async def kept_whole(self, place: Place) -> KeptWhole | None:
        found = await self._asked("kept_whole", place._asdict())
        return _kept_whole(found[0]) if found else None

    async def became(self, place: Place) -> Disposition | None:
        found = await self._asked("became", place._asdict())
        return found[0][0] if found else None

    async def carried_out(self, digest: str) -> frozenset[Place]:
        found = await self._asked("carried_out", {"digest": bytes.fromhex(digest)})
        return frozenset(Place(*row) for row in found)

    async def replay(self, place: Place, deciding: Deciding, by: Mandate) -> Outcome:
        for remaining in reversed(range(_TRIES)):
            try:
                async with self._translated(), self.connection.transaction():
                    return await self._replayed(place, deciding, by)
            except _OF_TWO as error:
                if not remaining:
                    raise BatchRefusedError(type(error).__name__) from error
        raise AssertionError

    async def _replayed(self, place: Place, deciding: Deciding, by: Mandate) -> Outcome:
        await self._asked("alone", {"space": self.space.number, "key": _ADMINISTERING})
        looked = await looking.look_alone(self.connection, self.space, deciding.names)
        by.check(looked.at)
        whole = await self.kept_whole(place)
        if whole is None:
            return NotQuarantined(place, await self.became(place))
        looked = replace(looked, latest={whole.arrival.partition: whole.ordered_at})
        (entry,) = deciding.entries(looked)
        if entry.decision.disposition == "QUARANTINED":
            return StillQuarantined(place, entry.fault)
        replay = await replaying.decided(self.connection, entry, deciding, looked)
        await replaying.store(self.connection, whole, replay, by, channel=self.space.channel)
        return replay.outcome

    async def erase(self, name: MessageName, by: Mandate) -> None:
        async with self._translated(), self.connection.transaction():
            await self._asked("alone", {"space": self.space.number, "key": _ADMINISTERING})
            at = await self.clock()
            by.check(at)
            if await self.carried_out(by.digest):
                raise quarantine.already_done(by)
            found = await self._asked("to_be_erased", name._asdict())
            place = quarantine.erasable(_to_be_erased(found[0]) if found else None, name)
            leaf, digest = by.leaf(place, at), bytes.fromhex(by.digest)
            said = {**name._asdict(), "at": at, "digest": digest, "leaf": bytes.fromhex(leaf.hash)}
            document = {"kind": "erase", "document": by.line}
            for query in ("add_intervention", "erase", "add_erased", "add_leaf"):
                await self._do(query, {**said, **document, "content": leaf.content})

    async def _asked(self, name: str, parameters: Mapping[str, Any]) -> list[Row]:
        async with self._translated():
            cursor = await self._do(name, parameters)
            return await cursor.fetchall()

    async def _do(self, name: str, parameters: Mapping[str, Any]) -> AsyncCursor[Row]:
        query = queries.load("quarantine.sql")[name]
        return await self.connection.execute(query, dict(parameters), binary=True)

    @asynccontextmanager
    async def _translated(self) -> AsyncIterator[None]:
        try:
            yield
        except _OF_TWO:
            raise
        except _OF_THE_RECORD as error:
            raise BatchRefusedError(type(error).__name__) from error
        except psycopg.Error as error:
            raise connecting.unreachable(self.address, error) from error


def _quarantined(row: Row) -> Quarantined:
    *place, sender, message_id, received_at, recorded_at, fault = row
    name = MessageName(sender, str(message_id)) if message_id is not None else None
    return Quarantined(Place(*place), sender, rows.utc(received_at), rows.utc(recorded_at), fault, name)


def _kept_whole(row: Row) -> KeptWhole:
    *said, key, header_line, envelope, body, leaf, ordered_at = row
    one = _quarantined(tuple(said))
    value = effects.joined(envelope, body)
    arrival = Arrival(one.place, one.received_at, key, value, headers.read(header_line))
    return KeptWhole(one, arrival, rows.utc(ordered_at), leaf.hex())


def _to_be_erased(row: Row) -> ToBeErased:
    *place, state, is_bare, goes_out, held_by = row
    return ToBeErased(Place(*place), state, is_bare, goes_out, held_by)


@asynccontextmanager
async def opened(address: str, network: str | None = None) -> AsyncIterator[PostgresQuarantine]:
    """LedgerError where the ledger cannot be reached, or is not this program's, or not this network's where one is named."""
    try:
        connection = await connecting.connect(address)
    except psycopg.Error as error:
        raise connecting.unreachable(address, error) from error
    async with connection:
        try:
            await migrating.check(connection)
            space = await (postgres.identified(connection, network) if network else _whosever(connection))
        except psycopg.Error as error:
            raise connecting.unreachable(address, error) from error
        yield PostgresQuarantine(connection, space, address)


async def _whosever(connection: AsyncConnection) -> Space:
    """Of whoever only looks; nobody's, where nothing was ever recorded."""
    (found,) = await connecting.ask(connection, ("identity", {}))
    return Space(*found[0]) if found else Space("", 1, 0)
