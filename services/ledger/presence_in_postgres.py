"""Presence in PostgreSQL: each process shares in a lock of its own, on a connection that lives no longer than it does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import psycopg
from psycopg import AsyncConnection

from services.ledger import connecting, postgres, queries
from services.ledger.connecting import ask
from services.ledger.looking import Space
from services.ledger.presence import FIRST


@dataclass(slots=True)
class PostgresPresence:
    """Made by `opened`. Where the connection broke it is made anew at the next look."""

    address: str = field(repr=False)
    network: str
    number: int
    _held: tuple[AsyncConnection, Space] | None = field(default=None, repr=False)

    async def look(self) -> frozenset[int]:
        try:
            connection, space = await self._present()
            (found,) = await ask(connection, ("look_present", {"space": space.number, "first": FIRST}))
        except psycopg.Error as error:
            await self.close()
            raise connecting.unreachable(self.address, error) from error
        return frozenset(number for (number,) in found)

    async def close(self) -> None:
        """In order: others see at once that it is there no more, and not only when the server has heard of it."""
        held, self._held = self._held, None
        if held is not None:
            with suppress(psycopg.Error):
                await held[0].execute(queries.load()["leave"])
            await held[0].close()

    async def _present(self) -> tuple[AsyncConnection, Space]:
        if self._held is None:
            connection = await connecting.connect(self.address)
            try:
                space = await postgres.identified(connection, self.network)
                # Shared: what is left of a connection of ours that broke may hold it for a while yet.
                await ask(connection, ("be_present", {"space": space.number, "present": self.number}))
            except BaseException:
                await connection.close()
                raise
            self._held = connection, space
        return self._held


@asynccontextmanager
async def opened(address: str, network: str, number: int) -> AsyncIterator[PostgresPresence]:
    """Whoever has it is there for others to see; LedgerError where that cannot be."""
    presence = PostgresPresence(address, network, number)
    try:
        await presence.look()
        yield presence
    finally:
        await presence.close()
