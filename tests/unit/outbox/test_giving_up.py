"""Whoever gives up waiting, or waits beside others, changes nothing for the message nor for them."""

import asyncio
from pathlib import Path

import pytest

from producers.outbox.errors import OutboxError
from producers.outbox.kept import Kept
from producers.outbox.wire import Ack
from tests.unit.outbox.saying import notice, somewhere
from tests.unit.outbox.world import NOW, Bench


def down(_message: Kept, _producer: int) -> BaseException | None:
    return ConnectionError()


async def test_a_message_whose_caller_gave_up_while_it_was_stored_is_sent_and_not_overtaken(tmp_path: Path) -> None:
    loop, callers = asyncio.get_running_loop(), list[asyncio.Task[object]]()

    def gives_up(point: str) -> None:
        """In the thread of the spool, so before the loop hears that the message is stored."""
        if point == "storing" and callers:
            loop.call_soon_threadsafe(callers.pop().cancel)

    bench = Bench(tmp_path, at=gives_up)
    async with bench.outbox() as outbox:
        about, first = somewhere(outbox), outbox.mint()
        caller = asyncio.create_task(outbox.send(notice("1"), about, minted=first))
        callers.append(caller)
        await asyncio.wait({caller})
        assert caller.cancelled()
        async with asyncio.timeout(5):
            later = await outbox.send(notice("2"), about)
            await outbox.sent(first)
    assert bench.log.ids == [str(first), str(later.id)]


async def test_several_that_wait_for_one_message_all_hear_of_it_whenever_each_began(tmp_path: Path) -> None:
    bench = Bench(tmp_path, behaviour=down, stores_before_it_errs=False)
    ack = Ack(0, 7, NOW)
    async with bench.outbox() as outbox:
        message = (await outbox.keep(notice(), somewhere(outbox))).id
        early = asyncio.create_task(outbox.sent(message))
        await asyncio.sleep(0)
        await outbox.message(message)  # the early one has looked before, and found nothing
        await outbox._spool.do(lambda file: file.sent(message, NOW, partition=0, offset=7, received_at=NOW))
        assert await outbox.sent(message) == ack
        await outbox.acked(message, ack)
        async with asyncio.timeout(5):
            assert await early == ack


async def test_nothing_is_kept_for_whoever_asked_about_a_message_that_never_was(tmp_path: Path) -> None:
    async with Bench(tmp_path).outbox() as outbox:
        with pytest.raises(OutboxError, match="HB-8312"):
            await outbox.sent(outbox.mint())
        assert outbox._acks._futures == {}
