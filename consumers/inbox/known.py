"""What an Inbox must know of the bus to believe a record: the directory's keys and the bus's own."""

from typing import Protocol

from schemas.directory.bus_keys import BusKeys
from schemas.directory.directory import Directory


class State(Protocol):
    """One state of the reference log; it never changes, a later one takes its place."""

    @property
    def directory(self) -> Directory: ...

    @property
    def bus_keys(self) -> BusKeys | None: ...


class Known(Protocol):
    """Who follows the reference log."""

    @property
    def state(self) -> State: ...

    async def caught_up(self) -> State:
        """The state with everything that the log held when this was asked."""
        ...
