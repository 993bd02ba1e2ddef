"""A loop that stands still is seen from outside, and how late it turned is counted."""

import asyncio
import time
from dataclasses import dataclass, field

from habarshy.running.pulse import BEAT_S, BLOCKED_S, Pulse


@dataclass
class Clock:
    now: float = 100.0
    late: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now


def test_a_loop_that_does_not_turn_is_seen() -> None:
    clock = Clock()
    pulse = Pulse(clock, clock.late.append)
    beats = []
    for seconds in (BLOCKED_S - 1, 1):
        clock.now += seconds
        beats.append((pulse.beats, pulse.standing_s))
    assert beats == [(True, BLOCKED_S - 1), (False, BLOCKED_S)]


async def test_a_turn_that_comes_too_late_is_told() -> None:
    late: list[float] = []
    told = asyncio.Event()

    def tell(seconds: float) -> None:
        late.append(seconds)
        told.set()

    pulse = Pulse(time.monotonic, tell)
    beating = asyncio.create_task(pulse.beat())
    await asyncio.sleep(0)
    time.sleep(2 * BEAT_S)  # noqa: ASYNC251 - the loop is to be blocked
    async with asyncio.timeout(10):
        await told.wait()
    beating.cancel()
    assert late[0] >= BEAT_S / 2
    assert pulse.standing_s < BLOCKED_S
