"""Looks into a spool that another process may hold: reads, and nothing else."""

import sqlite3
from pathlib import Path
from uuid import UUID

from producers.outbox import kept
from producers.outbox import spool_queries as queries
from producers.outbox.errors import broken
from producers.outbox.kept import Kept
from producers.outbox.spool_file import NAME


def looked_into(folder: Path) -> sqlite3.Connection:
    """A spool that another process may hold, to read and nothing else."""
    path = folder / NAME
    try:
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        database.row_factory = sqlite3.Row
        (version,) = database.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise broken("HB-8310", path=str(path)) from error
    if version != queries.VERSION:
        raise broken("HB-8310", path=str(path))
    return database


def newest(database: sqlite3.Connection, *, state: str | None, limit: int) -> list[Kept]:
    query = queries.NEWEST_OF_STATE if state else queries.NEWEST
    return [kept.of_row(row) for row in database.execute(query, {"state": state, "limit": limit})]


def one(database: sqlite3.Connection, message: UUID) -> Kept | None:
    row = database.execute(queries.BY_ID, {"id": str(message)}).fetchone()
    return kept.of_row(row) if row else None
