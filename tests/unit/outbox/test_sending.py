"""What an agency says is kept, sent once it can be, and never called failed."""

import asyncio
from pathlib import Path

from producers.outbox.drafting import About
from producers.outbox.kept import Kept
from producers.outbox.outbox import Sent, Waiting
from schemas.messages.body import Protocol
from schemas.messages.facts.custody import ProtocolDrawn
from schemas.messages.notices.detention import ProsecutorNotice
from tests.unit.outbox.world import NIGHT, Bench


def notice(number: str = "114") -> ProsecutorNotice:
    return ProsecutorNotice(
        detention_carried_out=True, protocol_number_and_time=Protocol(number=number, drawn_at=NIGHT)
    )


async def test_a_fact_is_on_the_wire_when_send_returns(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    async with bench.outbox() as outbox:
        sent = await outbox.send(ProtocolDrawn(protocol_drawn_at=NIGHT), About(occasion=outbox.occasion()))
    assert isinstance(sent, Sent)
    assert bench.log.ids == [str(sent.id)]
    assert sent.topic == "outbox.investigation-bostandyk"


async def test_what_timed_out_is_waiting_and_is_sent_again_with_the_same_bytes(tmp_path: Path) -> None:
    def unknown_twice(_message: Kept, producer: int) -> BaseException | None:
        return TimeoutError() if producer <= 2 else None

    bench = Bench(tmp_path, behaviour=unknown_twice)
    async with bench.outbox() as outbox:
        sent = await outbox.send(notice(), About(occasion=outbox.occasion()))
    assert isinstance(sent, Sent)
    assert len(bench.log.records) == 3
    assert len({(r.key, r.value, r.signature) for r in bench.log.records}) == 1
    assert (bench.log.opened, bench.log.closed) == (3, 3)


async def test_without_a_wire_it_waits_and_the_next_process_sends_it(tmp_path: Path) -> None:
    down = Bench(tmp_path, behaviour=lambda _m, _p: ConnectionError(), stores_before_it_errs=False)
    async with down.outbox() as outbox:
        outcome = await outbox.send(notice(), About(occasion=outbox.occasion()), patience=0)
    assert isinstance(outcome, Waiting)
    up = Bench(tmp_path)
    async with up.outbox() as outbox:
        async with asyncio.timeout(5):
            await outbox.sent(outcome.id)
    assert up.log.ids == [str(outcome.id)]
