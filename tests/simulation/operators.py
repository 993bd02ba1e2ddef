"""Two operators who have the mended program, and replay what their processes' fault has put into quarantine."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schemas.directory.bus_keys import OperatorKey
from schemas.interventions import Replay, SignedIntervention
from services.administration import interventions, operators, replaying
from services.administration.interventions import Intervening
from services.administration.replaying import Deciding
from services.keys.signing import Signer
from services.ledger.quarantine import NotQuarantined, Replayed
from services.ledger.quarantine_in_memory import MemoryQuarantine
from tests.simulation.law import judge
from tests.unit.admission import world as agencies

if TYPE_CHECKING:
    from tests.simulation.world import World

_MOST: Final = 100
SIGNERS: Final = tuple(
    Signer(f"operator-{name}/sign-2026-01", Ed25519PrivateKey.from_private_bytes(name[:1].encode() * 32))
    for name in ("first", "second")
)


@cache
def _keys(network: str, at: datetime) -> tuple[OperatorKey, ...]:
    return tuple(operators.made(signer, at, network=network) for signer in SIGNERS)


async def replay(world: "World") -> None:
    """All that waits now; the processes go on with the program that has the fault."""
    ledger = MemoryQuarantine(world.store, world.cluster.instant)
    waiting = await ledger.quarantined(_MOST)
    if not waiting:
        return
    at = await ledger.clock()
    records = tuple(one.place.ref for one in waiting)
    asked = Replay(kind="replay", network=world.network, at=at, reason="17/2026", records=records)
    document = SignedIntervention(asked=asked)
    for signer in SIGNERS:
        document = interventions.signed(document, signer)
    by = Intervening(document, world.network, _keys(world.network, at))
    deciding = Deciding(agencies.checking().check, world.network, judge())
    for outcome in await replaying.replay(ledger, by, deciding):
        assert isinstance(outcome, Replayed | NotQuarantined)
        world.faults.happened("quarantine: replayed")
        world.trace.note(f"{outcome.place} was replayed")
