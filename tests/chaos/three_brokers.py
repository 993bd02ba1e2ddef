"""Two of three brokers die while notices are told: nothing is called written meanwhile, and each has its effect once. Asked for by `make proof`.

Named so that it is run only where it is named: three brokers and their deaths take minutes.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from habarshy.stack import stack as stacks
from habarshy.stack.settings import Settings
from tests import letterbox
from tests import whole as wholes
from tests.chaos import whole_load
from tests.chaos.whole_load import Load

OUTAGE_SECONDS: Final = float(os.environ.get("HABARSHY_TEST_BROKERS_AWAY_SECONDS", "5"))
GROUPS: Final = ("intake", "intake.urgent")
_PATIENCE_S: Final = 60.0


@pytest.fixture
async def load(new_stack: Settings, tmp_path: Path) -> AsyncIterator[Load]:
    three = replace(new_stack, brokers=3)
    async with wholes.running(three, tmp_path / "bus") as whole, whole_load.running(whole, tmp_path) as load:
        yield load


async def killed(load: Load, broker: int) -> None:
    """Until its process is gone."""
    name = f"kafka-{broker}"
    process = load.whole.part(name).number
    assert process is not None
    os.kill(process, signal.SIGKILL)
    await letterbox.until(lambda: load.whole.part(name).condition == "stopped", seconds=_PATIENCE_S)
    load.faults["killed"] += 1


async def nobody_is_without_partitions(load: Load) -> None:
    admin = AdminClient(load.whole.there.kafka.confluent())

    def assigned() -> bool:
        try:
            found = admin.describe_consumer_groups(list(GROUPS))
            groups = [found[group].result(_PATIENCE_S) for group in GROUPS]
        except KafkaException:
            return False
        return all(group.members and all(m.assignment.topic_partitions for m in group.members) for group in groups)

    async def looked() -> bool:
        return await asyncio.to_thread(assigned)

    await letterbox.until(looked, seconds=30)


async def test_where_two_of_three_are_away_nothing_is_called_written_and_nothing_is_lost(load: Load) -> None:
    """One copy is not enough. For 5 s, or as many as HABARSHY_TEST_BROKERS_AWAY_SECONDS says."""
    await load.flows()
    for broker in (1, 2):
        await killed(load, broker)
    before = len(load.kept())
    await asyncio.sleep(OUTAGE_SECONDS)
    await load.told(5)
    said = set(load.kept()[before:])
    assert not said & {words[1] for words in load.sender.history("acked")}
    await asyncio.to_thread(stacks.up, load.whole.settings, datetime.now(UTC))
    await load.flows()
    await nobody_is_without_partitions(load)
    await load.drained()

    load.check()
    await load.check_ledger()
    assert load.faults == {"killed": 2}
    assert (load.sender.lives, load.recipient.lives, load.whole.started) == (1, 1, 1)
    assert load.whole.process is not None
    assert load.whole.process.returncode is None
