"""Reminders in PostgreSQL: in one transaction that holds the names, so that none is told to wait that is just released."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from services.ledger import looking, rows, storing, writing
from services.ledger.connecting import ask
from services.ledger.effects import Sending
from services.ledger.entries import Waiting
from services.ledger.looking import Space
from services.ledger.reminding import Overdue, Reminding
from services.ledger.writing import Batch


async def remind(
    connection: AsyncConnection, space: Space, before: datetime, *, reminding: Reminding, limit: int
) -> Sequence[Waiting]:
    due = {"before": before, "limit": limit}
    async with connection.transaction():
        names = frozenset(one.parked.name for one in await _overdue(connection, due))
        if not names:
            return ()
        looked = await looking.look_alone(connection, space, names)
        overdue = [one for one in await _overdue(connection, due) if one.parked.name in names]
        sent = [Sending(one, looked.at) for one in reminding(overdue, at=looked.at, epoch=space.epoch)]
        _, sequences = await looking.kept(connection, (), sequences=len(sent))
        await storing.add(connection, writing.added(Batch((), (), sent, sequences, looked)), few=True)
        told = looking.named([one.parked.name for one in overdue])
        await ask(connection, ("reminded", {**told, "at": looked.at}), ("wake", {"channel": space.channel}))
    return [rows.of_bus(sequence, one.outgoing) for sequence, one in zip(sequences, sent, strict=True)]


async def _overdue(connection: AsyncConnection, due: Mapping[str, Any]) -> list[Overdue]:
    (found,) = await ask(connection, ("overdue", due))
    return [Overdue(rows.parked(row[:-2]), row[-2].hex(), row[-1].hex()) for row in found]
