"""The tables of the ledger, made and brought forward by plain SQL: each file once, in its order, by one process at a time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final, LiteralString

from psycopg import AsyncConnection

from schemas.errors.tree import Finding, LedgerError
from services.ledger import queries

_LOCK: Final = 0x6861626172  # "habar": any number that nobody else takes
_TABLE: Final = """
create table if not exists migration (
    number integer primary key,
    name text not null,
    digest text not null,
    applied_at timestamptz not null default clock_timestamp()
)
"""


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


async def migrate(connection: AsyncConnection) -> Sequence[Migration]:
    """Applies what was not applied yet, all or nothing; answers what it was."""
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock(%s)", (_LOCK,))
        await connection.execute(_TABLE)
        missing = await pending(connection)
        for migration in missing:
            await connection.execute(migration.sql)
            await connection.execute(
                "insert into migration (number, name, digest) values (%s, %s, %s)",
                (migration.number, migration.name, migration.digest),
            )
    return missing


async def pending(connection: AsyncConnection) -> Sequence[Migration]:
    """What was not applied yet; LedgerError where what was applied is not what ships."""
    cursor = await connection.execute(queries.load()["applied"])
    applied: dict[int, str] = dict(await cursor.fetchall())
    known = {migration.number: migration for migration in load()}
    for number, digest in applied.items():
        if number not in known or known[number].digest != digest:
            raise LedgerError(Finding("HB-8504", "", {"number": number}))
    return [migration for migration in load() if migration.number not in applied]


async def check(connection: AsyncConnection) -> None:
    """LedgerError where the tables are not those of this program."""
    cursor = await connection.execute("select to_regclass('migration') is not null")
    row = await cursor.fetchone()
    missing = await pending(connection) if row is not None and row[0] else load()
    if missing:
        raise LedgerError(Finding("HB-8502", "", {"missing": ", ".join(migration.name for migration in missing)}))
