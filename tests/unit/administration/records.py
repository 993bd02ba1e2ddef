"""Records that our own checks failed on, in a ledger, and how they are decided anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from schemas.directory.directory import Directory
from services.administration.replaying import Deciding
from services.admission.batch import Batch
from services.admission.checking import Checked
from services.admission.dispositions import Presented
from services.ledger.entries import Position, Read
from services.ledger.port import IntakesLedger, Recorded
from services.ledger.records import Arrival, Partition
from tests.unit.admission.keeping import judge
from tests.unit.admission.world import NETWORK, RECEIVED_AT, Wire

FAULT: Final = "ArithmeticError: planted"


def failed(arrival: Arrival) -> Checked:
    """As it is where our own check fails: nothing of it is believed, not even its name."""
    presented = Presented(arrival.outbox_of, arrival.received_at, our_fault=True)
    return Checked(arrival, presented, fault=FAULT)


def met_by_a_fault(checked: Checked) -> Checked:
    """As it is where deciding fails: it has its name."""
    presented = Presented(
        checked.arrival.outbox_of, checked.arrival.received_at, our_fault=True, signature=checked.presented.signature
    )
    return Checked(checked.arrival, presented, checked.record, checked.claimed, FAULT)


def deciding() -> Deciding:
    return Deciding.by(NETWORK, judge())


def failing(arrival: Arrival, _: Directory) -> Checked:
    return failed(arrival)


@dataclass
class Recorder:
    """Records what it is given, under claims of its own."""

    ledger: IntakesLedger
    wire: Wire = field(default_factory=Wire)
    positions: dict[Partition, Position] = field(default_factory=dict)

    async def record(self, *checked: Checked) -> Recorded:
        partitions = sorted({one.arrival.partition for one in checked})
        for position in await self.ledger.claim(partitions):
            self.positions[position.partition] = position
        arrivals = [one.arrival for one in checked]
        outcome = await self.ledger.record(self._reads(arrivals), Batch(checked, NETWORK, judge()))
        assert isinstance(outcome, Recorded)
        return outcome

    def _reads(self, arrivals: Sequence[Arrival]) -> list[Read]:
        nexts = {one.partition: one.place.offset + 1 for one in arrivals}
        return [Read(self.positions[one], following, RECEIVED_AT) for one, following in sorted(nexts.items())]
