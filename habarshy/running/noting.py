"""What stands between a part and its ledger, wire and checks: each call passes through unchanged, and its time and failure are noted."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass

from aiokafka.errors import ClusterAuthorizationFailedError
from prometheus_client import Gauge, Histogram

from consumers.intake.intake import Reference
from consumers.intake.verifying import Verifying
from consumers.intake.watching import Watched
from consumers.intake.wire import Bounds
from habarshy.running.errors import broken
from habarshy.running.health import Health
from producers import diagnosis
from producers.relay.packing import Packed
from producers.relay.watching import WITHOUT_RIGHTS_S
from producers.relay.wire import FAILED, Producing
from schemas.directory.directory import Directory
from schemas.errors.tree import Finding, LedgerError, WireError
from services.admission.checking import Checked
from services.directory_log.state import LogState
from services.ledger.entries import Waiting
from services.ledger.port import RelaysLedger
from services.ledger.records import Arrival, Partition


@dataclass(frozen=True, slots=True)
class Stages:
    """How long each stage of one part takes."""

    seconds: Histogram
    monotonic: Callable[[], float]
    of: tuple[str, ...] = ()
    """The labels before the stage's own."""

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        began = self.monotonic()
        try:
            yield
        finally:
            self.seconds.labels(*self.of, stage).observe(self.monotonic() - began)


@dataclass(frozen=True, slots=True)
class NotedReference:
    """The reference log, as intake asks it."""

    reference: Reference
    stages: Stages

    async def caught_up(self) -> LogState:
        with self.stages.timed("reference"):
            return await self.reference.caught_up()


@dataclass(frozen=True, slots=True)
class NotedVerifying:
    """The checks of what was read."""

    verifying: Verifying
    stages: Stages

    async def checked(self, arrivals: Sequence[Arrival], directory: Directory) -> Sequence[Checked]:
        with self.stages.timed("verify"):
            return await self.verifying.checked(arrivals, directory)


@dataclass(frozen=True, slots=True)
class NotedWire:
    """What the watchdog sees of the wire: how far what is recorded lies behind its ends."""

    wire: Watched
    recorded_to: Callable[[Partition], int | None]
    partitions: Gauge
    lag: Gauge
    heard: Callable[[bool], None]
    """Is told whether the wire said where its partitions end."""

    @property
    def assigned(self) -> AbstractSet[Partition]:
        return self.wire.assigned

    @property
    def topics(self) -> int:
        return self.wire.topics

    async def bounds(self, partitions: AbstractSet[Partition]) -> Mapping[Partition, Bounds]:
        bounds = await self.wire.bounds(partitions)
        self.partitions.set(len(partitions))
        self.heard(bool(bounds) or not partitions)
        if bounds or not partitions:
            self.lag.set(sum(self._behind(one, known) for one, known in bounds.items()))
        return bounds

    def _behind(self, partition: Partition, known: Bounds) -> int:
        recorded_to = self.recorded_to(partition)
        return known.end - max(recorded_to if recorded_to is not None else known.first, known.first)


@dataclass(frozen=True, slots=True)
class NotedLedger:
    """The relay's half of a ledger."""

    ledger: RelaysLedger
    health: Health
    stages: Stages

    async def share(self) -> frozenset[int]:
        with self._noted():
            return await self.ledger.share()

    async def waiting(self, limit: int, *, besides: frozenset[str]) -> Sequence[Waiting]:
        with self._noted(), self.stages.timed("read"):
            return await self.ledger.waiting(limit, besides=besides)

    async def mark_sent(self, sequences: Sequence[int]) -> None:
        with self._noted(), self.stages.timed("mark"):
            await self.ledger.mark_sent(sequences)

    async def woken(self, seconds: float) -> None:
        with self._noted():
            await self.ledger.woken(seconds)

    @contextmanager
    def _noted(self) -> Iterator[None]:
        try:
            yield
        except LedgerError:
            self.health.ill("relay", "ledger-away")
            raise
        self.health.well("relay", "ledger-away")


@dataclass(slots=True)
class ShutOut:
    """Since when no connection to write by could be made. What only a person mends ends the relay."""

    monotonic: Callable[[], float]
    diagnosed: Callable[[], Awaitable[Finding | None]]
    """Why the wire cannot be reached; null where it can."""
    _since: float | None = None

    def opened(self) -> None:
        self._since = None

    async def refused(self, error: Exception) -> None:
        """Who may write no topic at all is refused as he connects; a wrong password looks like a broker that is away."""
        now = self.monotonic()
        self._since = now if self._since is None else self._since
        if now - self._since < WITHOUT_RIGHTS_S:
            return
        if isinstance(error, ClusterAuthorizationFailedError):
            raise broken("HB-8522", part="relay") from error
        finding = await self.diagnosed()
        if finding is not None and finding.code in diagnosis.UNMENDED:
            raise WireError(finding) from error


@dataclass(frozen=True, slots=True)
class NotedProducing:
    """A connection by which the relay writes. That one inbox cannot be written says nothing of the wire."""

    producing: Producing
    health: Health
    shut_out: ShutOut
    stages: Stages
    records: Histogram

    async def start(self) -> None:
        try:
            await self.producing.start()
        except FAILED as error:
            self.health.ill("relay", "wire-away")
            await self.shut_out.refused(error)
            raise
        self.shut_out.opened()
        self.health.well("relay", "wire-away")

    async def write(self, topic: str, records: Sequence[Packed]) -> None:
        self.records.observe(len(records))
        with self.stages.timed("write"):
            await self.producing.write(topic, records)

    async def close(self) -> None:
        await self.producing.close()
