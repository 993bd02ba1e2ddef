"""An intake over a wire in memory, with real checking, deciding and judging."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Final

from consumers.intake.batching import Limits
from consumers.intake.budget import Allowance, Budget
from consumers.intake.intake import Around, Intake
from consumers.intake.recording import Deciders
from consumers.intake.verifying import Inline
from schemas import versions
from schemas.directory.directory import Directory
from schemas.policy import model as policy
from schemas.versions import Content, Name
from services.admission.batch import Batch
from services.admission.checking import Checked
from services.admission.judging import Judge
from services.law import calendar
from services.law.deadlines import Law
from services.ledger.entries import Waiting
from services.ledger.memory import MemoryLedger
from services.ledger.port import Deciding, IntakesLedger
from services.ledger.records import Arrival, Partition
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, NETWORK, PROSECUTOR, Wire
from tests.unit.intake.fakes import Clock, FakeCounting, FakeReference, FakeWire, moved

OUTBOX: Final = Partition(f"outbox.{INVESTIGATOR}", 0)
OTHER: Final = Partition(f"outbox.{PROSECUTOR}", 0)
IDLE: Final = 3
"""After so many steps in a row that stored nothing there is nothing left to do at once."""


@cache
def law() -> Law:
    return Law(world.checking().catalogue, calendar.load(), policy.load())


def deciding(checked: Sequence[Checked], directory: Directory) -> Deciding:
    return Batch(checked, NETWORK, Judge(law(), directory))


def memory() -> MemoryLedger:
    seconds = itertools.count(1)
    return MemoryLedger(clock=lambda: world.RECEIVED_AT + timedelta(seconds=next(seconds)))


@dataclass
class Rig:
    """One intake and what is around it. Another rig on the same wire or ledger is another process."""

    wire: FakeWire
    ledger: IntakesLedger
    reference: FakeReference = field(default_factory=lambda: FakeReference(world.directory()))
    deciders: Deciders = deciding
    shipped: Mapping[Name, Content] = field(default_factory=versions.shipped)
    limits: Limits = field(default_factory=Limits)
    allowance: Allowance = field(default_factory=Allowance)
    counting: FakeCounting = field(default_factory=FakeCounting)
    handed: list[Waiting] = field(default_factory=list)

    def __post_init__(self) -> None:
        around = Around(
            self.reference,
            Inline(world.checking()),
            self.deciders,
            self.shipped,
            self.counting,
            self.clock,
            lambda recorded: self.handed.extend(recorded.waiting),
        )
        self.intake = Intake(self.wire, self.ledger, around=around, limits=self.limits, budget=Budget(self.allowance))

    @property
    def clock(self) -> Clock:
        return self.wire.clock

    async def settle(self) -> int:
        """Steps until nothing more is stored; how many records were."""
        stored = idle = 0
        while idle < IDLE:
            now = await self.intake.step()
            stored += now
            idle = 0 if now else idle + 1
        return stored

    async def pass_time(self, seconds: float) -> int:
        """Steps until so much time has passed."""
        until, stored = self.clock.now + seconds, 0
        while self.clock.now < until:
            stored += await self.intake.step()
        return stored


def wire_with(*arrivals: Arrival) -> FakeWire:
    wire = FakeWire()
    wire.put(*arrivals)
    wire.assign(*wire.log)
    return wire


@cache
def notice(offset: int) -> Arrival:
    """The same bytes each time."""
    return moved(Wire().notice(offset + 1), offset)


def notices(number: int) -> list[Arrival]:
    return [notice(offset) for offset in range(number)]


def garbage(number: int, *, first: int = 0, agency: str = INVESTIGATOR, size: int = 5) -> list[Arrival]:
    wire = Wire()
    made = [wire.arrival(b"k", b"x" * size, (), topic=f"outbox.{agency}") for _ in range(number)]
    return [moved(one, first + offset) for offset, one in enumerate(made)]


def became(ledger: MemoryLedger) -> list[tuple[int, str]]:
    """Each offset once, with its disposition."""
    return sorted((place.offset, entry.decision.disposition) for place, entry in ledger.store.entries.items())
