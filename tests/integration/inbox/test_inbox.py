"""The Inbox on a real broker: what was delivered is taken once, in order, whatever stands between."""

import asyncio
from dataclasses import replace

from consumers.inbox import looking
from schemas.messages import registry
from schemas.messages.envelope import Receipt
from tests import letterbox as letterboxes
from tests.letterbox import Letterbox


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
