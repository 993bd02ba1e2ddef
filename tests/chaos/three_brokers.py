"""Of three brokers one, two, and each in turn die while notices are told: each has its effect once. Asked for by `make proof`.

Named so that it is run only where it is named: three brokers and their deaths take minutes.
"""

import asyncio
import os
import signal
from typing import Final

from tests.chaos.cluster import BROKERS, GROUPS, OFFSETS, Cluster

OUTAGE_SECONDS: Final = float(os.environ.get("HABARSHY_TEST_BROKERS_AWAY_SECONDS", "5"))
MOVED_SECONDS: Final = float(os.environ.get("HABARSHY_TEST_LEADERS_MOVED_SECONDS", "10"))
ROUNDS: Final = int(os.environ.get("HABARSHY_TEST_BROKERS_ROUNDS") or 1)
_MOVED_EVERY_S: Final = 2.0


async def dies_and_comes_back(cluster: Cluster, broker: int) -> None:
    """The others go on without it."""
    await cluster.end(broker, signal.SIGKILL)
    await cluster.load.flows()
    await cluster.up()
    await cluster.load.flows()


async def test_whoever_leads_an_outbox_or_an_inbox_may_die(cluster: Cluster) -> None:
    """Once each, or as often as HABARSHY_TEST_BROKERS_ROUNDS says."""
    await cluster.load.flows()
    for topic in (cluster.outbox, cluster.inbox) * ROUNDS:
        leader = await cluster.leader(topic)
        await cluster.end(leader, signal.SIGKILL)
        await cluster.another_leads(topic, than=leader)
        await cluster.load.flows()
        await cluster.up()
        await cluster.load.flows()
    await cluster.check()
    assert cluster.load.faults == {"SIGKILL": 2 * ROUNDS}


async def test_whoever_coordinates_may_die_leaders_may_be_moved_and_brokers_started_anew_in_turn(
    cluster: Cluster,
) -> None:
    """Leaders are moved every 2 s for 10 s, or as many as HABARSHY_TEST_LEADERS_MOVED_SECONDS says."""
    load = cluster.load
    await load.flows()
    for _ in range(ROUNDS):
        await dies_and_comes_back(cluster, await cluster.coordinator(GROUPS[0]))
        await cluster.nobody_is_without_partitions()
        await leaders_are_moved(cluster)
        await cluster.nobody_is_without_partitions()
        for broker in BROKERS:
            await cluster.end(broker, signal.SIGTERM)
            await cluster.up()
            await load.flows()
    await cluster.check()
    assert (load.faults["SIGKILL"], load.faults["SIGTERM"]) == (ROUNDS, len(BROKERS) * ROUNDS)
    assert load.faults["moved"] >= MOVED_SECONDS / _MOVED_EVERY_S


async def leaders_are_moved(cluster: Cluster) -> None:
    """Of what is written, of what is read, and of the groups themselves."""
    async with asyncio.TaskGroup() as group:
        flowing = group.create_task(cluster.load.flows(round(MOVED_SECONDS)))
        for _ in range(round(MOVED_SECONDS / _MOVED_EVERY_S)):
            await cluster.move_leaders((cluster.outbox, cluster.inbox, OFFSETS))
            await asyncio.sleep(_MOVED_EVERY_S)
        await flowing
    await cluster.load.flows()


async def test_where_two_of_three_are_away_nothing_is_called_written_and_nothing_is_lost(cluster: Cluster) -> None:
    """One copy is not enough. For 5 s, or as many as HABARSHY_TEST_BROKERS_AWAY_SECONDS says."""
    load = cluster.load
    await load.flows()
    for broker in BROKERS[:2]:
        await cluster.end(broker, signal.SIGKILL)
    before = len(load.kept())
    await asyncio.sleep(OUTAGE_SECONDS)
    await load.told(5)
    said = set(load.kept()[before:])
    assert not said & {words[1] for words in load.sender.history("acked")}
    await cluster.up()
    await load.flows()
    await cluster.check()
    assert load.faults == {"SIGKILL": 2}
