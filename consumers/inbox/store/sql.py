"""The store over any database that speaks our statements: what is asked, and how rows are values again."""

import asyncio
import base64
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import orjson

from consumers.inbox.records import RawRecord
from consumers.inbox.store import statements
from consumers.inbox.store.port import Effect, KeptLetter, Letter, Outgoing, Step
from schemas.codec.record import RawHeaders
from schemas.errors.tree import Finding

Row = tuple[Any, ...]


class Connection(Protocol):
    """A database, one statement after the other. Its parameters are numbered: $1, $2."""

    async def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]: ...

    def apart(self) -> AbstractAsyncContextManager[object]:
        """A part of the open transaction that can be undone by itself."""
        ...


@dataclass(frozen=True)
class SqlTaking:
    """One transaction that is already open."""

    connection: Connection
    effect: Effect

    def apart(self) -> AbstractAsyncContextManager[object]:
        return self.connection.apart()

    async def first(self, sender: str, id: UUID) -> bool:  # noqa: A002 - the word of the contract
        return bool(await self.connection.run(statements.TAKE, (sender, str(id))))

    async def newest(self, obligation: bytes, *, epoch: int, version: int) -> bool:
        return bool(await self.connection.run(statements.NEWEST, (obligation, epoch, version)))

    async def answer(self, outgoing: Outgoing) -> None:
        await self.connection.run(statements.ANSWER, (str(outgoing.id), outgoing.line, outgoing.regarded))

    async def answered(self, id: UUID) -> None:  # noqa: A002 - the word of the contract
        await self.connection.run(statements.HANDED_OVER, (str(id),))

    async def keep(self, letter: Letter, at: datetime) -> None:
        await self.connection.run(statements.KEEP, _row(letter, at))

    async def settle(self, number: int) -> bool:
        return bool(await self.connection.run(statements.SETTLE, (number,)))

    async def move(self, step: Step) -> bool:
        place = (step.topic, step.partition, step.following, step.mark)
        if step.was is None:
            return bool(await self.connection.run(statements.FIRST_MOVE, place))
        return bool(await self.connection.run(statements.MOVE, (*place, step.was)))


class SqlStore(ABC):
    """What every dialect has in common; one statement or one transaction at a time."""

    def __init__(self) -> None:
        self._alone = asyncio.Lock()

    @abstractmethod
    def taking(self) -> AbstractAsyncContextManager[SqlTaking]: ...

    @abstractmethod
    async def _connected(self) -> Connection:
        """The connection; made anew where it broke."""

    async def _run(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        async with self._alone:
            return await (await self._connected()).run(statement, parameters)

    async def position(self, topic: str, partition: int) -> int | None:
        rows = await self._run(statements.POSITION, (topic, partition))
        return int(rows[0][0]) if rows else None

    async def mark(self, topic: str, partition: int, *, position: int) -> str | None:
        rows = await self._run(statements.MARK, (topic, partition, position))
        return rows[0][0] if rows else None

    async def positions(self, topic: str) -> dict[int, int]:
        rows = await self._run(statements.POSITIONS, (topic,))
        return {int(partition): int(following) for partition, following in rows}

    async def outgoing(self) -> list[Outgoing]:
        rows = await self._run(statements.OUTGOING)
        return [Outgoing(UUID(id_), bytes(line), regarded) for id_, line, regarded in rows]

    async def handed_over(self, ids: Sequence[UUID]) -> None:
        async with self.taking() as taking:
            for one in ids:
                await taking.answered(one)

    async def letters(self) -> list[KeptLetter]:
        return [_letter(row) for row in await self._run(statements.LETTERS)]

    async def wanted(self) -> list[KeptLetter]:
        return [_letter(row) for row in await self._run(statements.WANTED)]

    async def letter(self, number: int) -> KeptLetter | None:
        rows = await self._run(statements.LETTER, (number,))
        return _letter(rows[0]) if rows else None

    async def want_again(self, number: int) -> None:
        await self._run(statements.WANT_AGAIN, (number,))

    async def counted(self) -> dict[str, int]:
        return {str(name): int(number) for name, number in await self._run(statements.COUNTED)}


def _row(letter: Letter, at: datetime) -> Row:
    record, finding = letter.record, letter.finding
    return (
        record.fingerprint,
        record.topic,
        record.partition,
        record.offset,
        record.appended_at.isoformat(),
        record.key,
        record.value,
        _written(record.headers),
        letter.because,
        finding.code,
        finding.where,
        orjson.dumps(dict(finding.particulars)).decode(),
        at.isoformat(),
    )


def _letter(row: Row) -> KeptLetter:
    number, topic, partition, offset, appended_at, key, value, headers, *rest = row
    because, code, place, particulars, kept_at, times, wanted_again = rest
    record = RawRecord(
        topic,
        partition,
        offset,
        datetime.fromisoformat(appended_at),
        None if key is None else bytes(key),
        None if value is None else bytes(value),
        _read(headers),
    )
    finding = Finding(code, place, orjson.loads(particulars))
    kept = datetime.fromisoformat(kept_at)
    return KeptLetter(number, Letter(record, because, finding), kept, times=times, wanted_again=bool(wanted_again))


def _written(headers: RawHeaders) -> str:
    """Names may be text or bytes, values anything or nothing: base64 keeps each as it was."""
    return orjson.dumps(
        [
            [
                name if isinstance(name, str) else None,
                base64.b64encode(name).decode() if isinstance(name, bytes) else None,
                None if value is None else base64.b64encode(value).decode(),
            ]
            for name, value in headers
        ]
    ).decode()


def _read(headers: str) -> RawHeaders:
    return tuple(
        (
            text if text is not None else base64.b64decode(raw),
            None if value is None else base64.b64decode(value),
        )
        for text, raw, value in orjson.loads(headers)
    )
