"""H10: a partition without a leader leaves the library's idempotent producer stuck for good; the Outbox takes a new one."""

import asyncio
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError, OutOfOrderSequenceNumber

from habarshy.stack import stack as stacks
from habarshy.stack.settings import Settings
from producers.outbox.drafting import About
from producers.outbox.sending import Pace
from schemas.messages.facts.custody import ProtocolDrawn
from tests.chaos import outboxes

QUICK: Final = Pace(send_seconds=3.0, start_seconds=5.0, grace_seconds=0.2)
REQUEST_MS: Final = 3000


async def until(producer: AIOKafkaProducer, met: Callable[[Exception | None], bool], seconds: float) -> None:
    """Sends without end until what became of a send is what is waited for."""
    async with asyncio.timeout(seconds):
        while True:
            outcome: Exception | None = None
            try:
                await asyncio.wait_for(producer.send_and_wait(outboxes.TOPIC, b"plain"), 2)
            except (KafkaError, TimeoutError) as error:
                outcome = error
            if met(outcome):
                return


async def test_a_producer_that_is_stuck_for_good_is_replaced(new_stack: Settings, tmp_path: Path) -> None:
    settings = outboxes.plaintext(new_stack, brokers=3)
    bootstrap = (await asyncio.to_thread(stacks.up, settings, datetime.now(UTC))).kafka.bootstrap
    await outboxes.make_topic(bootstrap)
    plain = AIOKafkaProducer(bootstrap_servers=bootstrap, request_timeout_ms=REQUEST_MS, enable_idempotence=True)
    await plain.start()
    await plain.send_and_wait(outboxes.TOPIC, b"plain")
    drawn = ProtocolDrawn(protocol_drawn_at=datetime.now(UTC) - timedelta(hours=1))
    async with outboxes.outbox(outboxes.profile_of(bootstrap), tmp_path, QUICK) as outbox:
        await outbox.send(drawn, About(occasion=outbox.occasion()))
        leader = plain.client.cluster.leader_for_partition(TopicPartition(outboxes.TOPIC, 0))
        assert leader is not None
        os.kill(outboxes.process(settings, leader), signal.SIGKILL)
        kept = [await outbox.keep(drawn, About(occasion=outbox.occasion())) for _ in range(20)]
        # The other brokers say that the partition has no leader, for longer than a request may take.
        await until(plain, lambda outcome: isinstance(outcome, KafkaError), 60)
        await asyncio.to_thread(stacks.up, settings, datetime.now(UTC))
        async with asyncio.timeout(90):
            for packed in kept:
                await outbox.sent(packed.id)
        # The leader is back and takes ours; to the library's producer it says that its numbers are wrong, and goes on to.
        await until(plain, lambda outcome: isinstance(outcome, OutOfOrderSequenceNumber), 60)
        for _ in range(5):
            await until(plain, lambda outcome: isinstance(outcome, OutOfOrderSequenceNumber), 5)
    await plain.stop()
    stored = await outboxes.values(bootstrap)
    for packed in kept:
        assert len({value for value in stored if str(packed.id).encode() in value}) == 1
