"""Whoever minted an id may give it again: it is one message, with the bytes that it had first."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from producers.outbox.drafting import About
from producers.outbox.errors import OutboxError
from producers.outbox.outbox import Sent
from schemas.messages.facts.custody import ProtocolDrawn
from tests.unit.outbox.saying import notice, somewhere
from tests.unit.outbox.world import NIGHT, Bench


async def test_a_message_that_is_given_again_is_taken_in_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    async with bench.outbox() as outbox:
        about, minted = somewhere(outbox), outbox.mint()
        answers = [await outbox.send(notice(), about, minted=minted) for _ in range(3)]
    assert [answer.id for answer in answers] == [minted] * 3
    assert all(isinstance(answer, Sent) and answer.envelope == answers[0].envelope for answer in answers)
    assert len(bench.log.records) == 1


async def test_given_twice_at_once_it_is_still_one(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    async with bench.outbox() as outbox:
        about, minted = somewhere(outbox), outbox.mint()
        await asyncio.gather(*(outbox.send(notice(), about, minted=minted) for _ in range(5)))
    assert len(bench.log.records) == 1


async def test_given_again_after_a_restart_it_is_the_message_of_before(tmp_path: Path) -> None:
    """So that a program may die between its own database and the Outbox."""
    bench = Bench(tmp_path)
    async with bench.outbox() as outbox:
        about, minted = somewhere(outbox), outbox.mint()
        first = await outbox.keep(notice(), about, minted=minted)
    async with Bench(tmp_path, log=bench.log).outbox() as outbox:
        again = await outbox.keep(notice(), about, minted=minted)
        async with asyncio.timeout(5):
            await outbox.sent(minted)
    assert again.record == first.record
    assert {record.value for record in bench.log.records} == {first.record.value}


@pytest.mark.parametrize("other", ["another body", "another occasion", "another kind"])
async def test_the_same_id_with_other_words_is_refused(tmp_path: Path, other: str) -> None:
    """The body is sealed in the spool: the sender's own key opens it to compare."""
    bench = Bench(tmp_path)
    async with bench.outbox() as outbox:
        about, minted = somewhere(outbox), outbox.mint()
        await outbox.send(notice("114"), about, minted=minted)
        said: dict[str, tuple[object, About]] = {
            "another body": (notice("115"), about),
            "another occasion": (notice("114"), replace(about, occasion=outbox.occasion())),
            "another kind": (ProtocolDrawn(protocol_drawn_at=NIGHT), about),
        }
        with pytest.raises(OutboxError, match="HB-8311"):
            await outbox.send(*said[other], minted=minted)  # type: ignore[arg-type] # one of what can be said
    assert len(bench.log.records) == 1
