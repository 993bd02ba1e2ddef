"""Whether the stored bytes are those of which the evidence speaks: every digest and every leaf is computed anew."""

import hashlib
from collections.abc import AsyncIterator
from typing import Final, Literal, NamedTuple

import psycopg
from psycopg import AsyncConnection

from schemas.evidence import Decided
from services.keys import merkle
from services.ledger import connecting, effects, headers, migrating, queries
from services.ledger.connecting import Row

_AT_ONCE: Final = 500
_SETTINGS: Final = {"timezone": "UTC", "default_transaction_read_only": "on"}


class Bad(NamedTuple):
    """The first row that does not hold."""

    kind: Literal["leaf", "digest", "evidence"]
    where: str


class Verified(NamedTuple):
    """How much was computed anew, and the first row that is not as it was, if there is one."""

    leaves: int = 0
    records: int = 0
    erased: int = 0
    """Of so many records only the envelope is left: their evidence holds, their digest cannot be computed any more."""
    dropped: int = 0
    """Likewise of so many, because their agencies had sent more garbage than is kept."""
    bad: Bad | None = None


async def verify(address: str) -> Verified:
    """All leaves, then all records. LedgerError where the ledger cannot be reached."""
    try:
        async with await connecting.connect(address, _SETTINGS) as connection:
            await migrating.check(connection)
            async with connection.transaction():
                verified = await _leaves(connection)
                return verified if verified.bad else await _records(connection, verified)
    except psycopg.Error as error:
        raise connecting.unreachable(address, error) from error


async def _leaves(connection: AsyncConnection) -> Verified:
    leaves = 0
    async for entry, content, leaf in _each(connection, "every_leaf"):
        if merkle.leaf_hash(content) != leaf:
            return Verified(leaves, bad=Bad("leaf", str(entry)))
        leaves += 1
    return Verified(leaves)


async def _records(connection: AsyncConnection, verified: Verified) -> Verified:
    async for row in _each(connection, "every_record"):
        bad = _bad(row)
        if bad is not None:
            return verified._replace(bad=bad)
        *_, is_erased, is_dropped, _ = row
        verified = verified._replace(
            records=verified.records + 1,
            erased=verified.erased + (is_erased and not is_dropped),
            dropped=verified.dropped + is_dropped,
        )
    return verified


async def _each(connection: AsyncConnection, query: str) -> AsyncIterator[Row]:
    """Read bit by bit: a ledger does not fit into memory."""
    async with connection.cursor(name=query, binary=True) as cursor:
        cursor.itersize = _AT_ONCE
        await cursor.execute(queries.load()[query])
        async for row in cursor:
            yield row


def _bad(row: Row) -> Bad | None:
    place, digest, _, key, header_line, envelope, body, is_erased, is_dropped, content = row
    if content is None:
        return Bad("evidence", place)
    decided = Decided.model_validate_json(content)
    ref = decided.record
    proved = f"{ref.topic}/{ref.partition}/{ref.wire_generation}/{ref.offset}"
    if (proved, decided.digest) != (place, digest.hex()):
        return Bad("evidence", place)
    parts = headers.part(key) + headers.part(effects.joined(envelope, body)) + header_line
    if not (is_erased or is_dropped) and hashlib.sha256(parts).digest() != digest:
        return Bad("digest", place)
    return None
