"""What intake says of itself, counted: some faults are seen only by whoever survives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.fields import Disposition
from services.ledger.records import Partition

if TYPE_CHECKING:
    from tests.simulation.world import World


@dataclass(frozen=True)
class Counted:
    """What `consumers.intake.counting.Counting` asks."""

    world: "World"

    def fetched(self, records: int) -> None:
        """Counted where it is recorded."""

    def recorded(self, became: Mapping[Disposition, int], *, seconds: float) -> None:
        """Counted in the ledger, once the run is over."""

    def claimed(self, partitions: int) -> None:
        """Counted by what follows from it."""

    def fenced(self, partitions: int) -> None:
        self.world.faults.counted["seen: fenced"] += partitions

    def halved(self) -> None:
        self.world.faults.counted["seen: batch halved"] += 1

    def lost_end(self, partition: Partition) -> None:
        self.world.trace.note(f"{partition.topic} begins its next generation")
        self.world.faults.counted["seen: generation begun"] += 1

    def missing(self, partition: Partition, records: int) -> None:
        self.world.trace.note(f"{records} records of {partition.topic} are missing")
        self.world.faults.counted["seen: records missing"] += records

    def flooding(self, agency: str) -> None:
        """Nobody floods here."""

    def denied(self, agency: str) -> None:
        """Nobody floods here."""

    def ledger_away(self) -> None:
        self.world.faults.counted["seen: ledger away"] += 1

    def reference_away(self) -> None:
        self.world.faults.counted["seen: reference log away"] += 1

    def version_unknown(self) -> None:
        """No version is published here."""
