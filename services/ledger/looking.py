"""What a batch has to know before it is decided: the positions held, the names locked, what is known by them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from psycopg import AsyncConnection

from services.ledger import rows
from services.ledger.connecting import Asked, Row, ask
from services.ledger.entries import Heard, KeptObligation, KeptOccasion, Looked, OccasionName, Read
from services.ledger.records import Partition
from services.obligations.records import MessageName

_LOCKS: Final = 1024
"""So many locks at most does one batch hold. Names that share one wait for each other only where one of them makes a message wait."""


class FencedError(Exception):
    """These partitions are another's: the transaction is rolled back."""


@dataclass(frozen=True, slots=True)
class Space:
    """Whose ledger it is, and the number by which its locks are told from others'."""

    network: str
    epoch: int
    number: int

    @property
    def channel(self) -> str:
        return f"habarshy_{self.number & 0xFFFFFFFF}"


async def look(
    connection: AsyncConnection,
    space: Space,
    reads: Sequence[Read],
    names: frozenset[MessageName],
    *,
    alone: frozenset[MessageName],
) -> Looked:
    """Begins the transaction. Whatever waits for one of the names is locked too, and then all is looked at again."""
    asked: list[Asked] = [("begin", {}), ("hold", columns([read.position.partition for read in reads]))]
    _, positions, *found = await ask(connection, *asked, *_about(space, names, alone=alone))
    latest = _fence(reads, positions)
    return await _looked(connection, space, names, found, alone=alone, latest=latest)


async def look_alone(connection: AsyncConnection, space: Space, names: frozenset[MessageName]) -> Looked:
    """Likewise, in a transaction that was begun, for what is not read from a partition now. Nobody else has the names meanwhile."""
    found = await ask(connection, *_about(space, names, alone=names))
    return await _looked(connection, space, names, found, alone=names, latest={})


async def _looked(  # noqa: PLR0913 - what is known so far
    connection: AsyncConnection,
    space: Space,
    names: frozenset[MessageName],
    found: list[list[Row]],
    *,
    alone: frozenset[MessageName],
    latest: Mapping[Partition, datetime],
) -> Looked:
    locked = names
    while wanted := {rows.parked(row).name for row in found[2]} - locked:
        locked |= wanted
        found = await ask(connection, *_about(space, locked, alone=alone))
    _, known, parked, counted, ((at,),) = found
    held = [rows.held(row) for row in known]
    return Looked(
        rows.utc(at),
        space.epoch,
        {one.name: one for one in held},
        [rows.parked(row) for row in parked],
        {row[0]: row[1] for row in counted},
        latest,
    )


async def kept(
    connection: AsyncConnection, names: Sequence[OccasionName], *, sequences: int
) -> tuple[Mapping[OccasionName, KeptOccasion], list[int]]:
    """The occasions, locked, as they were before the batch; and so many numbers for what goes out."""
    these = {"occasions": [name.occasion for name in names], "drills": [name.drill for name in names]}
    locking: list[Asked] = [("touch", these), ("heard", these), ("obligations", these)] if names else []
    *found, ((numbers,),) = await ask(connection, *locking, ("allocate", {"count": sequences}))
    touched, heard_rows, obligation_rows = found or ([], [], [])
    heard: dict[OccasionName, list[Heard]] = {}
    for name, one in map(rows.heard, heard_rows):
        heard.setdefault(name, []).append(one)
    obligations: dict[OccasionName, dict[str, KeptObligation]] = {}
    for name, obligation in map(rows.obligation, obligation_rows):
        obligations.setdefault(name, {})[obligation.key] = obligation
    occasions = {
        (name := OccasionName(occasion, drill)): KeptOccasion(
            name,
            version,
            rows.utc(read_to) if read_to is not None else None,
            tuple(heard.get(name, ())),
            obligations.get(name, {}),
        )
        for occasion, drill, version, read_to in touched
    }
    return occasions, numbers or []


def columns(partitions: Sequence[Partition]) -> dict[str, Any]:
    return {"topics": [one.topic for one in partitions], "numbers": [one.number for one in partitions]}


def named(names: Sequence[MessageName]) -> dict[str, Any]:
    return {"senders": [name.sender for name in names], "ids": [name.id for name in names]}


def _fence(reads: Sequence[Read], positions: Sequence[Row]) -> Mapping[Partition, datetime]:
    """All stand where the batch begins, under its claims; answers the latest instant of each."""
    stand = {rows.position(row[:-1]).partition: rows.position(row[:-1]) for row in positions}
    fenced = [read.position.partition for read in reads if stand.get(read.position.partition) != read.position]
    if fenced:
        raise FencedError(*fenced)
    return {Partition(row[0], row[1]): rows.utc(row[-1]) for row in positions if row[-1] is not None}


def _about(space: Space, names: frozenset[MessageName], *, alone: frozenset[MessageName]) -> list[Asked]:
    keys = {_lock(name) for name in names}
    alone_keys = {_lock(name) for name in alone}
    ordered = sorted(keys | alone_keys)
    asked, senders = named(sorted(names)), sorted({name.sender for name in names})
    return [
        ("lock_names", {"space": space.number, "keys": ordered, "alones": [key in alone_keys for key in ordered]}),
        ("look_held", asked),
        ("look_parked", asked),
        ("count_parked", {"senders": senders}),
        ("clock", {}),
    ]


def _lock(name: MessageName) -> int:
    return int.from_bytes(hashlib.sha256("/".join(name).encode()).digest()[:4], "big") % _LOCKS
