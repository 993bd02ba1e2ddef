"""What can go wrong before a message is on its way, always with what to do about it."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from schemas.errors.tree import Finding, HabarshyError


class OutboxError(HabarshyError):
    """The Outbox cannot take the message, or cannot be opened."""


def broken(code: str, where: str = "", **particulars: str | int) -> OutboxError:
    return OutboxError(Finding(code, where, particulars))


@contextlib.contextmanager
def reading(spool: Path) -> Iterator[None]:
    """What SQLite cannot read is a spool that is damaged, and no fault of ours."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise broken("HB-8310", path=str(spool)) from error
