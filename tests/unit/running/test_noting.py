"""What stands between a part and its ledger and wire passes everything on, and notes what fails and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from aiokafka.errors import ClusterAuthorizationFailedError, KafkaConnectionError

from consumers.intake.wire import Bounds
from habarshy.running import shared
from habarshy.running.errors import RunningError
from habarshy.running.noting import NotedLedger, NotedProducing, NotedWire, ShutOut, Stages
from habarshy.running.shared import Shared
from producers.relay.packing import Packed
from producers.relay.watching import WITHOUT_RIGHTS_S
from schemas.errors.tree import Finding, LedgerError, WireError
from services.ledger.entries import Waiting
from services.ledger.records import Partition
from tests.unit.admission.world import PROSECUTOR
from tests.unit.intake.fakes import Clock, FakeWire
from tests.unit.intake.rig import OTHER, OUTBOX, garbage, notices
from tests.unit.running.scraping import series

DENIED = Finding("HB-8611", "", {"address": "a:1", "user": "relay"})
AWAY = Finding("HB-8606", "", {"address": "a:1"})


@dataclass
class FakeProducing:
    """Cannot be opened while it has a failure."""

    failure: Exception | None = None
    written: list[Packed] = field(default_factory=list)

    async def start(self) -> None:
        if self.failure is not None:
            raise self.failure

    async def write(self, topic: str, records: Sequence[Packed]) -> None:
        assert topic
        self.written += records

    async def close(self) -> None:
        self.failure = None


@dataclass
class FakeLedger:
    """Cannot be used while it has a failure."""

    failure: LedgerError | None = None

    async def share(self) -> frozenset[int]:
        self._ask()
        return frozenset({7})

    async def waiting(self, limit: int, *, besides: frozenset[str]) -> Sequence[Waiting]:
        assert (limit, besides) == (3, frozenset({"inbox.a"}))
        self._ask()
        return []

    async def mark_sent(self, sequences: Sequence[int]) -> None:
        assert sequences == [1, 2]
        self._ask()

    async def woken(self, seconds: float) -> None:
        assert seconds == 0.5
        self._ask()

    def _ask(self) -> None:
        if self.failure is not None:
            raise self.failure


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def among(clock: Clock) -> Shared:
    return shared.begun(monotonic=clock, clock=lambda: datetime.now(UTC))


def causes(among: Shared) -> list[str]:
    return [f"{reason.part} {reason.cause}" for reason in among.health.reasons]


async def test_a_ledger_that_fails_is_ill_until_it_answers(among: Shared, clock: Clock) -> None:
    ledger = FakeLedger()
    noted = NotedLedger(ledger, among.health, Stages(among.metrics.relay_stage, clock))
    asked = (
        noted.share,
        lambda: noted.waiting(3, besides=frozenset({"inbox.a"})),
        lambda: noted.mark_sent([1, 2]),
        lambda: noted.woken(0.5),
    )
    for ask in asked:
        ledger.failure = LedgerError(AWAY)
        with pytest.raises(LedgerError):
            await ask()
        assert causes(among) == ["relay ledger-away"]
        ledger.failure = None
        await ask()
        assert causes(among) == []
    assert await noted.share() == frozenset({7})
    assert series(among.metrics)['habarshy_relay_stage_seconds_count{stage="mark"}'] == 2


@dataclass
class Opening:
    """The relay tries to connect, again and again."""

    among: Shared
    clock: Clock
    finding: Finding | None
    inner: FakeProducing = field(default_factory=FakeProducing)

    def __post_init__(self) -> None:
        stages = Stages(self.among.metrics.relay_stage, self.clock)
        shut_out = ShutOut(self.clock, self.diagnosed)
        self.noted = NotedProducing(self.inner, self.among.health, shut_out, stages, self.among.metrics.relay_batch)

    async def diagnosed(self) -> Finding | None:
        return self.finding

    async def fails(self, error: Exception, *, after: float = 0.0) -> None:
        self.clock.now += after
        self.inner.failure = error
        with pytest.raises(type(error)):
            await self.noted.start()


async def test_a_wire_that_is_away_is_waited_for(among: Shared, clock: Clock) -> None:
    opening = Opening(among, clock, AWAY)
    for _ in range(3):
        await opening.fails(KafkaConnectionError(), after=WITHOUT_RIGHTS_S)
    assert causes(among) == ["relay wire-away"]
    opening.inner.failure = None
    await opening.noted.start()
    assert causes(among) == []


async def test_who_may_write_nothing_any_more_ends(among: Shared, clock: Clock) -> None:
    """A client that has no right to any topic is refused already as it connects."""
    opening = Opening(among, clock, None)
    await opening.fails(ClusterAuthorizationFailedError())
    await opening.fails(ClusterAuthorizationFailedError(), after=WITHOUT_RIGHTS_S - 1)
    clock.now += 1
    with pytest.raises(RunningError, match="HB-8522"):
        await opening.noted.start()


async def test_who_is_not_let_in_any_more_ends(among: Shared, clock: Clock) -> None:
    opening = Opening(among, clock, DENIED)
    await opening.fails(KafkaConnectionError())
    clock.now += WITHOUT_RIGHTS_S
    with pytest.raises(WireError, match="HB-8611"):
        await opening.noted.start()


async def test_a_connection_in_between_begins_the_count_anew(among: Shared, clock: Clock) -> None:
    opening = Opening(among, clock, DENIED)
    await opening.fails(KafkaConnectionError())
    opening.inner.failure = None
    await opening.noted.start()
    await opening.fails(KafkaConnectionError(), after=WITHOUT_RIGHTS_S)


async def test_what_is_written_passes_and_is_counted(among: Shared, clock: Clock) -> None:
    opening = Opening(among, clock, None)
    records = [Packed(1, "inbox.a", b"k", b"v", [])] * 3
    await opening.noted.write("inbox.a", records)
    assert opening.inner.written == records
    assert series(among.metrics)["habarshy_relay_write_records_sum"] == 3


class WatchedWire(FakeWire):
    @property
    def topics(self) -> int:
        return len(self.log)


async def test_the_lag_is_what_lies_between_the_ledger_and_the_wires_ends(among: Shared) -> None:
    wire = WatchedWire()
    wire.put(*notices(5))
    wire.put(*garbage(4, agency=PROSECUTOR))
    wire.delete(OTHER, 2)
    wire.assign(OUTBOX, OTHER)
    recorded: dict[Partition, int] = {OUTBOX: 3}
    heard: list[bool] = []
    metrics = among.metrics
    noted = NotedWire(
        wire,
        recorded.get,
        metrics.partitions.labels("intake"),
        metrics.lag.labels("intake"),
        heard.append,
    )
    assert await noted.bounds(noted.assigned) == {OUTBOX: Bounds(0, 5), OTHER: Bounds(2, 4)}
    wire.hidden = {OUTBOX, OTHER}
    assert await noted.bounds(noted.assigned) == {}

    counted = series(metrics)
    assert counted['habarshy_intake_lag_records{group="intake"}'] == 2 + 2
    assert counted['habarshy_intake_partitions{group="intake"}'] == 2
    assert heard == [True, False]
