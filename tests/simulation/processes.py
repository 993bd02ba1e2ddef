"""The processes of the bus: the real intake and relay, which may be killed or frozen at any step, and are started anew with nothing in memory."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from consumers.intake.batching import Limits
from consumers.intake.budget import Budget
from consumers.intake.departed import Departed
from consumers.intake.intake import Around, Intake
from consumers.intake.verifying import Inline
from producers.relay.relay import Relay
from schemas import versions
from services.admission.batch import Batch
from services.ledger.memory import MemoryLedger
from services.ledger.port import Recorded
from services.ledger.presence_in_memory import MemoryPresence
from tests.simulation.cluster import SESSION_S
from tests.simulation.counting import Counted
from tests.simulation.law import judge
from tests.simulation.ledger import FarLedger
from tests.simulation.loop import Host
from tests.simulation.presence import FarPresence, SimulatedGroups
from tests.simulation.producing import InboxProducing
from tests.simulation.wire import GroupWire

if TYPE_CHECKING:
    from tests.simulation.world import World

RESTART_S: Final = 2.0
FROZEN_S: Final = (0.5, 3.0, 9.0, 20.0)
TAKEN_OVER_S: Final = 12.0
"""Long enough for others to have what it had."""


@dataclass(eq=False)
class Process:
    """One place in which a process runs, and after it the next."""

    name: str
    world: "World"
    parts: tuple[str, ...]
    host: Host = field(default_factory=lambda: Host("none"))
    died: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Told to end in order."""
    ledgers: list[FarLedger] = field(default_factory=list)
    _relay: Relay | None = None

    async def live(self) -> None:
        """For ever: each time it ends, it is started anew after a while."""
        for number in range(1, 1_000):
            self.host = Host(f"{self.name}.{number}", len(self.world.hosts) + 1)
            self.world.hosts.append(self.host)
            self.died, self.stopping, self.ledgers, self._relay = asyncio.Event(), asyncio.Event(), [], None
            running = self.world.loop.spawn(self.host, self._run())
            running.add_done_callback(partial(_tell, self.died))
            await self.died.wait()
            self.world.there.discard(self.host.number)
            await asyncio.sleep(self.world.chance.uniform(0.1, RESTART_S))
            for ledger in self.ledgers:
                await ledger.close()

    def kill(self, host: Host) -> None:
        """If it is still the one that runs here."""
        if host is self.host:
            self.world.trace.note(f"{host.name} is killed")
            host.killed = True
            self.died.set()

    async def _run(self) -> None:
        self.world.trace.note(f"{self.host.name} starts")
        try:
            async with asyncio.TaskGroup() as group:
                for part in self.parts:
                    group.create_task(PARTS[part](self))
        except* Exception as errors:  # noqa: BLE001 - whatever ends a process is looked at when the run is over
            if not self.host.killed:
                self.world.ended.append((self.host.name, errors.exceptions[0]))
        self.world.trace.note(f"{self.host.name} ends")

    def relay(self) -> Relay:
        """The one of this process: what its intakes record it hears at once."""
        if self._relay is None:
            world, host = self.world, self.host

            def making() -> InboxProducing:
                return InboxProducing(world.cluster, world.loop, host)

            self._relay = Relay(self.ledger(), making, world.network, world.signer, world.loop.time)
        return self._relay

    def handed(self, recorded: Recorded) -> None:
        self.relay().offer(recorded.waiting, recorded.unused)

    def ledger(self) -> FarLedger:
        near = MemoryLedger(self.world.cluster.instant, self.world.store)
        kill = partial(self.kill, self.host)
        self.ledgers.append(FarLedger(near, self.world.database, lambda: self.freeze(TAKEN_OVER_S), kill))
        return self.ledgers[-1]

    def departed(self, kind: str) -> Departed:
        there = FarPresence(MemoryPresence(self.host.number, self.world.there), self.world.database)
        return Departed(there, SimulatedGroups(self.world), [kind], self.world.loop.time, SESSION_S)

    def freeze(self, seconds: float) -> None:
        """It takes no step until it thaws, long after all others take it for dead, or before."""
        self.world.loop.spawn(self.world.loop.outside, self._frozen(self.host, seconds))

    async def _frozen(self, host: Host, seconds: float) -> None:
        host.frozen = True
        self.world.trace.note(f"{host.name} freezes")
        await asyncio.sleep(seconds)
        self.world.trace.note(f"{host.name} thaws")
        self.world.loop.thaw(host)


def _tell(died: asyncio.Event, _: "asyncio.Task[None]") -> None:
    died.set()


async def _intake(process: Process, kind: str) -> None:
    world = process.world
    wire = GroupWire(world.groups[kind], process.host.name)
    # There, before it joins.
    departed = process.departed(kind)
    await departed.look()
    await wire.join()
    looking = asyncio.create_task(departed.run(process.stopping))
    around = Around(
        world.reference,
        Inline(world.checking),
        lambda checked, _: Batch(checked, world.network, judge()),
        versions.shipped(),
        Counted(world),
        world.loop.time,
        recorded=process.handed if "relay" in process.parts else _nobody,
    )
    intake = Intake(wire, process.ledger(), around=around, limits=Limits(), budget=Budget())
    while not process.stopping.is_set():
        await intake.step()
    await intake.finish()
    await wire.leave()
    await looking


def _nobody(_: Recorded) -> None:
    """The relay is another process: it looks by itself."""


PARTS: Final[Mapping[str, Callable[[Process], Coroutine[Any, Any, None]]]] = {
    "outbox": lambda process: _intake(process, "outbox"),
    "urgent": lambda process: _intake(process, "urgent"),
    "relay": lambda process: process.relay().run(process.stopping),
}
