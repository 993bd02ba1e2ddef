"""What happens in intake, for whoever counts it. Topics and agencies are named, never what a record says."""

from collections.abc import Mapping
from typing import Protocol

from schemas.fields import Disposition
from services.ledger.records import Partition


class Counting(Protocol):
    """Methods are named by what happened."""

    def fetched(self, records: int) -> None: ...

    def recorded(self, became: Mapping[Disposition, int], *, seconds: float) -> None:
        """A batch is in the ledger; so long it took to decide and store it."""
        ...

    def claimed(self, partitions: int) -> None: ...

    def fenced(self, partitions: int) -> None:
        """Somebody else had claimed them meanwhile, or stored more."""
        ...

    def halved(self) -> None:
        """The ledger refused a batch for one record's sake."""
        ...

    def lost_end(self, partition: Partition) -> None:
        """The wire does not hold what the ledger has recorded: the next generation begins."""
        ...

    def missing(self, partition: Partition, records: int) -> None:
        """So many offsets are on the wire no more, and were never read."""
        ...

    def flooding(self, agency: str) -> None: ...

    def denied(self, agency: str) -> None: ...

    def ledger_away(self) -> None: ...

    def reference_away(self) -> None: ...

    def version_unknown(self) -> None: ...
