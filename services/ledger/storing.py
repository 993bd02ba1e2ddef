"""Rows into tables: a few in one statement for each table, many by COPY."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from psycopg import AsyncConnection

from schemas import topics
from services.ledger import copying, effects, queries, shares, writing
from services.ledger.connecting import Asked, ask
from services.ledger.entries import Read
from services.ledger.errors import BatchRefusedError
from services.ledger.writing import Batch, Line

MANY: Final = 100
"""From so many records on COPY is faster; the figures stand in docs/reference/ledger.md."""


_OF_OBLIGATION: Final = (
    *("version", "digest", "duty", "debtor", "overseer", "recipient", "verdict", "mode", "deadline_at"),
)


async def store(connection: AsyncConnection, batch: Batch, reads: Sequence[Read], channel: str) -> None:
    """All of a batch. It is committed by whoever began it."""
    await add(connection, writing.added(batch), few=len(batch.entries) < MANY)
    await change(connection, batch)
    asked: list[Asked] = [("advance", _advanced(batch, reads))]
    if batch.sent or _requests(batch):
        asked.append(("wake", {"channel": channel}))
    await ask(connection, *asked)


async def add(connection: AsyncConnection, added: Mapping[str, Sequence[Line]], *, few: bool) -> None:
    """These rows, by table."""
    if few:
        async with connection.pipeline():
            for table, lines in added.items():
                if lines:
                    await connection.execute(queries.load()[f"add_{table}"], _columns(table, lines))
        return
    for table, lines in added.items():
        if lines:
            await _copy(connection, table, lines)


def _columns(table: str, lines: Sequence[Line]) -> list[list[Any]]:
    """One array for each column. Arrays of arrays have one length in PostgreSQL: those within are written out."""
    return [
        [literal(each) for each in column] if kind == "text[]" else list(column)
        for kind, column in zip(writing.TYPES[table], zip(*lines, strict=True), strict=True)
    ]


def literal(words: Sequence[str]) -> str:
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    return "{" + ",".join(f'"{word}"' for word in quoted) + "}"


async def _copy(connection: AsyncConnection, table: str, lines: Sequence[Line]) -> None:
    """The rows are made into bytes in one go, and sent in one: to wait for each takes longer than the row."""
    async with connection.cursor() as cursor, cursor.copy(queries.load()[f"copy_{table}"]) as copy:
        row = copy.formatter.write_row
        await copy.write(b"".join([row(line) for line in copying.raw(writing.TYPES[table], lines)]))


async def change(connection: AsyncConnection, batch: Batch) -> None:
    """What stood before and is changed by the batch: each must be found as it was when the batch was decided."""
    obligations = _obligations(batch)
    freed = writing.freed_earlier(batch)
    told = writing.told_earlier(batch)
    await _changed(connection, "put_obligation", obligations, what="version")
    names = [release.parked.name for release in freed]
    await _changed(
        connection,
        "release",
        {
            "senders": [name.sender for name in names],
            "ids": [name.id for name in names],
            "states": [release.decision.disposition for release in freed],
            "occasions": [release.occasion.occasion if release.occasion else None for release in freed],
            "drills": [release.occasion.drill if release.occasion else None for release in freed],
        },
        what="released",
    )
    await _changed(
        connection,
        "tell",
        {
            "senders": [name.sender for name, _ in told],
            "ids": [name.id for name, _ in told],
            "told": [literal(agencies) for _, agencies in told],
        },
        what="outgoing",
    )
    if requests := _requests(batch):
        await ask(connection, ("ask_again", requests))


async def _changed(connection: AsyncConnection, name: str, columns: dict[str, list[Any]], *, what: str) -> None:
    rows = len(next(iter(columns.values())))
    if not rows:
        return
    cursor = await connection.execute(queries.load()[name], columns)
    if cursor.rowcount != rows:
        raise BatchRefusedError(what)


def _obligations(batch: Batch) -> dict[str, list[Any]]:
    found = writing.obligations(batch)
    columns: dict[str, list[Any]] = {
        "occasion": [name.occasion for name, _ in found],
        "drill": [name.drill for name, _ in found],
        "key_hash": [writing.key_hash(one.key) for _, one in found],
        "obligation_key": [one.key for _, one in found],
        "recorded_at": [batch.looked.at for _ in found],
    }
    for column in _OF_OBLIGATION:
        columns[column] = [getattr(one, column) for _, one in found]
    return columns


def _requests(batch: Batch) -> dict[str, list[Any]] | None:
    """Whose inboxes are to be written again."""
    asked = [(one, one.name, one.since) for one in batch.entries if one.name is not None and one.since is not None]
    if not asked:
        return None
    into = [topics.INBOX.of(name.sender) for _, name, _ in asked]
    return {
        "topics": into,
        "shares": [shares.of(topic) for topic in into],
        "ids": [name.id for _, name, _ in asked],
        "sinces": [since for _, _, since in asked],
        "befores": [entry.recorded_at for entry, _, _ in asked],
    }


def _advanced(batch: Batch, reads: Sequence[Read]) -> dict[str, list[Any]]:
    """Where the partitions stand now, and what the last record before was and when it came, if there was one."""
    lasts = effects.lasts(batch.entries, reads)
    return {
        "topics": [read.position.partition.topic for read in reads],
        "numbers": [read.position.partition.number for read in reads],
        "nexts": [read.next_offset for read in reads],
        "lasts": [last.received_at if last is not None else None for last in lasts],
        "digests": [bytes.fromhex(last.digest) if last is not None else None for last in lasts],
        "latests": [read.latest for read in reads],
    }
