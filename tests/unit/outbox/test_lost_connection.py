"""A wire whose end looks like a cancellation, as aiokafka's does when its connections were lost, ends no lane."""

import asyncio
from dataclasses import replace
from pathlib import Path

from producers.outbox.kept import Kept
from producers.outbox.outbox import Outbox, Sent
from producers.outbox.wire import Wire
from tests.unit.outbox.saying import notice, somewhere
from tests.unit.outbox.world import Bench, FakeWire


class ClosingBadly(FakeWire):
    """The library cancels what it waits for itself while it is closed."""

    async def close(self) -> None:
        await super().close()
        given_up: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        given_up.cancel()
        await given_up


async def test_a_wire_that_looks_cancelled_when_it_is_closed_is_followed_by_the_next(tmp_path: Path) -> None:
    def fails_twice(_message: Kept, producer: int) -> BaseException | None:
        return TimeoutError() if producer <= 2 else None

    bench = Bench(tmp_path)

    def open_wire() -> Wire:
        return ClosingBadly(bench.log, fails_twice)

    means = replace(bench.outbox()._means, wires={"outbox": open_wire, "urgent": open_wire})
    async with Outbox(means) as outbox:
        sent = await outbox.send(notice(), somewhere(outbox))
    assert isinstance(sent, Sent)
    assert bench.log.opened == 3
