"""What the parts of one process share."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from habarshy.running.health import Health
from habarshy.running.metrics import Metrics
from habarshy.running.pulse import Pulse
from services.ledger.entries import Waiting
from services.ledger.port import Recorded


@dataclass(slots=True)
class Handing:
    """What intake has just recorded goes to the relay of the same process, where there is one; else it is read from the ledger."""

    relay: Callable[[Sequence[Waiting], Sequence[int]], None] | None = None

    def offer(self, recorded: Recorded) -> None:
        if self.relay is not None:
            self.relay(recorded.waiting, recorded.unused)


@dataclass(frozen=True, slots=True)
class Shared:
    """Made once, by `begun`."""

    pulse: Pulse
    metrics: Metrics
    health: Health
    told: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the process is to stop."""
    handing: Handing = field(default_factory=Handing)


def begun(*, monotonic: Callable[[], float], clock: Callable[[], datetime]) -> Shared:
    metrics = Metrics()
    pulse = Pulse(monotonic, metrics.loop_blocked.inc)
    metrics.loop_standing.set_function(lambda: pulse.standing_s)
    return Shared(pulse, metrics, Health(clock))
