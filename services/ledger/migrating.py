"""The tables of the ledger, made and brought forward by plain SQL: each file once, in its order, by one process at a time."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final, LiteralString, TypeVar

from psycopg import AsyncConnection
from psycopg import errors as sql_errors

from schemas.errors.tree import Finding, LedgerError
from services.ledger import queries

MONTHS_AHEAD: Final = 1
_LOCK: Final = 0x6861626172  # "habar": any number that nobody else takes
# A step that waits for a lock keeps out whoever comes after it, intake first: it gives up soon and tries again later.
_LOCK_MS: Final = 200
_TRIES: Final = 100
_PAUSE_S: Final = 0.3
_TABLE: Final = """
create table if not exists migration (
    number integer primary key,
    name text not null,
    digest text not null,
    applied_at timestamptz not null default clock_timestamp()
)
"""
T = TypeVar("T")
Pausing = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Migration:
    """One step forward."""

    number: int
    name: str
    sql: LiteralString

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


@cache
def load() -> Sequence[Migration]:
    """Every step that ships with the package, in order."""
    files = resources.files("services.ledger").joinpath("migrations").iterdir()
    named = sorted((file.name, file) for file in files if file.name.endswith(".sql"))
    return [Migration(int(name[:4]), name.removesuffix(".sql"), _written(file)) for name, file in named]


def _written(file: Traversable) -> LiteralString:
    """The text is the package's own, so that psycopg may take it for written out."""
    return file.read_text(encoding="utf-8")


async def migrate(
    connection: AsyncConnection, shipped: Sequence[Migration], pause: Pausing = asyncio.sleep
) -> Sequence[Migration]:
    """Applies what was not applied yet, each step whole, while others go on writing; answers what it was."""
    applied = []
    while (step := await _patiently(connection, lambda: _step(connection, shipped), pause)) is not None:
        applied.append(step)
    return applied


async def partitions_ahead(connection: AsyncConnection, pause: Pausing = asyncio.sleep) -> None:
    async def ahead() -> None:
        await connection.execute(queries.load()["partitions_ahead"], {"months": MONTHS_AHEAD})

    await _patiently(connection, ahead, pause)


async def _patiently(connection: AsyncConnection, act: Callable[[], Awaitable[T]], pause: Pausing) -> T:
    """In one transaction, which waits for no lock for long."""
    for remaining in reversed(range(_TRIES)):
        try:
            async with connection.transaction():
                await connection.execute("select set_config('lock_timeout', %s, true)", (f"{_LOCK_MS}ms",))
                return await act()
        except sql_errors.LockNotAvailable:
            if not remaining:
                raise
            await pause(_PAUSE_S)
    raise AssertionError


async def _step(connection: AsyncConnection, shipped: Sequence[Migration]) -> Migration | None:
    await connection.execute("select pg_advisory_xact_lock(%s)", (_LOCK,))
    await connection.execute(_TABLE)
    missing = await pending(connection, shipped)
    if not missing:
        return None
    await connection.execute(missing[0].sql)
    await connection.execute(
        "insert into migration (number, name, digest) values (%s, %s, %s)",
        (missing[0].number, missing[0].name, missing[0].digest),
    )
    return missing[0]


async def pending(connection: AsyncConnection, shipped: Sequence[Migration]) -> Sequence[Migration]:
    """What was not applied yet; LedgerError where what was applied is not what ships."""
    cursor = await connection.execute(queries.load()["applied"])
    applied: dict[int, str] = dict(await cursor.fetchall())
    known = {migration.number: migration for migration in shipped}
    for number, digest in applied.items():
        if number not in known or known[number].digest != digest:
            raise LedgerError(Finding("HB-8504", "", {"number": number}))
    return [migration for migration in shipped if migration.number not in applied]


async def check(connection: AsyncConnection) -> None:
    """LedgerError where the tables are not those of this program."""
    cursor = await connection.execute("select to_regclass('migration') is not null")
    row = await cursor.fetchone()
    missing = await pending(connection, load()) if row is not None and row[0] else load()
    if missing:
        raise LedgerError(Finding("HB-8502", "", {"missing": ", ".join(migration.name for migration in missing)}))
