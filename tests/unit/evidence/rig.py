"""A ledger in memory, a wire that keeps what is written, and sequencers that may break off at any step."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from producers.evidence.checkpoints import Log
from producers.evidence.sequencer import Sequencer
from schemas.codec.record import Record
from services.keys.signing import Signer
from services.ledger.checkpoints_in_memory import MemoryCheckpoints
from services.ledger.memory import MemoryLedger
from tests.unit.ledger.batches import NETWORK, Intake, said
from tests.unit.ledger.test_memory import ticking

SIGNER = Signer("bus/checkpoint-2026-01", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


class BrokenOffError(BaseException):
    """The process ends here."""


@dataclass
class Steps:
    """How many steps a process may still take, before and after each call one; then something happens, or it breaks off."""

    left: int = 10**9
    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def take(self) -> None:
        if self.left == 0:
            if self.meanwhile is None:
                raise BrokenOffError
            await self.meanwhile()
        self.left -= 1


@dataclass
class Breaking:
    """Each call of what is behind it may be broken off before it, or after it."""

    behind: Any
    steps: Steps

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever is behind it has
        async def called(*arguments: Any) -> Any:  # noqa: ANN401 - likewise
            await self.steps.take()
            answer = await getattr(self.behind, name)(*arguments)
            await self.steps.take()
            return answer

        return called


@dataclass
class Wire:
    """The topic `evidence`."""

    records: list[Record] = field(default_factory=list)
    failure: Exception | None = None

    async def write(self, record: Record) -> None:
        if self.failure is not None:
            raise self.failure
        self.records.append(record)


@dataclass
class Rig:
    """The same store and wire, whoever works on them."""

    ledger: MemoryLedger = field(default_factory=lambda: MemoryLedger(clock=ticking()))
    wire: Wire = field(default_factory=Wire)
    numbers: int = 0

    def __post_init__(self) -> None:
        self.clock = ticking()
        self.intake = Intake(self.ledger)
        self.kept = MemoryCheckpoints(self.ledger.store)

    async def record(self, records: int) -> None:
        first, self.numbers = self.numbers + 1, self.numbers + records
        await self.intake.record(*(said(number) for number in range(first, first + records)))

    def sequencer(self, steps: Steps | None = None) -> Sequencer:
        steps = steps or Steps()
        log = Log(NETWORK, 1, SIGNER)
        return Sequencer(Breaking(self.ledger, steps), Breaking(self.kept, steps), log, self.clock)

    async def work(self, sequencer: Sequencer, steps: Steps | None = None) -> None:
        """Until nothing is left to do."""
        while await sequencer.advance() is not None:
            pass
        while await sequencer.publish(Breaking(self.wire, steps or Steps())):
            pass

    def leaves(self, first: int, end: int) -> Sequence[bytes]:
        return [bytes.fromhex(leaf.hash) for leaf in self.ledger.store.leaves[first:end]]
