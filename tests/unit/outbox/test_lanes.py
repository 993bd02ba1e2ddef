"""A lane sends each message once for each word of the wire, and does not end without a word of its own."""

import asyncio
from pathlib import Path

from producers.cut_off import CutOffError
from producers.outbox.errors import broken
from producers.outbox.outbox import Sent, Waiting
from tests.unit.outbox.saying import notice, somewhere
from tests.unit.outbox.world import Bench


async def test_while_the_disk_is_full_what_the_wire_has_is_not_sent_again(tmp_path: Path) -> None:
    full = True
    pauses = 0

    async def room_later(_seconds: float) -> None:
        nonlocal full, pauses
        pauses += 1
        full = pauses < 5
        await asyncio.sleep(0)

    acked: list[str] = []

    def at(point: str) -> None:
        if point == "acked":
            acked.append(point)
        if point == "committing" and full and acked:
            raise broken("HB-8309", what="database or disk is full")

    bench = Bench(tmp_path, at=at, pause=room_later)
    async with bench.outbox() as outbox:
        sent = await outbox.send(notice(), somewhere(outbox), patience=5)
        kept = await outbox.message(sent.id)
    assert isinstance(sent, Sent)
    assert pauses == 5
    assert bench.log.ids == [str(sent.id)]
    assert kept is not None
    assert kept.state == "sent"


async def test_a_lane_that_something_else_ended_is_a_trouble_that_everybody_sees(tmp_path: Path) -> None:
    async with Bench(tmp_path).outbox() as outbox:
        lane = next(task for task in outbox._running if task.get_name() == "outbox-outbox")
        lane.cancel()
        await asyncio.wait({lane})
        outcome = await outbox.send(notice(), somewhere(outbox), patience=0)
        assert isinstance(outcome, Waiting)
        assert outcome.trouble is not None
        assert isinstance(outcome.trouble.error, CutOffError)
        assert list(outbox.troubles) == ["outbox"]


async def test_an_outbox_that_closes_complains_of_nothing(tmp_path: Path) -> None:
    async with Bench(tmp_path).outbox() as outbox:
        pass
    assert outbox.troubles == {}
