"""The wire as Kafka has it. Offsets are the ledger's: none is ever asked of Kafka, and none is kept there."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import CorruptRecordException, KafkaError

from consumers import ends, stamps
from consumers.intake import inner, rescue, terms
from consumers.intake.rescue import Rescued
from consumers.intake.terms import Terms
from consumers.intake.wire import Bounds
from producers import closing, connection, cut_off
from producers.cut_off import CutOffError
from producers.profile import ClientProfile
from schemas.topics import Topic
from services.ledger.entries import Position
from services.ledger.records import Arrival, Partition, Place

NEW_AGENCIES_MS: Final = 2_000
"""So often it is looked whether there are new topics."""
_BYTES_OF_PARTITION: Final = 2 * 1024 * 1024
_BYTES: Final = 16 * 1024 * 1024
SESSION_MS: Final = 10_000
"""After so long without a word the group goes on without a member; sooner where another intake sees that it died."""
HEARTBEAT_MS: Final = 500
"""So soon each hears that the partitions are shared out anew: until all have heard, nobody reads. It costs two small questions a second."""
_APPENDED: Final = 1
"""The timestamp is the broker's own, and not a client's."""
_JAMMED: Final = (UnicodeDecodeError, CorruptRecordException)
_POLLS_MS: Final = 3_600_000
"""However long the ledger takes, no partition is given away for it: whether we are of use is watched by ourselves."""
_ASK_S: Final = 3.0
_GRACE_S: Final = 1.0
_log: Final = logging.getLogger(__name__)
_Found = dict[TopicPartition, list["ConsumerRecord | Rescued"]]


class TimestampError(Exception):
    """The topic keeps the instants that clients name: nothing in it can be judged. Apply the topology."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Which topics a group of intakes shares."""

    topic: Topic
    group: str
    session_ms: int = SESSION_MS


