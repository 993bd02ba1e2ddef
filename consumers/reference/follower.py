"""Follows the topic `reference`: raw offsets from the first on, no group, one partition. What it says is judged by chain.py."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import CorruptRecordException, KafkaError

from consumers import stamps, whole_log
from consumers.reference.alarms import Alarm
from consumers.reference.chain import Chain
from producers import closing, cut_off
from producers.profile import ClientProfile
from schemas import topics
from schemas.catalogue import loading as catalogue_loading
from schemas.errors.tree import Finding, LogError
from services.directory_log.outcomes import Believed, Broken
from services.directory_log.state import Entry, LogState, Trust
from services.ledger.reference import Applied

PATIENCE_S: Final = 30.0
"""How long somebody who asks for the end of the log waits for it."""
QUIET_S: Final = 30.0
"""After so long without a record the end of the log is asked for: a client that lost its right hears nothing and no error either."""
RETRY_S: Final = 1.0
_AT_ONCE: Final = 50
"""So many entries are judged before others get their turn in this process."""
_PARTITION: Final = TopicPartition(topics.REFERENCE.name, 0)
_UNREADABLE: Final = (UnicodeDecodeError, CorruptRecordException)


class Follower:
    """`async with Follower(profile, alarm=...) as follower`; then `await follower.caught_up()` and `follower.state`."""

    def __init__(
        self,
        profile: ClientProfile,
        *,
        alarm: Callable[[Alarm], None],
        applied: Callable[[Applied], None] = lambda _: None,
        quiet_s: float = QUIET_S,
    ) -> None:
        trust = Trust(profile.network, {a.id: a.public for a in profile.trust}, catalogue_loading.load())
        self._chain = Chain(trust, agency=profile.agency, memory=_memory(profile), alarm=alarm)
        self._profile = profile
        self._alarm = alarm
        self._applied = applied
        self._quiet_s = quiet_s
        self._moved = asyncio.Condition()
        self._asker: AIOKafkaConsumer | None = None
        self._asking = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._failure: Exception | None = None
        self._has_complained = False

    @property
    def state(self) -> LogState:
        """What stands, by what has been read; nothing in it changes any more."""
        return self._chain.state

    @property
    def trust(self) -> Trust:
        return self._chain.trust

    @property
    def is_broken(self) -> bool:
        """Nothing more will be read: the chain is broken, or its reader died."""
        return self._chain.broken is not None or self._failure is not None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="reference")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await self._forget_asker()

    async def caught_up(self, *, seconds: float = PATIENCE_S) -> LogState:
        """The state with all that the log held when this was asked; LogError where it cannot be had."""
        try:
            async with asyncio.timeout(seconds):
                end = await self._end_retried()
                await self._reached(lambda: self._chain.next_offset >= end)
        except TimeoutError as error:
            raise self._too_late(seconds) from error
        self._chain.at_its_end()
        if self.is_broken:
            await self._tell()
            raise self._why_no_more()
        return self.state

    async def until(self, wanted: Callable[[LogState], bool], *, seconds: float = PATIENCE_S) -> LogState:
        """The first state of which this is true."""
        try:
            async with asyncio.timeout(seconds):
                await self._reached(lambda: wanted(self.state))
        except TimeoutError as error:
            raise self._too_late(seconds) from error
        return self.state

    def _too_late(self, seconds: float) -> LogError:
        return LogError(Finding("HB-8211", "", {"seconds": int(seconds), "sequence": self.state.sequence}))

    async def _reached(self, wanted: Callable[[], bool]) -> None:
        """A chain that is broken will never reach anything."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.is_broken or wanted())
        if self.is_broken:
            raise self._why_no_more()

    def _why_no_more(self) -> LogError:
        if self._chain.broken is not None:
            return LogError(*self._chain.broken.findings)
        died = LogError(Finding("HB-8216", "", {"what": type(self._failure).__name__}))
        died.__cause__ = self._failure
        return died

    async def _run(self) -> None:
        """Whoever waits for the log must hear of it when nobody reads it any more, and so must a person."""
        try:
            await self._follow()
        except Exception as error:  # noqa: BLE001 - it is raised where somebody waits
            self._failure = error
            self._alarm(Alarm("died", self._chain.next_offset, self._why_no_more().findings))
        finally:
            await self._tell()

    async def _follow(self) -> None:
        """Until the chain breaks, or for ever: what goes wrong with the connection is said once, until it goes well, and tried again."""
        one_by_one = False
        while not self.is_broken:
            try:
                with cut_off.translated():
                    await self._read(one_by_one=one_by_one)
            except _UNREADABLE:
                # The library raises for a whole fetch; read one by one, the next record is the one that it cannot read.
                if one_by_one:
                    self._chain.skip(self._chain.next_offset)
                one_by_one = not one_by_one
                await self._tell()
            except (KafkaError, OSError, LogError) as error:
                if not self._has_complained:
                    unreached = Finding("HB-8212", "", {"what": type(error).__name__})
                    findings = error.findings if isinstance(error, LogError) else (unreached,)
                    self._alarm(Alarm("unreached", self._chain.next_offset, findings))
                self._has_complained = True
                await asyncio.sleep(RETRY_S)

    async def _read(self, *, one_by_one: bool) -> None:
        async with self._consumer("reference") as consumer:
            consumer.assign([_PARTITION])
            consumer.seek(_PARTITION, self._chain.next_offset)
            most = 1 if one_by_one else None
            while not self.is_broken:
                found = await consumer.getmany(_PARTITION, timeout_ms=int(self._quiet_s * 1000), max_records=most)
                if records := found.get(_PARTITION, []):
                    await self._take(records)
                else:
                    await self._look_at_the_end()
                self._has_complained = False

    async def _look_at_the_end(self) -> None:
        """What is seen there alone is seen also where nobody asks: that all of it is another's log, or that it went back."""
        if await self._end() > self._chain.next_offset:
            raise LogError(Finding("HB-8213", "", {"seconds": int(self._quiet_s)}))
        self._chain.at_its_end()
        await self._tell()

    async def _take(self, records: "list[ConsumerRecord[bytes, bytes]]") -> None:
        for number, record in enumerate(records, start=1):
            entry = _entry(record)
            outcome = self._chain.take(record.offset, entry)
            if isinstance(outcome, Broken):
                break
            if isinstance(outcome, Believed):
                self._applied(Applied(outcome.state.sequence, outcome.state.recent[-1], entry.received_at))
            if number % _AT_ONCE == 0:
                await self._tell()
                await asyncio.sleep(0)
        await self._tell()

    async def _tell(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    async def _end_retried(self) -> int:
        """Within the caller's own deadline."""
        while True:
            try:
                return await self._end()
            except (KafkaError, OSError, LogError):
                if self.is_broken:
                    return 0
                await asyncio.sleep(RETRY_S)

    async def _end(self) -> int:
        """By a connection of its own: on the other one a broker answers nothing while it waits for records."""
        async with self._asking:
            try:
                with cut_off.translated():
                    if self._asker is None:
                        self._asker = self._made("reference-end")
                        await self._asker.start()
                    ends = await self._asker.end_offsets([_PARTITION])
            except (KafkaError, OSError, LogError):
                await self._forget_asker()
                raise
            return int(ends[_PARTITION])

    async def _forget_asker(self) -> None:
        asker, self._asker = self._asker, None
        if asker is not None:
            await closing.consumer(asker)

    @contextlib.asynccontextmanager
    async def _consumer(self, purpose: str) -> AsyncIterator[AIOKafkaConsumer]:
        consumer = self._made(purpose)
        try:
            await consumer.start()
            yield consumer
        finally:
            await closing.consumer(consumer)

    def _made(self, purpose: str) -> AIOKafkaConsumer:
        return whole_log.made(self._profile, client_id=f"{self._profile.agency}-{purpose}")


def _memory(profile: ClientProfile) -> Path:
    return profile.home / f"reference-{profile.user or profile.agency}.json"


def _entry(record: "ConsumerRecord[bytes, bytes]") -> Entry:
    """LogAppendTime, which the broker gives and nobody else, is what the record's timestamp is on this topic."""
    received_at = stamps.instant(record.timestamp)
    return Entry(record.key, record.value, record.headers, received_at=received_at)
