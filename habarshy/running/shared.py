"""What the parts of one process share."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from habarshy.running.health import Health
from habarshy.running.metrics import Metrics
from habarshy.running.pulse import Pulse
from services.ledger.entries import Waiting


@dataclass(slots=True)
class Handing:
    """What intake has just recorded goes to the relay of the same process, where there is one; else it is read from the ledger."""

    relay: Callable[[Sequence[Waiting]], None] | None = None

    def offer(self, waiting: Sequence[Waiting]) -> None:
        if self.relay is not None:
            self.relay(waiting)


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
