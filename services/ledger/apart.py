"""Asking the ledger by a connection of one's own: whoever records is not kept waiting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import psycopg
from psycopg import AsyncConnection

from services.ledger import connecting, queries
from services.ledger.connecting import Row


@dataclass(slots=True)
class Apart:
    """A connection that broke is made anew at the next call."""

    QUERIES: ClassVar[str]
    """The file of what is asked."""
    SETTINGS: ClassVar[Mapping[str, str]] = connecting.SETTINGS

    address: str = field(repr=False)
    _connection: AsyncConnection | None = field(default=None, repr=False)

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _asked(self, name: str, parameters: Mapping[str, object]) -> Sequence[Row]:
        """LedgerError where it cannot be asked."""
        try:
            if self._connection is None or self._connection.closed:
                self._connection = await connecting.connect(self.address, self.SETTINGS)
            query = queries.load(self.QUERIES)[name]
            cursor = await self._connection.execute(query, dict(parameters), binary=True)
            return await cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            await self.close()
            raise connecting.unreachable(self.address, error) from error
