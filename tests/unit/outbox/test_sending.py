"""What an agency says is kept, sent once it can be, and never called failed."""

import asyncio
from pathlib import Path

import pytest

from producers.outbox.backoff import Backoff
from producers.outbox.kept import Kept
from producers.outbox.outbox import Sent, Waiting
from producers.outbox.sending import Pace
from schemas.messages.facts.custody import ProtocolDrawn
from tests.unit.outbox.saying import alert, answered, notice, somewhere
from tests.unit.outbox.world import INVESTIGATOR, NIGHT, POLICE, Bench

FOR_EVER = 3600.0


def down(_message: Kept, _producer: int) -> BaseException | None:
    return ConnectionError()


async def test_a_fact_is_on_the_wire_when_send_returns(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    async with bench.outbox() as outbox:
        sent = await outbox.send(ProtocolDrawn(protocol_drawn_at=NIGHT), somewhere(outbox))
    assert isinstance(sent, Sent)
    assert bench.log.ids == [str(sent.id)]
    assert sent.topic == f"outbox.{INVESTIGATOR}"


async def test_what_timed_out_is_sent_again_with_the_same_bytes_by_a_new_producer(tmp_path: Path) -> None:
    def unknown_twice(_message: Kept, producer: int) -> BaseException | None:
        return TimeoutError() if producer <= 2 else None

    bench = Bench(tmp_path, behaviour=unknown_twice)
    async with bench.outbox() as outbox:
        sent = await outbox.send(notice(), somewhere(outbox))
        kept = await outbox.message(sent.id)
    assert isinstance(sent, Sent)
    assert len(bench.log.records) == 3
    assert len({(r.key, r.value, r.signature) for r in bench.log.records}) == 1
    assert (bench.log.opened, bench.log.closed) == (3, 3)
    assert kept is not None
    assert kept.tries == 3


async def test_a_send_that_gets_no_word_is_waiting_and_never_failed(tmp_path: Path) -> None:
    async def for_ever() -> None:
        await asyncio.Event().wait()

    bench = Bench(tmp_path, before_send=for_ever, pace=Pace(send_seconds=FOR_EVER, grace_seconds=0))
    async with bench.outbox() as outbox:
        outcome = await outbox.send(notice(), somewhere(outbox), patience=0.01)
    assert isinstance(outcome, Waiting)
    assert outcome.trouble is None


async def test_each_send_has_its_own_end_for_an_idempotent_producer_has_none(tmp_path: Path) -> None:
    """H24: around the library's producer nothing would ever end."""
    stuck = asyncio.Event()
    bench = Bench(tmp_path, before_send=stuck.wait, pace=Pace(send_seconds=0.01, grace_seconds=0))

    async def mended(_seconds: float) -> None:
        stuck.set()

    bench.pause = mended
    async with bench.outbox() as outbox:
        sent = await outbox.send(notice(), somewhere(outbox), patience=5)
    assert isinstance(sent, Sent)
    assert bench.log.opened == 2


async def test_without_a_wire_it_waits_and_the_next_process_sends_it(tmp_path: Path) -> None:
    async with Bench(tmp_path, behaviour=down, stores_before_it_errs=False).outbox() as outbox:
        outcome = await outbox.send(notice(), somewhere(outbox), patience=0)
    assert isinstance(outcome, Waiting)
    up = Bench(tmp_path)
    async with up.outbox() as outbox, asyncio.timeout(5):
        await outbox.sent(outcome.id)
    assert up.log.ids == [str(outcome.id)]


async def test_of_one_occasion_nothing_overtakes_and_other_occasions_go_on(tmp_path: Path) -> None:
    """The first message of one occasion never gets through; the rest of that occasion waits, and nobody else does."""
    stubborn: set[str] = set()

    def one_is_refused(message: Kept, _producer: int) -> BaseException | None:
        return ConnectionError() if str(message.id) in stubborn else None

    bench = Bench(tmp_path, behaviour=one_is_refused, stores_before_it_errs=False)
    async with bench.outbox() as outbox:
        held, free = somewhere(outbox), somewhere(outbox)
        first = outbox.mint()
        stubborn.add(str(first))
        await outbox.keep(notice("1"), held, minted=first)
        second = await outbox.keep(notice("2"), held)
        others = [await outbox.keep(notice(str(n)), free) for n in range(5)]
        async with asyncio.timeout(5):
            await asyncio.gather(*(outbox.sent(packed.id) for packed in others))
        assert bench.log.ids == [str(packed.id) for packed in others]
        stubborn.clear()
        async with asyncio.timeout(5):
            await outbox.sent(second.id)
    assert bench.log.ids[-2:] == [str(first), str(second.id)]


async def test_bulk_that_is_stuck_never_delays_an_alert(tmp_path: Path) -> None:
    def bulk_is_stuck(message: Kept, _producer: int) -> BaseException | None:
        return TimeoutError() if message.topic.startswith("outbox.") else None

    bench = Bench(tmp_path, behaviour=bulk_is_stuck, stores_before_it_errs=False, agency=POLICE)
    async with bench.outbox() as outbox:
        occasion = somewhere(outbox)
        bulk = await outbox.keep(answered(), occasion)
        sent = await outbox.send(alert(), occasion, patience=5)
        assert bulk.topic == f"outbox.{POLICE}"
        assert isinstance(sent, Sent)
        assert sent.topic == f"urgent.{POLICE}"
        assert list(outbox.troubles) == ["outbox"]


async def test_trouble_is_shown_while_it_lasts_and_forgotten_when_it_is_over(tmp_path: Path) -> None:
    seen: list[int] = []
    bench = Bench(tmp_path, stores_before_it_errs=False)
    bench.behaviour = lambda _m, producer: ConnectionError() if producer <= 3 else None
    async with bench.outbox() as outbox:

        async def noting(_seconds: float) -> None:
            seen.append(outbox.troubles["outbox"].failures)

        bench.pause = noting
        await outbox.send(notice(), somewhere(outbox), patience=5)
        assert seen == [1, 2, 3]
        assert outbox.troubles == {}


@pytest.mark.parametrize("failures", range(1, 60))
def test_the_wait_between_tries_grows_to_a_limit_and_is_spread(failures: int) -> None:
    backoff = Backoff(first_seconds=0.2, longest_seconds=30)
    step = min(30, 0.2 * 2 ** (failures - 1))
    assert backoff.seconds(failures, lambda: 0.0) == pytest.approx(step / 2)
    assert backoff.seconds(failures, lambda: 0.999_999) == pytest.approx(step, rel=1e-5)
