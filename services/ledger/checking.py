"""Whether a ledger is whole: its steps, its rights, its partitions, and that what belongs together is there. It changes nothing."""

from collections.abc import AsyncIterator, Iterator
from typing import Final, Literal, NamedTuple

import psycopg
from psycopg import AsyncConnection

from services.ledger import connecting, migrating, queries, roles

Kind = Literal[
    "right-missing",
    "right-extra",
    "partition-late",
    "offset-missing",
    "offset-doubled",
    "leaf-missing",
    "bytes-missing",
    "disposition-missing",
    "waiting-astray",
    "version-missing",
    "words-missing",
    "number-astray",
    "login-too-strong",
]


class Lack(NamedTuple):
    """Something that is not as it should be, and where."""

    kind: Kind
    where: str


_SETTINGS: Final = {"timezone": "UTC", "default_transaction_read_only": "on"}
"""The whole of the tables is read: the planner is left to it."""
_INTEGRITY: Final[tuple[tuple[Kind, str], ...]] = (
    ("partition-late", "late_partitions"),
    ("offset-missing", "gaps"),
    ("offset-doubled", "doubled"),
    ("leaf-missing", "without_leaf"),
    ("bytes-missing", "without_bytes"),
    ("disposition-missing", "without_disposition"),
    ("waiting-astray", "without_wait"),
    ("version-missing", "without_version"),
    ("words-missing", "without_words"),
    ("number-astray", "without_number"),
)


async def check(address: str) -> list[Lack]:
    """All that lacks; of each kind the first few. LedgerError where it cannot be reached, or its tables are not this program's."""
    try:
        async with await connecting.connect(address, _SETTINGS) as connection:
            await migrating.check(connection)
            found = [*await _rights(connection), *await _logins(connection)]
            found += [lack async for lack in _integrity(connection)]
            return found
    except psycopg.Error as error:
        raise connecting.unreachable(address, error) from error


async def _rights(connection: AsyncConnection) -> Iterator[Lack]:
    wanted, present = roles.wanted(await roles.prefix(connection)), await roles.present(connection)
    missing = (Lack("right-missing", str(right)) for right in sorted(wanted - present))
    return iter([*missing, *(Lack("right-extra", str(right)) for right in sorted(present - wanted))])


async def _logins(connection: AsyncConnection) -> list[Lack]:
    """The processes that are connected now: each by a login that can become its own role, and nobody else."""
    asked = {"prefix": await roles.prefix(connection)}
    cursor = await connection.execute(queries.load()["strong_logins"], asked)
    return [Lack("login-too-strong", f"{name}: {login}") for name, login in await cursor.fetchall()]


async def _integrity(connection: AsyncConnection) -> AsyncIterator[Lack]:
    """One after the other, all as of one instant."""
    async with connection.transaction():
        await connection.execute("set transaction isolation level repeatable read")
        for kind, query in _INTEGRITY:
            cursor = await connection.execute(queries.load()[query])
            for row in await cursor.fetchall():
                yield Lack(kind, "/".join(map(str, row)))
