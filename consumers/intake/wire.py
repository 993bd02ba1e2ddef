"""What intake wants of the wire. A fake one passes through the same code as Kafka's."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple, Protocol

from services.ledger.entries import Position
from services.ledger.records import Arrival, Partition


class Bounds(NamedTuple):
    """What the wire holds of a partition: from its first offset to before its end."""

    first: int
    end: int


class Wire(Protocol):
    """Partitions come and go with the group; what was just assigned gives nothing until it is told where to begin."""

    @property
    def assigned(self) -> AbstractSet[Partition]:
        """The partitions that are ours at present."""
        ...

    def freshly_assigned(self) -> AbstractSet[Partition]:
        """Those that were assigned since this was last asked, though they may have been ours before."""
        ...

    async def bounds(self, partitions: AbstractSet[Partition]) -> Mapping[Partition, Bounds]:
        """Where they begin and end now; those of which it cannot be known at present are left out."""
        ...

    def begin(self, positions: Sequence[Position]) -> None:
        """Read on from there, each from where it begins."""
        ...

    def hold(self, partitions: AbstractSet[Partition]) -> None:
        """Read nothing more of these until they are begun again."""
        ...

    async def fetch(
        self, *, seconds: float, limit: int, share: Callable[[Partition], int]
    ) -> Mapping[Partition, Sequence[Arrival]]:
        """What has come, of each partition in its order and no more than its share; empty after so many seconds.

        Nothing makes it skip a record. Whose share is 0 waits; who comes first changes from one fetch to the next.
        """
        ...
