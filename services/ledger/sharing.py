"""The relay's second connection: it holds its shares of the inboxes and hears that something waits. If it ends, so does what it held."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import psycopg
from psycopg import AsyncConnection

from services.ledger import connecting, queries, shares
from services.ledger.connecting import SETTINGS, ask
from services.ledger.looking import Space

_FIRST: Final = 10_000
"""The lock of share 0; those before belong to names."""
_PRESENT: Final = 20_000
# Whoever is frozen asks for nothing: after so long his shares go to others.
_IDLE_SECONDS: Final = 30
_BREATH_SECONDS: Final = 10.0
_OWN: Final = {**SETTINGS, "idle_session_timeout": f"{_IDLE_SECONDS}s"}


@dataclass(slots=True)
class Sharing:
    """One relay among others."""

    connection: AsyncConnection
    space: Space
    held: frozenset[int] = field(default=frozenset())

    async def share(self) -> frozenset[int]:
        """Its fair part: what is too much is given up, what is free is taken."""
        space = {"space": self.space.number}
        (((relays,),),) = await ask(self.connection, ("count_relays", {**space, "present": _PRESENT}))
        own = {**space, "first": _FIRST}
        given_up = shares.given_up(self.held, relays)
        self.held -= given_up
        wanted, room = sorted(shares.ALL - self.held - given_up), shares.fair(relays) - len(self.held)
        _, taken = await ask(
            self.connection,
            ("give_up_shares", {**own, "shares": sorted(given_up)}),
            ("take_shares", {**own, "shares": wanted, "count": room}),
        )
        self.held |= {share for (share,) in taken}
        return self.held

    async def woken(self, seconds: float) -> None:
        """Shows now and then that it is alive."""
        while seconds > 0:
            async for _ in self.connection.notifies(timeout=min(seconds, _BREATH_SECONDS), stop_after=1):
                return
            seconds -= _BREATH_SECONDS
            await self.connection.execute(queries.load()["clock"])

    async def close(self) -> None:
        """In order: what it held is free at once, and not only when the server sees that it is gone."""
        with suppress(psycopg.Error):
            await self.connection.execute(queries.load()["leave"])
        await self.connection.close()


async def joined(address: str, space: Space) -> Sharing:
    connection = await connecting.connect(address, _OWN)
    await connection.execute(queries.load()["be_present"], {"space": space.number, "present": _PRESENT})
    await connection.execute(queries.listen(space.channel))
    return Sharing(connection, space)
