"""A message as the spool keeps it, and what the spool shows to whoever only looks."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from producers.outbox import spool_queries as queries
from schemas.codec.record import Signature

State = Literal["waiting", "sent", "accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as the spool keeps it."""

    number: int
    id: UUID
    state: State
    topic: str
    key: bytes
    value: bytes
    signature: Signature
    stored_at: datetime
    tries: int = 0
    tried_at: datetime | None = None
    partition: int | None = None
    offset: int | None = None
    received_at: datetime | None = None
    answer: bytes | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What must be known of a waiting message to know its turn."""

    id: UUID
    topic: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages, of how many bytes, and since when."""

    messages: int = 0
    bytes: int = 0
    oldest: datetime | None = None


def of_row(row: Any) -> Kept:  # noqa: ANN401 - a row of SQLite
    return Kept(
        number=row["number"],
        id=UUID(row["id"]),
        state=row["state"],
        topic=row["topic"],
        key=row["key"],
        value=row["value"],
        signature=Signature(row["signature"], row["key_id"]),
        stored_at=datetime.fromisoformat(row["stored_at"]),
        tries=row["tries"],
        tried_at=_instant(row["tried_at"]),
        partition=row["wire_partition"],
        offset=row["wire_offset"],
        received_at=_instant(row["received_at"]),
        answer=row["answer"],
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def counts(database: sqlite3.Connection) -> dict[str, Count]:
    return {
        row["state"]: Count(row["messages"], row["bytes"], datetime.fromisoformat(row["oldest"]))
        for row in database.execute(queries.COUNT)
    }