class KafkaWire(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka has no types
    """Made by `subscribed`."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer
        self._assigned: set[Partition] = set()
        self._fresh: set[Partition] = set()
        self._generations: dict[Partition, int] = {}
        self._next: dict[Partition, int] = {}
        """Up to where each partition that is read was given out: a failed fetch of the library has moved on without a word."""
        self._turn = 0
        self._terms = Terms()

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self._assigned -= {_ours(one) for one in revoked}

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Nothing may stand before the pause: whatever waits here would let records of another offset through."""
        self._consumer.pause(*assigned)
        self._next.clear()
        partitions = {_ours(one) for one in assigned}
        self._assigned = partitions
        self._fresh |= partitions

    @property
    def assigned(self) -> AbstractSet[Partition]:
        return frozenset(self._assigned)

    @property
    def topics(self) -> int:
        """How many topics there are of those that are subscribed, whoever reads them."""
        return len(self._consumer.subscription())

    def freshly_assigned(self) -> AbstractSet[Partition]:
        fresh, self._fresh = self._fresh, set()
        return fresh & self._assigned

    def begin(self, positions: Sequence[Position]) -> None:
        ours = [position for position in positions if position.partition in self._assigned]
        for position in ours:
            self._generations[position.partition] = position.wire_generation
            self._next[position.partition] = position.begins_at
            self._terms.forget(position.partition)
            self._consumer.seek(_theirs(position.partition), position.begins_at)
        self._consumer.resume(*(_theirs(position.partition) for position in ours))

    def hold(self, partitions: AbstractSet[Partition]) -> None:
        self._consumer.pause(*(_theirs(one) for one in partitions & self._assigned))
        for one in partitions:
            self._next.pop(one, None)

    def fetched(self, one: TopicPartition, asked: int, content: bytes | None) -> None:
        """Called with what a broker gave, before the library has it. Where another log may be there it is claimed and compared anew."""
        partition = _ours(one)
        goes_on = content is not None and self._terms.follows(partition, asked, list(terms.runs(content)))
        if partition not in self._next or goes_on:
            return
        said = {"action": "intake.looked-again", "topic": partition.topic}
        _log.info("its leader changed, or it was gone: the record before is looked at once more", extra=said)
        self.hold({partition})
        self._fresh.add(partition)

    async def bounds(self, partitions: AbstractSet[Partition]) -> Mapping[Partition, Bounds]:
        """Each leader is asked by itself: one that is away hides only what it leads."""
        led = inner.by_leader(self._consumer, map(_theirs, partitions))
        found = await asyncio.gather(*map(self._bounds, led))
        return {partition: bounds for some in found for partition, bounds in some.items()}

    async def _bounds(self, led: Sequence[TopicPartition]) -> Mapping[Partition, Bounds]:
        try:
            async with asyncio.timeout(_ASK_S):
                with cut_off.translated():
                    found = await ends.asked(self._consumer, led)
        except (KafkaError, OSError):
            return {}
        return {_ours(one): bounds for one, bounds in found.items()}

    async def fetch(
        self, *, seconds: float, limit: int, share: Callable[[Partition], int]
    ) -> Mapping[Partition, Sequence[Arrival]]:
        wanted = [_theirs(one) for one in self._next.keys() & self._assigned if share(one) > 0]
        if not wanted:
            await asyncio.sleep(seconds)
            return {}
        found: _Found = {}
        try:
            # While a group is parted anew the library waits for its end, however long that takes.
            async with asyncio.timeout(seconds + _GRACE_S):
                with cut_off.translated():
                    found |= await self._consumer.getmany(*wanted, timeout_ms=int(seconds * 1000), max_records=1)
                    await self._sweep(found, limit, share=share)
        except _JAMMED:
            self._set_back(found)
            found |= await self._rescued(found, limit, share=share)
        except (CutOffError, TimeoutError):
            self._set_back(found)
        except KafkaError as error:
            if not error.retriable:
                raise
            self._set_back(found)
        return self._given(found)

    async def _sweep(self, found: _Found, limit: int, *, share: Callable[[Partition], int]) -> None:
        """What lies ready, of one partition after the other: left to itself the library gives all of one before any of the next."""
        room = limit - sum(map(len, found.values()))
        for one in self._in_turn(inner.buffered(self._consumer)):
            had = found.get(one, [])
            most = min(share(_ours(one)) - len(had), room) if _ours(one) in self._next else 0
            if most > 0:
                given = await self._consumer.getmany(one, timeout_ms=0, max_records=most)
                found[one] = [*had, *given.get(one, [])]
                room -= len(given.get(one, []))

    def _in_turn(self, partitions: Sequence[TopicPartition]) -> Sequence[TopicPartition]:
        """Another begins each time."""
        self._turn += 1
        first = self._turn % len(partitions) if partitions else 0
        return [*partitions[first:], *partitions[:first]]

    async def _rescued(self, had: _Found, limit: int, *, share: Callable[[Partition], int]) -> _Found:
        """Somewhere lies what aiokafka cannot read; which partition it is it does not say.

        So all that have more, and gave nothing, are read by our own reading, this once.
        """
        _log.warning("a record cannot be read by the library", extra={"action": "intake.rescue"})
        active = [_theirs(one) for one in self._next.keys() & self._assigned]
        silent = [one for one in active if not had.get(one) and share(_ours(one)) > 0]
        found: _Found = {}
        try:
            with cut_off.translated():
                ends = await self._consumer.end_offsets(silent)
                for one in silent:
                    start = self._next.get(_ours(one))
                    if start is not None and ends[one] > start and sum(map(len, found.values())) < limit:
                        read = await rescue.fetch(self._consumer, one, start)
                        found[one] = list(read[: share(_ours(one))])
        except CutOffError:
            pass
        except KafkaError as error:
            if not error.retriable:
                raise
        self._set_back(had | found)
        return found

    def _set_back(self, found: _Found) -> None:
        """To the first record that is not given out: what the library had taken when it failed is gone."""
        for one in self._next.keys() & self._assigned:
            given = found.get(_theirs(one))
            self._consumer.seek(_theirs(one), given[-1].offset + 1 if given else self._next[one])

    def _given(self, found: _Found) -> Mapping[Partition, Sequence[Arrival]]:
        """Whatever was held or assigned anew while it was fetched is begun again elsewhere."""
        given = {_ours(one): records for one, records in found.items() if records and _ours(one) in self._next}
        self._next |= {one: records[-1].offset + 1 for one, records in given.items()}
        return {one: [self._arrival(one, record) for record in records] for one, records in given.items()}

    def _arrival(self, partition: Partition, record: "ConsumerRecord | Rescued") -> Arrival:
        timestamp = record.timestamp_ms if isinstance(record, Rescued) else record.timestamp
        if record.timestamp_type != _APPENDED:
            raise TimestampError(partition.topic)
        return Arrival(
            Place(*partition, self._generations.get(partition, 1), record.offset),
            stamps.instant(timestamp),
            record.key,
            record.value,
            tuple(record.headers),
        )


@asynccontextmanager
async def subscribed(profile: ClientProfile, subscription: Subscription, *, client_id: str) -> AsyncIterator[KafkaWire]:
    """The wire of one intake process: every agency's topic of a kind, shared with the others of the group."""
    consumer = made(profile, subscription, client_id=client_id)
    wire = KafkaWire(consumer)
    inner.hear_fetches(consumer, wire.fetched)
    consumer.subscribe(pattern=subscription.topic.pattern, listener=wire)
    try:
        await consumer.start()
        inner.rejoins_after_change(consumer)
        yield wire
    finally:
        await closing.consumer(consumer)


def made(profile: ClientProfile, subscription: Subscription, *, client_id: str) -> AIOKafkaConsumer:
    """Every setting that matters is said. Where to begin is always said by the ledger; "earliest" is what shows when it was not."""
    return AIOKafkaConsumer(
        **connection.settings(profile, client_id=client_id),
        group_id=subscription.group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_uncommitted",
        check_crcs=True,
        metadata_max_age_ms=NEW_AGENCIES_MS,
        max_partition_fetch_bytes=_BYTES_OF_PARTITION,
        fetch_max_bytes=_BYTES,
        session_timeout_ms=subscription.session_ms,
        heartbeat_interval_ms=HEARTBEAT_MS,
        max_poll_interval_ms=_POLLS_MS,
    )


def _ours(one: TopicPartition) -> Partition:
    return Partition(one.topic, one.partition)


def _theirs(one: Partition) -> TopicPartition:
    return TopicPartition(one.topic, one.number)
