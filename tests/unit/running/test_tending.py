"""Each minute it is looked whether something was lost: new losses alarm and make unready, old ones are counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import pytest
from aiokafka.errors import KafkaConnectionError

from consumers.intake.wire import Bounds
from habarshy.running import shared, tending
from habarshy.running.shared import Shared
from habarshy.running.tending import Tending
from schemas.errors.tree import Finding, LedgerError
from services.ledger.coverage import Span
from services.ledger.coverage_in_memory import MemoryCoverage
from services.ledger.memory import MemoryLedger
from services.ledger.records import Partition
from tests.unit.ledger.batches import POLICE, Intake, outbox, said
from tests.unit.ledger.test_memory import ticking
from tests.unit.running.scraping import series

OUTBOX: Final = outbox(POLICE)


@dataclass
class Rig:
    """A ledger in memory, ends that a test sets, and who looks."""

    ledger: MemoryLedger = field(default_factory=lambda: MemoryLedger(clock=ticking()))
    wire: dict[Partition, Bounds] = field(default_factory=dict)
    among: Shared = field(
        default_factory=lambda: shared.begun(monotonic=lambda: 0.0, clock=lambda: datetime(2026, 3, 6, tzinfo=UTC))
    )
    failure: Exception | None = None
    asked: list[Mapping[Partition, Span]] = field(default_factory=list)
    numbers: int = 0

    def __post_init__(self) -> None:
        self.intake = Intake(self.ledger)
        self.begin()

    def begin(self, at_once: int = tending.AT_ONCE) -> None:
        """As a new process does."""
        covers = MemoryCoverage(self.ledger.store, self.ledger.clock)
        self.tending = Tending(covers, self.ends, self.among.metrics, self.among.health, at_once)

    async def ends(self) -> Mapping[Partition, Bounds]:
        if self.failure is not None:
            raise self.failure
        return self.wire

    async def record(self, records: int) -> None:
        first, self.numbers = self.numbers + 1, self.numbers + records
        await self.intake.record(*(said(number) for number in range(first, first + records)))

    def skip(self, offsets: int) -> None:
        """Intake goes on further ahead, as it does where the wire has nothing between."""
        self.intake.ends[OUTBOX] += offsets

    async def look(self) -> None:
        await tending.looked(self.tending, self.among)

    @property
    def unready(self) -> list[str]:
        return [reason.cause for reason in self.among.health.reasons]

    def gauge(self, name: str) -> float:
        return series(self.among.metrics)[f"habarshy_ledger_{name}"]


@pytest.fixture
def rig() -> Rig:
    return Rig()


async def test_where_nothing_is_lost_nothing_is_said(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    await rig.look()
    await rig.record(3)
    rig.wire = {OUTBOX: Bounds(0, 5)}
    await rig.look()
    assert (rig.unready, rig.gauge("lost_records"), rig.gauge("waiting_records")) == ([], 0, 2)
    assert caplog.records == []


async def test_a_new_loss_alarms_once_with_its_exact_offsets(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    await rig.record(2)
    await rig.look()
    rig.skip(3)
    await rig.record(1)
    await rig.look()
    await rig.look()

    assert [(vars(r)["action"], vars(r)["first"], vars(r)["end"]) for r in caplog.records] == [("ledger.gap", 2, 5)]
    assert (rig.unready, rig.gauge("lost_records")) == (["records-missing"], 3)


async def test_a_loss_from_before_the_process_began_is_counted_and_does_not_make_it_unready(rig: Rig) -> None:
    await rig.record(2)
    rig.skip(3)
    await rig.record(1)
    rig.begin()
    await rig.look()

    assert (rig.unready, rig.gauge("lost_records")) == ([], 3)


async def test_what_was_before_is_looked_at_in_parts(rig: Rig) -> None:
    await rig.record(3)
    rig.skip(1)
    await rig.record(3)
    rig.skip(1)
    await rig.record(1)
    rig.begin(at_once=4)

    lost = []
    for _ in range(3):
        await rig.look()
        lost.append(rig.gauge("lost_records"))
    assert lost == [1, 2, 2]


async def test_a_partition_that_is_new_is_looked_at_whole(rig: Rig) -> None:
    await rig.look()
    rig.intake.ends = {}
    await rig.intake.claim(OUTBOX)
    rig.skip(2)
    await rig.record(1)
    await rig.look()

    assert (rig.unready, rig.gauge("lost_records")) == (["records-missing"], 2)


async def test_what_the_wire_drops_unread_is_found_before_intake_meets_it(rig: Rig) -> None:
    await rig.record(2)
    rig.wire = {OUTBOX: Bounds(0, 9)}
    await rig.look()
    rig.wire = {OUTBOX: Bounds(6, 9)}
    await rig.look()
    assert (rig.unready, rig.gauge("lost_records")) == (["records-missing"], 4)
    rig.skip(4)
    await rig.record(3)
    await rig.look()

    assert (rig.unready, rig.gauge("lost_records"), rig.gauge("waiting_records")) == (["records-missing"], 4, 0)


async def test_a_generation_that_was_begun_anew_has_lost_nothing_that_the_one_before_had(rig: Rig) -> None:
    await rig.record(5)
    await rig.look()
    rig.intake.positions[OUTBOX] = await rig.ledger.begin_generation(rig.intake.positions[OUTBOX])
    rig.intake.ends[OUTBOX] = 3
    await rig.record(1)
    await rig.look()

    assert (rig.unready, rig.gauge("lost_records")) == ([], 0)


@pytest.mark.parametrize(
    "failure",
    [LedgerError(Finding("HB-8501", "", {"address": "a", "what": "w"})), KafkaConnectionError(), TimeoutError()],
    ids=lambda failure: type(failure).__name__,
)
async def test_who_cannot_look_says_so_until_he_can(rig: Rig, failure: Exception) -> None:
    rig.failure = failure
    await rig.look()
    assert (rig.unready, rig.gauge("looked_timestamp_seconds")) == (["unwatched"], 0)

    rig.failure = None
    await rig.look()
    assert rig.unready == []
    assert rig.gauge("looked_timestamp_seconds") > 0


@dataclass
class Erasing:
    """So many bodies are due, and then the ledger may be away."""

    due: int
    fails: bool = False

    async def erase_due(self, part: int) -> int:
        if not self.due and self.fails:
            raise LedgerError(Finding("HB-8501", "", {"address": "nowhere", "what": "planted"}))
        gone = min(part, self.due)
        self.due -= gone
        return gone


@pytest.mark.parametrize(
    ("due", "fails", "said"),
    [(0, False, []), (1_200, False, ["ledger.erased"]), (700, True, ["ledger.unerased", "ledger.erased"])],
)
async def test_what_is_due_is_erased_in_parts_until_nothing_is(
    caplog: pytest.LogCaptureFixture,
    due: int,
    fails: bool,  # noqa: FBT001 - a row of the table
    said: list[str],
) -> None:
    caplog.set_level("INFO")
    erasing = Erasing(due, fails)
    await tending.erased(erasing)
    assert erasing.due == 0
    assert [vars(record)["action"] for record in caplog.records] == said
    assert all(vars(record).get("bodies", due) == due for record in caplog.records)


async def test_what_is_in_quarantine_and_what_goes_out_is_measured(rig: Rig) -> None:
    await rig.intake.record(said(1, disposition="QUARANTINED"), said(2))
    await rig.look()
    assert rig.gauge("quarantined_records") == 1
    assert rig.gauge("outgoing_oldest_seconds") > 0
