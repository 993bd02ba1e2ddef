"""Relays on a real broker and a real database: shared, killed, without an inbox, and beside an intake that hands over from memory."""

import asyncio
import signal
import time
from collections.abc import Callable

import psycopg
from psycopg import AsyncConnection

from producers.profile import ClientProfile
from producers.relay.relay import Relay
from producers.relay.wire import KafkaProducing
from producers.relay.writing import UNMARKED
from services.ledger import postgres
from services.ledger.records import Partition
from tests.integration.relay.conftest import Inboxes, Relays, patience
from tests.unit.ledger.batches import NETWORK
from tests.unit.relay.rig import SIGNER, Bus, running


async def marked(address: str, is_enough: Callable[[int, int], bool]) -> None:
    """Until so many wait, and so many were sent."""
    async with patience(), await AsyncConnection.connect(address, autocommit=True) as asked:
        while True:
            cursor = await asked.execute("select (select count(*) from outgoing), (select count(*) from sent)")
            waiting, sent = await cursor.fetchone() or (0, 0)
            if is_enough(waiting, sent):
                return
            await asyncio.sleep(0.02)


def values(lying: dict[int, list[tuple[bytes, bytes]]]) -> list[bytes]:
    return [value for records in lying.values() for _, value in records]


async def test_three_relays_share_the_inboxes_and_one_that_is_killed_loses_nothing(
    relays: Relays, inboxes: Inboxes, address: str
) -> None:
    topics = inboxes.named(*(f"agency-{number}" for number in range(24)))
    await inboxes.make(*topics)
    killed, _, _ = [await relays.start() for _ in range(3)]
    async with postgres.opened(address, NETWORK) as ledger:
        bus = Bus(ledger)
        for turn in range(60):
            await bus.enters(*topics * 5)
            if turn == 30:
                await marked(address, lambda _, sent: sent > 500)
                killed.send_signal(signal.SIGKILL)
    await marked(address, lambda waiting, _: waiting == 0)

    doubled = 0
    for topic in topics:
        lying = values(await inboxes.lie(topic))
        assert list(dict.fromkeys(lying)) == bus.entered[topic]
        doubled += len(lying) - len(bus.entered[topic])
    assert 0 <= doubled <= UNMARKED
    assert killed.returncode == -signal.SIGKILL or await killed.wait() == -signal.SIGKILL


async def test_an_inbox_that_is_made_later_gets_what_waited(relays: Relays, inboxes: Inboxes, address: str) -> None:
    late, there = inboxes.named("late", "there")
    await inboxes.make(there)
    await relays.start()
    async with postgres.opened(address, NETWORK) as ledger:
        bus = Bus(ledger)
        await bus.enters(late, there, late)
        await marked(address, lambda _, sent: sent == 1)
        await inboxes.make(late)
        await marked(address, lambda waiting, _: waiting == 0)

    assert values(await inboxes.lie(late)) == bus.entered[late]


async def test_what_an_intake_of_the_same_process_offers_and_what_others_enter_comes_in_order_and_once(
    profile: ClientProfile, inboxes: Inboxes, address: str
) -> None:
    topics = inboxes.named("a", "b", "c")
    protected = f"obligations.{inboxes.prefix}x"
    await inboxes.make(*topics)
    await inboxes.make(protected, partitions=6)
    async with (
        postgres.opened(address, NETWORK) as kept,
        postgres.opened(address, NETWORK) as mine,
        postgres.opened(address, NETWORK) as theirs,
    ):
        ours, others = Bus(mine), Bus(theirs, Partition("outbox.agency-b", 0))
        relay = Relay(kept, lambda: KafkaProducing(profile), NETWORK, SIGNER, time.monotonic, settled_s=0.0)
        async with running(relay):
            for turn in range(150):
                relay.offer(await ours.enters(*topics * 3, protected))
                if turn % 20 == 0:
                    await others.enters(*topics)
            await marked(address, lambda waiting, _: waiting == 0)

    for topic in [*topics, protected]:
        lying = values(await inboxes.lie(topic, 6 if topic == protected else 1))
        for bus in (ours, others):
            entered = bus.entered.get(topic, [])
            assert [value for value in lying if value in set(entered)] == entered
    assert sum(1 for records in (await inboxes.lie(protected, 6)).values() if records) == 1, "one key, one partition"


async def test_a_relay_that_is_told_to_stop_leaves_nothing_unmarked(
    relays: Relays, inboxes: Inboxes, address: str
) -> None:
    topics = inboxes.named("a", "b")
    await inboxes.make(*topics)
    one = await relays.start()
    async with postgres.opened(address, NETWORK) as ledger:
        bus = Bus(ledger)
        for _ in range(40):
            await bus.enters(*topics * 10)
        await marked(address, lambda _, sent: sent > 100)
        one.terminate()
        assert await one.wait() == 0
        with psycopg.connect(address) as asked:
            (sent,) = asked.execute("select count(*) from sent").fetchone() or (0,)
    lying = [value for topic in topics for value in values(await inboxes.lie(topic))]
    assert len(lying) == len(set(lying)) == sent
