"""Looks into an inbox without taking anything: no group, no store, no answer."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from consumers.inbox import wire
from consumers.inbox.records import RawRecord
from consumers.intake import rescue
from producers import closing, connection, cut_off, diagnosis
from producers.profile import ClientProfile
from schemas import topics
from schemas.errors.tree import Finding, WireError

Begin = Callable[[int], int | None]
"""For each partition where to begin; None for its beginning."""
HeldUp = Callable[[Finding], None]
Pause = Callable[[float], Awaitable[None]]
RETRY_S: Final = 1.0
MOST_IN_VAIN: Final = 30
"""So many clients in a row may end without an answer though the brokers let us in."""
_ANSWERS: Final = "HB-8616"
_AWAY: Final = frozenset({"HB-8605", "HB-8606", "HB-8610", "HB-8615"})
"""What passes by itself: the brokers are not there, or not yet themselves."""


def said_nothing(_: Finding) -> None:
    """Whoever does not want to hear what a look waits for."""


@dataclass
class _Look:
    """How far one look has come, whichever client it is at."""

    profile: ClientProfile
    begin: Begin
    follow: bool
    held_up: HeldUp
    pause: Pause
    stands: dict[TopicPartition, int] = field(default_factory=dict)
    ends: dict[TopicPartition, int] = field(default_factory=dict)
    heard: bool = False
    """Whether the client at hand was of use."""
    vain: int = 0
    """How many clients in a row were of none."""
    is_over: bool = False

    @property
    def topic(self) -> str:
        return topics.INBOX.of(self.profile.agency)

    async def by_one_client(self) -> AsyncGenerator[RawRecord, None]:
        """Up to the end, or up to the error that ends this client."""
        settings = connection.settings(self.profile, client_id=f"{self.profile.agency}-looking")
        consumer = AIOKafkaConsumer(self.topic, **settings, group_id=None, enable_auto_commit=False)
        self.heard = False
        try:
            with cut_off.translated():
                await consumer.start()
                await self._place(consumer)
                while self.follow or any(self.stands[place] < self.ends[place] for place in self.stands):
                    for place in self.stands:
                        for raw in await self._next(consumer, place):
                            yield raw
                self.is_over = True
        finally:
            await closing.consumer(consumer)

    async def _place(self, consumer: AIOKafkaConsumer) -> None:
        """Where the look was; where the wire begins, if that is no place of it any more."""
        places: list[TopicPartition] = sorted(consumer.assignment())
        if not places:
            raise WireError(Finding("HB-8409", "", {"what": self.topic}))
        consumer.pause(*places)  # its bytes are asked for below, so that no record can stop us
        self.ends = await consumer.end_offsets(places)
        begins = await consumer.beginning_offsets(places)
        for place in places:
            stood = self.stands.get(place, self.begin(place.partition))
            if stood is None or not begins[place] <= stood <= self.ends[place]:
                stood = begins[place]
            self.stands[place] = stood

    async def _next(self, consumer: AIOKafkaConsumer, place: TopicPartition) -> Sequence[RawRecord]:
        founds = await rescue.fetch(consumer, place, self.stands[place])
        self.heard = True
        if founds:
            self.stands[place] = founds[-1].offset + 1
        elif self.stands[place] < self.ends[place]:
            self.stands[place] += 1  # an offset without a record, as whoever writes in transactions leaves it
        return [wire.rescued(place, found) for found in founds]

    async def may_go_on(self, error: Exception) -> None:
        """Returns when the next client may be made; WireError with the cause where none would do better."""
        cause = await diagnosis.cause(error, self.profile, topic=self.topic)
        self.vain = 0 if self.heard else self.vain + 1
        answers, away = cause.code == _ANSWERS, self.follow and cause.code in _AWAY
        if not away and not (answers and self.vain <= MOST_IN_VAIN):
            raise WireError(cause) from error
        if away and self.vain == 1:  # what is said of a broker at the very moment of its end is often wrong
            self.held_up(cause)
        if away or self.vain:
            await self.pause(RETRY_S)


async def records(
    profile: ClientProfile,
    *,
    begin: Begin,
    follow: bool,
    held_up: HeldUp = said_nothing,
    pause: Pause = asyncio.sleep,
) -> AsyncGenerator[RawRecord, None]:
    """The records of the agency's inbox, partition by partition, up to where they ended; or on and on.

    Brokers end each connection after a while, and may be away for one: the look goes on where it was. Who follows waits for
    brokers that are away; who only looks is told so.
    """
    look = _Look(profile, begin, follow, held_up, pause)
    while not look.is_over:
        try:
            async with aclosing(look.by_one_client()) as found:
                async for raw in found:
                    yield raw
        except (KafkaError, OSError) as error:
            await look.may_go_on(error)
