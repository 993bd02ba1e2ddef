"""Everything of one run: the loop, the cluster, the ledger, the processes of the bus, and what agencies say."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schemas.errors.tree import Finding, LogError
from services.admission.checking import Checking
from services.directory_log.state import LogState
from services.keys.signing import Signer
from services.ledger.memory_store import Store
from services.ledger.records import Partition
from tests.simulation import loop as loops
from tests.simulation.chance import Faults
from tests.simulation.cluster import Cluster, Group, Stored
from tests.simulation.ledger import Database
from tests.simulation.loop import Host, SimulatedLoop
from tests.simulation.processes import Process
from tests.simulation.tales import Message
from tests.simulation.trace import Trace
from tests.unit.admission import world as agencies

OBLIGATION_PARTITIONS: Final = 6
SIGNER: Final = Signer("bus/relay-2026-01", Ed25519PrivateKey.from_private_bytes(b"r" * 32))


@dataclass
class SimulatedReference:
    """The reference log, which is sometimes away."""

    world: "World"
    away: bool = False

    async def caught_up(self) -> LogState:
        await asyncio.sleep(self.world.chance.uniform(0.0005, 0.01))
        if self.away:
            self.world.faults.happened("reference log away")
            raise LogError(Finding("HB-8211", "", {"seconds": 30, "sequence": 1}))
        return LogState(directory=agencies.directory())


@dataclass
class Written:
    """A record that somebody wrote, and where it first came to lie."""

    message: Message
    partition: Partition
    stored: Stored


@dataclass
class World:
    """Made by `new`."""

    seed: int
    chance: Random
    trace: Trace
    faults: Faults
    loop: SimulatedLoop
    cluster: Cluster
    database: Database
    store: Store
    network: str = agencies.NETWORK
    signer: Signer = SIGNER
    groups: dict[str, Group] = field(default_factory=dict)
    hosts: list[Host] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)
    ended: list[tuple[str, BaseException]] = field(default_factory=list)
    """Processes that ended by themselves, and why."""
    written: list[Written] = field(default_factory=list)
    there: set[int] = field(default_factory=set)
    """The numbers of the processes that the database sees."""
    cursed: set[bytes] = field(default_factory=set)
    """Values at which our own checks fail."""

    def __post_init__(self) -> None:
        self.reference = SimulatedReference(self)
        self.checking = FailingChecking(agencies.NETWORK, agencies.checking().catalogue, self)

    def write(self, message: Message) -> None:
        """Into the log, and sometimes twice: the sender's client had heard nothing of the first."""
        partition = Partition(message.topic, 0)
        again = self.faults.strikes("wire: record stored twice by its sender's retry")
        for _ in range(1 + again):
            stored = self.cluster.append(partition, message.key, message.value, message.headers)
            self.written.append(Written(message, partition, stored))
        if again:
            self.faults.happened("wire: record stored twice by its sender's retry")

    @property
    def drained(self) -> bool:
        """Whether all that lies in the outboxes is recorded, and all that goes out was sent."""
        sources = (*self.cluster.partitions("outbox"), *self.cluster.partitions("urgent"))
        read = all(
            self.cluster.logs[one].end == (self.store.positions[one].next_offset if one in self.store.positions else 0)
            for one in sources
        )
        return read and not self.store.outgoing and not self.store.requests


@dataclass(frozen=True)
class FailingChecking(Checking):
    """Our own checks, one of which has a fault."""

    world: World

    def _open(self, course, directory):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - as it is there
        if course.arrival.value in self.world.cursed:
            self.world.faults.happened("check that fails")
            raise ArithmeticError("planted")
        return super()._open(course, directory)


def new(seed: int) -> World:
    chance, trace = Random(seed), Trace()  # noqa: S311 - one seed is one run
    faults = Faults.drawn(chance)
    loop = loops.made(chance, trace)
    cluster = Cluster(loop.time, chance, faults, trace)
    made = World(seed, chance, trace, faults, loop, cluster, Database(loop, faults), Store())
    made.groups = {kind: Group(kind, cluster) for kind in ("outbox", "urgent")}
    return made


def counted(worlds: list[World]) -> Counter[str]:
    return sum((one.faults.counted for one in worlds), Counter[str]())
