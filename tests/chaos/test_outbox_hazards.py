"""What a broker that hangs or dies does to a plain producer of the library, and what it does to the Outbox: beside each other."""

import asyncio
import os
import signal
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from habarshy.stack import stack as stacks
from habarshy.stack.settings import Settings
from producers.outbox.drafting import About
from producers.outbox.outbox import Outbox, Sent, Waiting
from producers.outbox.sending import Pace
from schemas.messages.facts.custody import ProtocolDrawn
from tests.chaos import outboxes

QUICK: Final = Pace(send_seconds=2.0, start_seconds=5.0, grace_seconds=0.2)
OUTAGE_SECONDS: Final = float(os.environ.get("HABARSHY_TEST_OUTAGE_SECONDS", "20"))


@dataclass(frozen=True)
class Cluster:
    settings: Settings
    bootstrap: str

    @property
    def broker(self) -> int:
        return outboxes.process(self.settings, 1)


@pytest.fixture
async def cluster(new_stack: Settings) -> Cluster:
    settings = outboxes.plaintext(new_stack)
    addresses = await asyncio.to_thread(stacks.up, settings, datetime.now(UTC))
    await outboxes.make_topic(addresses.kafka.bootstrap)
    return Cluster(settings, addresses.kafka.bootstrap)


def fact() -> ProtocolDrawn:
    return ProtocolDrawn(protocol_drawn_at=datetime.now(UTC) - timedelta(hours=1))


def somewhere(outbox: Outbox) -> About:
    return About(occasion=outbox.occasion())


async def test_of_a_frozen_broker_nobody_knows_what_it_stored(cluster: Cluster, tmp_path: Path) -> None:
    """H19, H24. The library calls failed what is stored, or never ends; the Outbox waits, and sends the same again."""
    plain = AIOKafkaProducer(bootstrap_servers=cluster.bootstrap, request_timeout_ms=2000)
    idempotent = AIOKafkaProducer(bootstrap_servers=cluster.bootstrap, request_timeout_ms=2000, enable_idempotence=True)
    for producer in (plain, idempotent):
        await producer.start()
        await producer.send_and_wait(outboxes.TOPIC, b"before")
    async with outboxes.outbox(outboxes.profile_of(cluster.bootstrap), tmp_path, QUICK) as outbox:
        before = await outbox.send(fact(), somewhere(outbox))
        broker = cluster.broker
        os.kill(broker, signal.SIGSTOP)
        try:
            sent = await outbox.send(fact(), somewhere(outbox), patience=1)
            with pytest.raises(KafkaError):
                await asyncio.wait_for(plain.send_and_wait(outboxes.TOPIC, b"plain"), 15)
            endless = asyncio.ensure_future(idempotent.send_and_wait(outboxes.TOPIC, b"endless"))
            await asyncio.wait({endless}, timeout=6)
            never_ended = not endless.done()
        finally:
            os.kill(broker, signal.SIGCONT)
        async with asyncio.timeout(40):
            await outbox.sent(sent.id)
            await endless
    for producer in (plain, idempotent):
        await producer.stop()
    assert isinstance(before, Sent)
    assert isinstance(sent, Waiting)
    assert never_ended
    stored = await outboxes.values(cluster.bootstrap)
    # What the library called failed lies on the wire: whoever sent it anew under another id would have told it twice.
    assert b"plain" in stored
    ours = [value for value in stored if str(sent.id).encode() in value]
    assert len(set(ours)) == 1


async def test_a_broker_that_is_gone_for_a_while_costs_no_message(cluster: Cluster, tmp_path: Path) -> None:
    """Its process is killed; it comes back after 20 s, or as many as HABARSHY_TEST_OUTAGE_SECONDS says."""
    acked: list[str] = []
    over = asyncio.Event()

    async def speaking(outbox: Outbox) -> None:
        number = 0
        while not over.is_set():
            outcome = await outbox.send(fact(), somewhere(outbox), patience=0.2)
            number += 1
            kept.append(str(outcome.id))
            if isinstance(outcome, Sent):
                acked.append(str(outcome.id))
                flows.set()
            await asyncio.sleep(0.05)

    kept: list[str] = []
    flows = asyncio.Event()
    async with outboxes.outbox(outboxes.profile_of(cluster.bootstrap), tmp_path, QUICK) as outbox:
        speaker = asyncio.create_task(speaking(outbox))
        async with asyncio.timeout(40):
            await flows.wait()
        os.kill(cluster.broker, signal.SIGKILL)
        # The outage is the fault itself: nothing is waited for but its length.
        await asyncio.sleep(OUTAGE_SECONDS)
        await asyncio.to_thread(stacks.up, cluster.settings, datetime.now(UTC))
        over.set()
        await speaker
        async with asyncio.timeout(60):
            for message in await outbox.waiting():
                await outbox.sent(message)
        assert await outbox.waiting() == []
    stored = await outboxes.values(cluster.bootstrap)
    received = {message for message in kept if any(message.encode() in value for value in stored)}
    assert acked
    assert len(kept) > len(acked)
    assert received == set(kept)
    assert len(set(stored)) == len(kept)
