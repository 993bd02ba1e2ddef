"""Looks into a spool that another process may hold: reads, and nothing else."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import UUID

from producers.outbox import kept
from producers.outbox import spool_queries as queries
from producers.outbox.errors import broken, reading
from producers.outbox.kept import Kept
from producers.outbox.spool_file import NAME
from schemas.errors.tree import CallError, Finding

_SHORT: Final = re.compile(r"[0-9A-Fa-f-]{4,36}")
_MOST: Final = 100


@contextlib.contextmanager
def looked_into(folder: Path) -> Iterator[sqlite3.Connection]:
    """A spool that another process may hold, to read and nothing else."""
    path = folder / NAME
    with reading(path), contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version != queries.VERSION:
            raise broken("HB-8310", path=str(path))
        yield database


def newest(database: sqlite3.Connection, *, state: str | None, limit: int) -> list[Kept]:
    query = queries.NEWEST_OF_STATE if state else queries.NEWEST
    return [kept.of_row(row) for row in database.execute(query, {"state": state, "limit": limit})]


def meant(database: sqlite3.Connection, text: str) -> Kept | None:
    """The message whose id this is, or of whose id it is the beginning or the end; refused where that is true of several."""
    if not _SHORT.fullmatch(text):
        return None
    rows = database.execute(queries.BY_SHORT_ID, {"short": text.lower(), "limit": _MOST}).fetchall()
    if len(rows) > 1:
        raise CallError(Finding("HB-8318", "", {"id": text, "number": len(rows)}))
    return kept.of_row(rows[0]) if rows else None


def one(database: sqlite3.Connection, message: UUID) -> Kept | None:
    row = database.execute(queries.BY_ID, {"id": str(message)}).fetchone()
    return kept.of_row(row) if row else None
