"""One batch in one transaction: looked up, decided, judged, stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from psycopg import AsyncConnection

from services.ledger import effects, looking, rows, storing
from services.ledger.connecting import ask
from services.ledger.effects import Sending
from services.ledger.entries import Entry, Looked, Read, Waiting
from services.ledger.errors import BatchRefusedError
from services.ledger.looking import Space
from services.ledger.port import Deciding, Recorded
from services.ledger.records import Arrival
from services.ledger.writing import Batch
from services.obligations.records import MessageName

_TOLD_OF_OCCASION: Final = 8
"""So many records, as a guess, go out because of one occasion; where it is more, more numbers are asked for."""


class AloneError(Exception):
    """Messages are to wait for these names, which others may be recording: it is decided again with their locks held alone."""


async def record(
    connection: AsyncConnection,
    space: Space,
    reads: Sequence[Read],
    deciding: Deciding,
    *,
    alone: frozenset[MessageName],
) -> Recorded:
    """All of it, or an exception and nothing of it."""
    try:
        recorded = await _recorded(connection, space, reads, deciding, alone=alone)
        await ask(connection, ("commit", {}))
    except BaseException:
        if not connection.closed:
            await ask(connection, ("rollback", {}))
        raise
    return recorded


async def _recorded(
    connection: AsyncConnection,
    space: Space,
    reads: Sequence[Read],
    deciding: Deciding,
    *,
    alone: frozenset[MessageName],
) -> Recorded:
    looked = await looking.look(connection, space, reads, deciding.names, alone=alone)
    entries = deciding.entries(looked)
    _must_be_alone(entries, alone)
    batch, left_over = await batch_of(connection, entries, deciding, looked=looked)
    earlier = await _earlier(connection, entries, batch.sent)
    await storing.store(connection, batch, reads, space.channel)
    return Recorded(entries, batch.judged, _waiting(batch, earlier), left_over)


async def batch_of(
    connection: AsyncConnection, entries: Sequence[Entry], deciding: Deciding, *, looked: Looked
) -> tuple[Batch, Sequence[int]]:
    """What is decided, with its occasions, which are locked, and a number for each record that goes out; and the numbers left over."""
    names = effects.touched(entries)
    expected = sum(len(entry.outgoing) for entry in entries) + _TOLD_OF_OCCASION * len(names)
    kept, sequences = await looking.kept(connection, names, sequences=expected)
    judged = deciding.judged(entries, kept, looked)
    sent = effects.sendings(entries, judged, looked)
    if len(sent) > len(sequences):
        _, more = await looking.kept(connection, (), sequences=len(sent) - len(sequences))
        sequences += more
    return Batch(entries, judged, sent, sequences[: len(sent)], looked), sequences[len(sent) :]


def _must_be_alone(entries: Sequence[Entry], alone: frozenset[MessageName]) -> None:
    parking = (entry for entry in entries if entry.decision.disposition == "PARKED")
    missing = {entry.regards for entry in parking if entry.regards is not None} - alone
    if missing:
        raise AloneError(*missing)


async def _earlier(
    connection: AsyncConnection, entries: Sequence[Entry], sent: Sequence[Sending]
) -> Mapping[MessageName, tuple[Arrival, datetime, str]]:
    """What goes out now and came in an earlier batch: seldom anything."""
    names = sorted(effects.from_before(entries, sent))
    if not names:
        return {}
    (found,) = await ask(connection, ("earlier", looking.named(names)))
    earlier = dict(map(rows.earlier, found))
    if len(earlier) < len(names):
        raise BatchRefusedError("outgoing")
    return earlier


def _waiting(batch: Batch, earlier: Mapping[MessageName, tuple[Arrival, datetime, str]]) -> list[Waiting]:
    """What goes out, as it will be found in the tables."""
    here = {entry.arrival.place: entry for entry in batch.entries}
    found = []
    for sequence, sending in zip(batch.sequences, batch.sent, strict=True):
        outgoing = sending.outgoing
        if outgoing.of is None:
            found.append(rows.of_bus(sequence, outgoing))
            continue
        entry = here.get(outgoing.of)
        came = (entry.arrival, entry.recorded_at, entry.leaf.hash) if entry else earlier[outgoing.name]
        urgent = outgoing.urgent
        found.append(rows.of_arrival(sequence, outgoing.topic, outgoing.name, came=came, urgent=urgent))
    return found
