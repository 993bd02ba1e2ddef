"""The Inbox on a real broker: what was delivered is taken once, in order, whatever stands between."""

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
