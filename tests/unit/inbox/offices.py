"""A recipient with everything around it: what these tests of the Inbox work in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from consumers.inbox.received import Received
from consumers.inbox.records import RawRecord
from consumers.inbox.store.port import Effect
from consumers.inbox.taking import Position, Taker
from producers.outbox.answers import Answer
from schemas.messages import registry
from schemas.messages.envelope import Receipt
from tests.inbox_world import World

NOW = datetime(2026, 3, 6, 5, 0, tzinfo=UTC)


@dataclass
class Heard:
    """Who is told what the bus has answered."""

    answers: list[Answer] = field(default_factory=list)

    async def heard(self, answer: Answer) -> None:
        self.answers.append(answer)


@dataclass
class Desk:
    """An agency's program: what it was told, and what it shall do about it."""

    told: list[Received[Any]] = field(default_factory=list)
    raises: list[Exception] = field(default_factory=list)

    async def hear(self, message: Received[Any], effect: Effect) -> None:
        await effect.execute("insert into told values (?)", (str(message.envelope.id),))
        if self.raises:
            raise self.raises.pop(0)
        self.told.append(message)


@dataclass
class Office:
    """A recipient with everything around it."""

    world: World
    taker: Taker
    desk: Desk
    heard: Heard

    async def take(self, raw: RawRecord, position: Position | None = None) -> object:
        was = await self.taker.store.position(raw.topic, raw.partition)
        return await self.taker.take(raw, position or Position(was=was))

    async def rows(self) -> int:
        async with self.taker.store.taking() as within:
            return len(await within.effect.execute("select 1 from told"))

    async def answers(self) -> list[Receipt]:
        read = [registry.read_envelope(outgoing.line) for outgoing in await self.taker.store.outgoing()]
        assert all(isinstance(envelope, Receipt) for envelope in read)
        return read  # type: ignore[return-value] # as the line above says


async def letters(office: Office) -> Sequence[tuple[str, str]]:
    return [(kept.letter.because, kept.letter.finding.code) for kept in await office.taker.store.letters()]
