"""The spool's file: SQLite, every change on the disk before it is reported. One process holds it; others may only look."""

import contextlib
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

from producers.outbox import kept
from producers.outbox import spool_queries as queries
from producers.outbox.answers import Answer
from producers.outbox.errors import OutboxError, broken, reading
from producers.outbox.kept import Count, Kept, Line
from producers.outbox.packing import Packed
from schemas.codec import canonical
from schemas.messages.bus import Acceptance

Failpoint = Callable[[str], None]
"""Called with the name of each step that a crash may hit; a process gives `nothing`, a test may end itself there."""
T = TypeVar("T")

_OWNER_ONLY: Final = 0o700
_AT_ONCE: Final = 500
NAME: Final = "spool.sqlite3"


def nothing(_point: str) -> None:
    """The failpoint of every process that is no test."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a spool holds: of what waits, beyond which it takes no more, and of what is finished, beyond which it forgets the oldest."""

    waiting_messages: int = 100_000
    waiting_bytes: int = 2**30
    finished_messages: int = 100_000
    finished_bytes: int = 2**30


class SpoolFile:
    """The open file. Its calls block; `spool.Spool` makes them in a thread of its own."""

    def __init__(self, folder: Path, *, limits: Limits, at: Failpoint) -> None:
        self._limits, self._at = limits, at
        self._path = folder / NAME
        with _as_ours():
            folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
        # It may have been there before, for others to look into; where it is another's, the files alone are ours to close.
        with contextlib.suppress(PermissionError):
            folder.chmod(_OWNER_ONLY)
        self._lock = _locked(folder)
        try:
            self._database = _opened(self._path)
            counts = self.counts()
        except BaseException:
            os.close(self._lock)
            raise
        self._waiting = counts.get("waiting", Count())
        finished = [count for state, count in counts.items() if state != "waiting"]
        self._finished = Count(sum(c.messages for c in finished), sum(c.bytes for c in finished))

    def close(self) -> None:
        self._database.close()
        os.close(self._lock)

    def together(self, changes: Sequence[Callable[[], T]]) -> list[T | Exception]:
        """All of these in one transaction: one wait for the disk. A change that fails undoes itself alone."""
        before = self._waiting, self._finished
        with _as_ours():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                results = [self._alone(change) for change in changes]
                self._at("committing")
                self._database.execute("COMMIT")
            except BaseException:
                self._waiting, self._finished = before
                with contextlib.suppress(sqlite3.Error):
                    self._database.execute("ROLLBACK")
                raise
        return results

    def _alone(self, change: Callable[[], T]) -> T | Exception:
        self._database.execute("SAVEPOINT change")
        try:
            result: T | Exception = change()
        except OutboxError as error:
            self._database.execute("ROLLBACK TO change")
            result = error
        self._database.execute("RELEASE change")
        return result

    def store(self, packed: Packed, stored_at: datetime) -> Kept | None:
        """Takes a message in; answers the one that was there before under its id, and refuses where the spool is full."""
        if (before := self.message(packed.id)) is not None:
            return before
        value = packed.record.value
        messages, size = self._waiting.messages + 1, self._waiting.bytes + len(value)
        if messages > self._limits.waiting_messages or size > self._limits.waiting_bytes:
            raise broken("HB-8301", messages=self._waiting.messages, size=self._waiting.bytes)
        self._database.execute(
            queries.STORE,
            {
                "id": str(packed.id),
                "topic": packed.topic,
                "key": packed.record.key,
                "value": value,
                "signature": packed.record.signature.signature,
                "key_id": packed.record.signature.key,
                "stored_at": stored_at.isoformat(),
            },
        )
        self._waiting = Count(messages, size)
        self._at("storing")
        return None

    def tried(self, message: UUID, at: datetime) -> None:
        self._database.execute(queries.TRIED, {"id": str(message), "at": at.isoformat()})

    def sent(self, message: UUID, at: datetime, *, partition: int, offset: int, received_at: datetime) -> None:
        """The wire has it; it is not tried again."""
        self._leaves(message)
        where = {"partition": partition, "offset": offset, "received_at": received_at.isoformat()}
        self._database.execute(queries.SENT, {"id": str(message), "at": at.isoformat(), **where})
        self._forget()

    def answered(self, message: UUID, answer: Answer) -> None:
        """The bus has answered; that proves that the wire has it, and tells where."""
        self._leaves(message)
        state = "accepted" if isinstance(answer, Acceptance) else "rejected"
        said = {"state": state, "answer": canonical.encode(answer), "received_at": answer.received_at.isoformat()}
        where = {"partition": answer.record.partition, "offset": answer.record.offset}
        self._database.execute(queries.ANSWERED, {"id": str(message), **said, **where})
        self._forget()

    def unanswered(self) -> list[Line]:
        """What the wire confirmed and the bus never answered waits from now on once more; in its order."""
        rows = sorted(self._database.execute(queries.UNANSWERED).fetchall(), key=lambda row: int(row["number"]))
        size = sum(row["bytes"] for row in rows)
        self._waiting = Count(self._waiting.messages + len(rows), self._waiting.bytes + size)
        self._finished = Count(self._finished.messages - len(rows), self._finished.bytes - size)
        return [Line(UUID(row["id"]), row["topic"], row["key"]) for row in rows]

    def message(self, message: UUID) -> Kept | None:
        with reading(self._path):
            row = self._database.execute(queries.BY_ID, {"id": str(message)}).fetchone()
        return kept.of_row(row) if row else None

    def by_record(self, topic: str, partition: int, offset: int) -> Kept | None:
        where = {"topic": topic, "partition": partition, "offset": offset}
        with reading(self._path):
            row = self._database.execute(queries.BY_RECORD, where).fetchone()
        return kept.of_row(row) if row else None

    def waiting(self) -> list[Line]:
        """What is to be sent, in its order."""
        with reading(self._path):
            return [Line(UUID(r["id"]), r["topic"], r["key"]) for r in self._database.execute(queries.WAITING)]

    def counts(self) -> dict[str, Count]:
        with reading(self._path):
            return kept.counts(self._database)

    def _leaves(self, message: UUID) -> None:
        """Counts a message that waits no longer."""
        found = self.message(message)
        if found is not None and found.state == "waiting":
            size = len(found.value)
            self._waiting = Count(self._waiting.messages - 1, self._waiting.bytes - size)
            self._finished = Count(self._finished.messages + 1, self._finished.bytes + size)

    def _forget(self) -> None:
        limits = self._limits
        if self._finished.messages <= limits.finished_messages and self._finished.bytes <= limits.finished_bytes:
            return
        for row in self._database.execute(queries.FINISHED, {"limit": _AT_ONCE}).fetchall():
            if self._finished.messages <= limits.finished_messages and self._finished.bytes <= limits.finished_bytes:
                return
            self._database.execute(queries.FORGET, {"number": row["number"]})
            self._finished = Count(self._finished.messages - 1, self._finished.bytes - row["bytes"])


def _locked(folder: Path) -> int:
    """The lock of a spool; the system gives it back however the process ends."""
    with _as_ours():
        lock = os.open(folder / "spool.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise broken("HB-8302", path=str(folder)) from error
    return lock


def _opened(path: Path) -> sqlite3.Connection:
    # Before SQLite opens it: what it makes beside the file has the rights that the file has by then.
    with _as_ours():
        path.touch()
        path.chmod(0o600)
    with reading(path):
        database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        database.row_factory = sqlite3.Row
        # In WAL mode FULL waits for the disk at every commit; NORMAL may lose the last commits when power fails.
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version == 0:
            database.executescript(
                f"BEGIN; {queries.CREATE}; {queries.CREATE_BY_RECORD}; {queries.CREATE_BY_STATE};"
                f" PRAGMA user_version = {queries.VERSION}; COMMIT;"
            )
        elif version != queries.VERSION:
            raise broken("HB-8310", path=str(path))
    return database


@contextlib.contextmanager
def _as_ours() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise broken("HB-8309", what=str(error)) from error
