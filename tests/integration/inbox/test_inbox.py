"""The Inbox on a real broker: what was delivered is taken once, in order, whatever stands between."""

import asyncio
from dataclasses import replace

import pytest

from consumers.inbox import looking
from consumers.inbox.errors import InboxError
from consumers.inbox.store.port import Outgoing
from schemas.errors.tree import Finding, NotSayableError
from schemas.messages import registry
from schemas.messages.envelope import Receipt
from tests import letterbox as letterboxes
from tests.inbox_world import RECEIVED_AT
from tests.letterbox import Handed, Letterbox


async def test_what_the_bus_delivers_is_taken_in_order_and_answered(letterbox: Letterbox) -> None:
    world = letterbox.world
    sent = [world.notice() for _ in range(20)]
    await letterbox.put(*world.delivered(*sent))
    async with letterbox.listening():
        await letterbox.all_read()
        expected = [str(registry.read_envelope(one.value.partition(b"\n")[0]).id) for one in sent]
        assert letterbox.rows() == expected

        await letterboxes.until(lambda: len(letterbox.handed.outgoing) == len(sent))
    receipts = [registry.read_envelope(outgoing.line) for outgoing in letterbox.handed.outgoing]
    assert [r.regards.id for r in receipts if isinstance(r, Receipt)] == [
        registry.read_envelope(one.value.partition(b"\n")[0]).id for one in sent
    ]


async def test_whoever_looks_sees_every_record_and_moves_nothing(letterbox: Letterbox) -> None:
    world = letterbox.world
    await letterbox.put(*world.delivered(*(world.notice() for _ in range(3))))
    await letterbox.put_raw(replace(world.one(world.notice()), headers=((b"\xff", b"x"),)))

    async def seen(begin: int | None) -> list[int]:
        records = looking.records(letterbox.profile, begin=lambda _: begin, follow=False)
        return [raw.offset async for raw in records]

    async with asyncio.timeout(letterboxes.PATIENCE_S):
        assert await seen(None) == [0, 1, 2, 3]
        assert await seen(2) == [2, 3]
        assert await seen(4) == []
    assert letterbox.position() is None


async def test_a_dead_letter_that_somebody_asks_for_is_taken_by_the_running_inbox(letterbox: Letterbox) -> None:
    letterbox.told.fails = lambda _: ValueError()
    await letterbox.put(letterbox.world.one(letterbox.world.notice()))
    async with letterbox.listening() as inbox:
        await letterbox.all_read()
        (kept,) = await inbox.letters()
        with pytest.raises(InboxError, match="HB-8410"):
            await inbox.again(kept.number + 1)
        letterbox.told.fails = lambda _: None
        await inbox.again(kept.number)
        await letterboxes.until(lambda: not letterbox.letters())
    assert len(letterbox.rows()) == 1
    assert inbox.counts == {"lettered": 1, "taken": 1}


async def test_an_answer_that_the_outbox_refuses_becomes_a_letter_and_holds_up_no_other(letterbox: Letterbox) -> None:
    await letterbox.put(*letterbox.world.delivered(letterbox.world.notice(), letterbox.world.notice()))
    first: list[Outgoing] = []

    class Picky(Handed):
        async def forward(self, outgoing: Outgoing) -> None:
            first[:] = first or [outgoing]
            if outgoing == first[0]:
                raise NotSayableError(Finding("HB-2101", "/as_role", {}))
            await super().forward(outgoing)

    letterbox.handed = Picky()
    async with letterbox.listening() as inbox:
        await letterboxes.until(lambda: len(letterbox.handed.outgoing) == 1)
        await inbox.resync(RECEIVED_AT)
        await letterboxes.until(lambda: len(letterbox.handed.outgoing) == 2)
        assert await inbox.unanswered() == 0
        assert [kept.letter.because for kept in await inbox.letters()] == ["unsaid"]
    assert registry.read_envelope(letterbox.handed.outgoing[1].line).type == "resync"
