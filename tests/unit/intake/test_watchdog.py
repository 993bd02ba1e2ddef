"""What no waiting mends ends the process; what passes does not."""

import asyncio
import threading
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import pytest

from consumers.intake import watching
from consumers.intake.watchdog import Periods, Seen, Standing, Trouble, Watchdog
from consumers.intake.watching import Watching
from consumers.intake.wire import Bounds
from schemas.errors.tree import Finding
from services.ledger.records import Partition
from tests.unit.intake.fakes import Clock, FailingLedger, SlowLedger
from tests.unit.intake.rig import OUTBOX, Rig, memory, notices, wire_with

PERIODS = Periods(silent_s=30, deaf_s=300, stuck_s=60, nothing_s=30)
STANDS = Seen(1, {OUTBOX: Standing(5, 9)})
SILENT = Seen(1, {}, is_silent=True)


def looked(*seen: Seen, every_s: float = 10) -> list[Trouble | None]:
    watchdog = Watchdog(PERIODS)
    return [watchdog.look(one, number * every_s) for number, one in enumerate(seen)]


@pytest.mark.parametrize(
    ("seen", "trouble"),
    [
        ([STANDS] * 8, "stuck"),
        ([STANDS] * 7, None),
        ([Seen(1, {OUTBOX: Standing(9, 9)})] * 40, None),
        ([Seen(1, {OUTBOX: Standing(5, 9, waits=True)})] * 40, None),
        ([Seen(1, {OUTBOX: Standing(None, 9)})] * 8, "stuck"),
        ([Seen(1, {OUTBOX: Standing(number, 900)}) for number in range(40)], None),
        ([Seen(1, {OUTBOX: Standing(number // 5, 900)}) for number in range(40)], None),
        ([SILENT] * 4, "silent"),
        ([SILENT] * 3, None),
        ([SILENT] * 31, "deaf"),
        ([STANDS, *[SILENT] * 3, STANDS], None),
        ([Seen(0, {})] * 40, None),
        ([Seen(3, {})] * 40, None),
        ([Seen(1, {}), *[Seen(0, {})] * 4], "nothing-to-read"),
        ([Seen(1, {}), *[Seen(0, {})] * 3, Seen(1, {})], None),
    ],
)
def test_what_lasts_too_long_is_a_trouble(seen: list[Seen], trouble: Trouble | None) -> None:
    assert looked(*seen)[-1] == trouble


@dataclass
class Looked:
    """What the watching is shown."""

    rig: Rig
    silent: bool = False
    shut_out: Finding | None = None
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def assigned(self) -> AbstractSet[Partition]:
        return self.rig.wire.assigned

    @property
    def topics(self) -> int:
        return len(self.rig.wire.log)

    async def bounds(self, partitions: AbstractSet[Partition]) -> Mapping[Partition, Bounds]:
        return {} if self.silent else await self.rig.wire.bounds(partitions)

    async def diagnosed(self) -> Finding | None:
        return self.shut_out

    async def for_seconds(self, seconds: int) -> list[Trouble]:
        """Looks every five seconds, and ends with the first that was the last."""
        watched = Watching(self.rig.intake, self, self.diagnosed, self.clock, self.troubles.append)
        for _ in range(seconds // 5):
            self.clock.now += 5
            if await watched.look():
                break
        return self.troubles

    @property
    def clock(self) -> Clock:
        return self.rig.clock


async def test_an_intake_that_has_read_all_is_well() -> None:
    one = Rig(wire_with(*notices(3)), memory())
    await one.settle()

    assert await Looked(one).for_seconds(1_000) == []


async def test_an_intake_that_stands_though_there_is_something_to_read_ends() -> None:
    slow = SlowLedger(memory())
    one = Rig(wire_with(*notices(3)), slow)
    await one.intake.step()
    storing = asyncio.create_task(one.intake.step())
    await slow.asked.wait()

    assert await Looked(one).for_seconds(1_000) == ["stuck"]

    slow.through.set()
    await storing


async def test_a_ledger_that_is_away_ends_nobody() -> None:
    one = Rig(wire_with(*notices(3)), FailingLedger(memory(), before=1_000))
    await one.pass_time(60)

    assert await Looked(one).for_seconds(1_000) == []


@pytest.mark.parametrize(
    ("code", "troubles"),
    [("HB-8606", []), ("HB-8611", ["silent"]), (None, ["deaf"])],
    ids=["brokers away", "password refused", "our client is dead"],
)
async def test_a_silent_wire_ends_the_process_where_waiting_will_not_mend_it(
    code: str | None, troubles: list[Trouble]
) -> None:
    finding = Finding(code, "", {"address": "broker:1", "user": "intake"}) if code else None
    one = Looked(Rig(wire_with(*notices(3)), memory()), silent=True, shut_out=finding)

    assert await one.for_seconds(1_000) == troubles


async def test_a_loop_that_stands_still_is_noticed_from_outside() -> None:
    ended = threading.Event()
    with watching.loop_watched(asyncio.get_running_loop(), ended.set, blocked_s=0.05):
        assert ended.wait(10)  # it is this that blocks the loop


async def test_a_loop_that_turns_is_left_alone() -> None:
    ended = threading.Event()
    turned = asyncio.Event()
    with watching.loop_watched(asyncio.get_running_loop(), ended.set, blocked_s=30):
        asyncio.get_running_loop().call_soon(turned.set)
        await turned.wait()
    assert not ended.is_set()
