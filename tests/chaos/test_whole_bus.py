"""The broker freezes and dies, the bus and the agencies' programs are killed, while notices are told: each has its effect once, and nobody lends a hand."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from habarshy.stack import stack as stacks
from habarshy.stack.settings import Settings
from tests import whole as wholes
from tests.chaos import whole_load
from tests.chaos.whole_load import Load

OUTAGE_SECONDS: Final = float(os.environ.get("HABARSHY_TEST_WHOLE_OUTAGE_SECONDS", "4"))
KILLS_OF_EACH: Final = int(os.environ.get("HABARSHY_TEST_KILLS") or 2)


@pytest.fixture
async def load(new_stack: Settings, tmp_path: Path) -> AsyncIterator[Load]:
    async with wholes.running(new_stack, tmp_path / "bus") as whole, whole_load.running(whole, tmp_path) as load:
        yield load


def state(number: int) -> str:
    """Of a process, as the system sees it: T is one that is stopped."""
    return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]


async def frozen(load: Load) -> None:
    number = load.whole.part("kafka-1").number
    assert number is not None
    os.kill(number, signal.SIGSTOP)
    try:
        await outage(load)
        load.faults["frozen"] += state(number) == "T"
    finally:
        os.kill(number, signal.SIGCONT)


async def killed(load: Load) -> None:
    number = load.whole.part("kafka-1").number
    assert number is not None
    os.kill(number, signal.SIGKILL)
    await outage(load)
    load.faults["killed"] += load.whole.part("kafka-1").condition == "stopped"
    await asyncio.to_thread(stacks.up, load.whole.settings, datetime.now(UTC))


async def outage(load: Load) -> None:
    """Its length is the fault itself. The sender goes on telling: what it says is in its spool, and not on the wire."""
    before = len(load.kept())
    await asyncio.sleep(OUTAGE_SECONDS)
    assert len(load.kept()) > before
    assert not set(load.kept()[before:]) & {words[1] for words in load.sender.history("acked")}


async def test_a_broker_that_freezes_and_dies_under_load_costs_nothing_and_needs_nobody(load: Load) -> None:
    """For 4 s each time, or as many as HABARSHY_TEST_WHOLE_OUTAGE_SECONDS says."""
    await load.flows()
    for fault in (frozen, killed):
        await fault(load)
        await load.flows()
    await load.drained()

    load.check()
    await load.check_ledger()
    assert load.faults == {"frozen": 1, "killed": 1}
    # Nobody was started again.
    assert (load.sender.lives, load.recipient.lives, load.whole.started) == (1, 1, 1)
    assert load.whole.process is not None
    assert load.whole.process.returncode is None


async def test_whoever_is_killed_under_load_takes_up_where_he_was(load: Load) -> None:
    """The bus, the sender and the recipient, twice each or as often as HABARSHY_TEST_KILLS says, at moments that chance chose."""
    whole, sender, recipient = load.whole, load.sender, load.recipient
    victims: dict[str, tuple[Callable[[], Awaitable[int]], Callable[[], Awaitable[None]]]] = {
        "bus": (whole.kill_bus, whole.start_bus),
        "sender": (sender.kill, sender.start),
        "recipient": (recipient.kill, recipient.start),
    }
    await load.flows()
    for name in load.rng.sample(list(victims) * KILLS_OF_EACH, len(victims) * KILLS_OF_EACH):
        kill, start = victims[name]
        await load.told(load.rng.randint(1, 20))
        load.faults[name] += await kill() == -signal.SIGKILL
        await start()
    await load.drained()

    load.check()
    await load.check_ledger()
    assert load.faults == dict.fromkeys(victims, KILLS_OF_EACH)
