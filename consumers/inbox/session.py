"""One client's life: it is given partitions, places them where the store stands, and hands over record by record."""

import asyncio
import contextlib
import functools
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import CorruptRecordException, KafkaError

from consumers.inbox import asking, mourning, positions, wire
from consumers.inbox.outcomes import Outcome, Overtaken, Postponed
from consumers.inbox.records import RawRecord
from consumers.inbox.store.port import Step
from consumers.inbox.taking import Taker
from consumers.inbox.watchdog import Seen, Standing
from producers import cut_off
from producers.cut_off import CutOffError
from producers.profile import ClientProfile
from schemas import topics

log: Final = logging.getLogger("habarshy.inbox")
Sleep = Callable[[float], Awaitable[None]]
Backoff = Callable[[int], float]
"""Seconds until the next try, after so many vain ones."""
ASK_S: Final = 10.0
"""How long the broker has to say where a partition ends."""
MOST: Final = 100
"""So many records, fetched already, are taken one after the other without the client being asked between."""
PLACE_S: Final = 3.0
"""How long it has to show the last record that was taken: the group waits meanwhile, and who is not placed is placed at the next look."""


class Session(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka has no types
    """Listens until it is closed. The store's position is the truth; what the group has committed is for onlookers."""

    def __init__(self, profile: ClientProfile, taker: Taker, *, backoff: Backoff, sleep: Sleep) -> None:
        self._profile, self._taker, self._backoff, self._sleep = profile, taker, backoff, sleep
        self._expected: dict[TopicPartition, int | None] = {}
        self._shown: dict[TopicPartition, int] = {}
        self._unplaced: set[TopicPartition] = set()
        self._out_of_turn: dict[TopicPartition, tuple[int, int]] = {}
        """Which record was expected when which came last."""
        self._by: dict[TopicPartition, tuple[object, object]] = {}
        """The connection on which the wire was known again."""
        self._store_away = False
        self._placing = asyncio.Lock()
        self._waits: dict[TopicPartition, asyncio.Task[None]] = {}
        self.complaint: Exception = TimeoutError()
        """What the client said last when something was wrong with it; silence, as long as it says nothing."""
        self._broker = wire.broker(profile, client_id=f"{profile.agency}-inbox")
        self._subscriber = wire.subscribe(
            self._broker,
            topics.INBOX.of(profile.agency),
            group=f"agency.{profile.agency}.inbox",
            listener=self,
            hear=self._hear,
        )

    @property
    def _consumer(self) -> Any:  # noqa: ANN401 - aiokafka has no types
        consumer: AIOKafkaConsumer = self._subscriber.consumer
        return consumer

    async def open(self) -> None:
        with cut_off.translated():
            await self._broker.start()
        consumer = self._consumer
        # FastStream asks the consumer for each record by this name; it would ask again without end where the answer is an error.
        consumer.getone = functools.partial(self._next, consumer.getone)

    async def _next(self, original: Callable[[], Awaitable[wire.Record]]) -> wire.Record:
        """The next record that the client library can read; what it cannot, for a header's name, is read and taken beside it."""
        while True:
            try:
                with cut_off.translated():
                    return await original()
            except (UnicodeDecodeError, CorruptRecordException) as error:
                log.warning("the client cannot read a record", extra={"action": "rescue"})
                if not await self._rescue():
                    raise KafkaError("a record that nobody can read") from error
            except CutOffError as error:
                self.complaint = error
                raise KafkaError(
                    "the connection was lost"
                ) from error  # FastStream asks again after such an error alone
            except KafkaError as error:
                self.complaint = error
                raise

    async def _rescue(self) -> bool:
        """Takes what lies at each position out of the bytes themselves; whether there was anything."""
        before = dict(self._expected)
        for partition, expected in before.items():
            if partition in self._waits:
                continue
            for record in await asking.content(self._consumer, partition, await self._readable(partition, expected)):
                if partition in self._waits or partition not in self._expected:
                    break
                await self._take_all(partition, [wire.rescued(partition, record)])
            if partition not in self._waits and (position := self._expected.get(partition)) is not None:
                self._consumer.seek(partition, position)
        return before != self._expected or bool(self._waits)

    async def _readable(self, partition: TopicPartition, expected: int | None) -> int:
        """Where there is something to read; what is gone before it is mourned here too, for the client never comes so far."""
        log = await asking.log(self._consumer, partition)
        if expected is None:
            return log.begin
        match positions.found(log.begin, expected, log):
            case positions.Lost() as lost:
                await self._mourn(partition, lost)
                return log.begin
            case _:
                return expected

    async def close(self) -> None:
        self._expected.clear()  # whatever is at hand and not taken is another session's
        for wait in self._waits.values():
            wait.cancel()
        with contextlib.suppress(KafkaError, TimeoutError, OSError), cut_off.translated():
            await self._broker.stop()

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """What is at hand is undone by the store if another Inbox was quicker."""
        for partition in revoked:
            self._expected.pop(partition, None)
            self._unplaced.discard(partition)
            if wait := self._waits.pop(partition, None):
                wait.cancel()

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        # First, and before anything is awaited: else records are handed over from wherever the client happens to be.
        self._consumer.pause(*assigned)
        self._unplaced |= assigned
        await self.place()

    async def place(self) -> None:
        """Puts each new partition where the store stands; what cannot be placed now stays paused and is placed later."""
        async with self._placing:
            for partition in tuple(self._unplaced):
                try:
                    position = await self._begins_at(partition)
                    self._by[partition] = asking.connection(self._consumer, partition)
                except Exception:
                    log.warning("the partition cannot be placed", extra={"action": "unplaced"}, exc_info=True)
                    continue
                if partition in self._unplaced:
                    self._unplaced.discard(partition)
                    self._expected[partition] = position
                    self._consumer.seek(partition, position or 0)
                    self._consumer.resume(partition)

    async def _begins_at(self, partition: TopicPartition) -> int | None:
        """Where the store stands; where the wire begins, if it is not the wire that was read so far."""
        store, place = self._taker.store, (partition.topic, partition.partition)
        with self._asking_the_store():
            position = await store.position(*place)
            mark = await store.mark(*place, position=position) if position is not None else None
        if position is None or mark is None:
            return position
        async with asyncio.timeout(PLACE_S):
            log = await asking.log(self._consumer, partition)
            if await asking.known_again(self._consumer, partition, mark, position=position, within=log):
                return position
        lost = positions.Lost(log.begin, log.begin, "begun-anew")
        with self._asking_the_store():
            await self._mourn(partition, lost, Step(*place, position, log.begin))
        return log.begin

    async def _mourn(self, partition: TopicPartition, lost: positions.Lost, step: Step | None = None) -> None:
        now = self._taker.answering.clock()
        await mourning.mourn(self._taker.store, partition, lost, now=now, step=step)

    @contextlib.contextmanager
    def _asking_the_store(self) -> Iterator[None]:
        try:
            yield
        except Exception:
            self._store_away = True
            raise
        self._store_away = False

    async def _hear(self, record: wire.Record) -> None:
        """Never raises: FastStream would pass over the record and say nothing."""
        partition = TopicPartition(record.topic, record.partition)
        if partition not in self._expected:
            return  # taken from us meanwhile; whoever has the partition now takes the record
        try:
            if self._by[partition] != asking.connection(self._consumer, partition):
                await self._place_again(partition)  # whoever was cut off does not know whether the wire kept its end
            elif await self._comes_next(partition, record):
                raw = wire.raw(record)
                await self._take_all(partition, [raw, *await asking.at_hand(self._consumer, raw, most=MOST - 1)])
        except Exception:
            log.exception("the record is read again", extra={"action": "unplaced"})
            self._replace(partition)

    async def _comes_next(self, partition: TopicPartition, record: wire.Record) -> bool:
        expected = self._expected[partition]
        if expected is None or record.offset == expected:
            return True
        match positions.found(record.offset, expected, await asking.log(self._consumer, partition)):
            case positions.Elsewhere(offset):
                if await self._follows(partition, record.offset, expected=offset):
                    return True
                if offset == expected:
                    await self._place_again(partition)  # the client begins anew also where the wire did
                else:
                    self._consumer.seek(partition, offset)
                return False
            case positions.Lost() as lost:
                await self._mourn(partition, lost)
        return True

    async def _follows(self, partition: TopicPartition, offset: int, *, expected: int) -> bool:
        """Whether nothing lies between: what comes again, though another was asked for, may stand behind offsets without a record."""
        if self._out_of_turn.get(partition) != (expected, offset):
            self._out_of_turn[partition] = (expected, offset)
            return False
        found = await asking.content(self._consumer, partition, expected)
        return bool(found) and found[0].offset == offset

    async def _take_all(self, partition: TopicPartition, raws: Sequence[RawRecord]) -> None:
        """Transaction after transaction, as long as they move the position and the partition is ours."""
        while raws and partition in self._expected:
            outcomes = await self._taker.take_all(raws, self._expected[partition])
            for raw, outcome in zip(raws, outcomes, strict=False):
                if not await self._went_past(partition, raw, outcome):
                    return
            raws = raws[len(outcomes) :]

    async def _went_past(self, partition: TopicPartition, raw: RawRecord, outcome: Outcome) -> bool:
        if partition not in self._expected:
            return False
        match outcome:
            case Postponed(attempt):
                self._consumer.pause(partition)
                self._consumer.seek(partition, raw.offset)
                self._waits[partition] = asyncio.create_task(self._resume(partition, self._backoff(attempt)))
                return False
            case Overtaken():
                await self._place_again(partition)
                return False
            case _:
                self._expected[partition] = raw.offset + 1
                return True

    async def _resume(self, partition: TopicPartition, seconds: float) -> None:
        await self._sleep(seconds)
        self._waits.pop(partition, None)
        self._consumer.resume(partition)

    def _replace(self, partition: TopicPartition) -> None:
        self._expected.pop(partition, None)
        self._consumer.pause(partition)
        self._unplaced.add(partition)

    async def _place_again(self, partition: TopicPartition) -> None:
        self._replace(partition)
        await self.place()

    async def seen(self) -> Seen | None:
        """One look for the watchdog; None where the broker does not answer, or does not let us ask."""
        assigned = sorted(self._consumer.assignment())
        if not assigned:
            return Seen(())
        try:
            async with asyncio.timeout(ASK_S):
                with cut_off.translated():
                    begins = await self._consumer.beginning_offsets(assigned)
                    ends = await self._consumer.end_offsets(assigned)
        except (KafkaError, TimeoutError, OSError):
            return None
        return Seen(tuple(self._standing(one, begin=begins[one], end=ends[one]) for one in assigned))

    def _standing(self, partition: TopicPartition, *, begin: int, end: int) -> Standing:
        """A partition whose place is asked of a store that does not answer at all is stuck; one whose store says no waits."""
        placed = partition in self._expected
        position = self._expected.get(partition) or 0
        waits = partition in self._waits or (self._store_away and not placed)
        return Standing(partition.partition, position if placed else None, end - max(position, begin), waits)

    async def show_position(self) -> None:
        """Commits what the store holds already, so that the operator's tools show how far the agency is."""
        known = {partition: at for partition, at in self._expected.items() if at is not None}
        if known and known != self._shown:
            with contextlib.suppress(KafkaError, OSError), cut_off.translated():
                await self._consumer.commit(known)
                self._shown = known
