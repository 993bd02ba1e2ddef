"""What happens to a run: agencies speak, and the cluster, the ledger and the processes suffer; then all is made good."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from services.ledger.records import Partition
from tests.simulation import operators
from tests.simulation.plot import Plot
from tests.simulation.processes import FROZEN_S
from tests.simulation.tales import Message
from tests.simulation.world import World

HEALED_WITHIN_S: Final = 90.0
"""So long after the last fault everything has to be as if there had been none."""
_EVERY_S: Final = 4.0
_REPLAYED_IN_THE_END: Final = 0.8


class NotHealedError(AssertionError):
    """Long after the last fault something is still not done."""


async def lived(world: World, plot: Plot) -> None:
    """The whole run: trouble first, then none."""
    beside = [world.loop.spawn(world.loop.outside, group.coordinate()) for group in world.groups.values()]
    beside += [world.loop.spawn(world.loop.outside, process.live()) for process in world.processes]
    speaking = [asyncio.create_task(_speak(world, sender, said)) for sender, said in sorted(plot.by_topic.items())]
    suffering = asyncio.create_task(_suffer(world))
    await asyncio.wait(speaking)
    await asyncio.sleep(world.chance.uniform(0.0, 10.0))
    suffering.cancel()
    await asyncio.wait([suffering])
    await _heal(world)
    await _drain(world)
    if world.chance.random() < _REPLAYED_IN_THE_END:
        await operators.replay(world)
        await _drain(world)
    for task in beside:
        task.cancel()


async def _speak(world: World, topic: str, said: list[tuple[float, Message]]) -> None:
    """One writer for each topic: what an agency writes there is in its order."""
    for at, message in said:
        await asyncio.sleep(max(0.0, at - world.loop.time()))
        while world.cluster.logs[Partition(topic, 0)].halted:  # noqa: ASYNC110 - it asks again
            await asyncio.sleep(0.5)
        world.write(message)


async def _suffer(world: World) -> None:
    while True:
        await asyncio.sleep(world.chance.uniform(0.1, _EVERY_S))
        kind = world.chance.choice(sorted(_TROUBLE))
        if world.faults.strikes(kind):
            world.loop.spawn(world.loop.outside, _TROUBLE[kind](world))


async def _kill(world: World) -> None:
    process = world.chance.choice(world.processes)
    if not process.host.killed and not process.died.is_set():
        world.faults.happened("process: killed")
        process.kill(process.host)


async def _stop(world: World) -> None:
    world.chance.choice(world.processes).stopping.set()
    world.faults.happened("process: stopped in order")


async def _freeze(world: World) -> None:
    world.chance.choice(world.processes).freeze(world.chance.choice(FROZEN_S))
    world.faults.happened("process: frozen and thawed")


async def _rebalance(world: World) -> None:
    world.groups[world.chance.choice(("outbox", "urgent"))].rebalance()
    world.faults.happened("group: rebalance")


async def _ledger_away(world: World) -> None:
    world.database.away = True
    await asyncio.sleep(world.chance.uniform(0.5, 8.0))
    world.database.away = False


async def _replay(world: World) -> None:
    await operators.replay(world)


async def _reference_away(world: World) -> None:
    world.reference.away = True
    await asyncio.sleep(world.chance.uniform(0.5, 8.0))
    world.reference.away = False


async def _refuse(world: World) -> None:
    used = [one.topic for one in world.cluster.partitions("inbox") if world.cluster.logs[one].records]
    if not used:
        return
    topic = world.chance.choice(used)
    world.cluster.refused.add(topic)
    await asyncio.sleep(world.chance.uniform(1.0, 10.0))
    world.cluster.refused.discard(topic)


async def _step_clock(world: World) -> None:
    world.cluster.step_clock()
    for _ in range(3):
        world.cluster.move_leader()
    world.faults.happened("wire: clock of a broker steps")


async def _lose_end(world: World) -> None:
    """Nobody writes there until whoever reads it has looked."""
    partition = _source(world)
    log = world.cluster.logs[partition]
    if log.halted or not log.records:
        return
    world.cluster.lose_end(partition, world.chance.randrange(1, 6))
    log.halted = True
    world.faults.happened("wire: partition lost its end")
    group = world.groups[partition.topic.partition(".")[0]]
    while True:
        await asyncio.sleep(1.0)
        readers = {name for name, one in group.members.items() if partition in one.assigned}
        if readers <= log.looked_at:
            break
    log.halted = False


async def _grow_again(world: World) -> None:
    """What was lost is written again by its sender in another order, one of it twice, before anybody can look: some of it was read."""
    partition = _source(world)
    log = world.cluster.logs[partition]
    end, waited = log.end, 0
    while log.end == end and waited < _WAITS:
        await asyncio.sleep(0.05)
        waited += 1
    if log.halted or log.end - log.start <= 1:
        return
    first, *rest = world.cluster.lose_end(partition, world.chance.randrange(2, 6))
    for one in (*rest, first, first):
        world.cluster.append(partition, one.key, one.value, one.headers)
    world.faults.happened("wire: end that grew again at once")


def _source(world: World) -> Partition:
    return world.chance.choice([*world.cluster.partitions("outbox"), *world.cluster.partitions("urgent")])


_WAITS: Final = 200
_TROUBLE: Final[Mapping[str, Callable[[World], Coroutine[Any, Any, None]]]] = {
    "process: killed": _kill,
    "process: stopped in order": _stop,
    "process: frozen and thawed": _freeze,
    "group: rebalance": _rebalance,
    "ledger: away for a while": _ledger_away,
    "reference log away": _reference_away,
    "quarantine: replayed": _replay,
    "wire: inbox refused": _refuse,
    "wire: clock of a broker steps": _step_clock,
    "wire: partition lost its end": _lose_end,
    "wire: end that grew again at once": _grow_again,
}


async def _heal(world: World) -> None:
    """No more faults; who was frozen thaws, and who wrote what is lost writes it again."""
    world.trace.note("nothing goes wrong any more")
    world.faults.healed = True
    world.database.away = world.reference.away = False
    world.cluster.refused.clear()
    for host in world.hosts:
        if host.frozen:
            world.loop.thaw(host)
    while any(log.halted for log in world.cluster.logs.values()):  # noqa: ASYNC110 - as a client asks again
        await asyncio.sleep(0.5)
    for one in list(world.written):
        there = world.cluster.logs[one.partition].records
        if not any(stored.value == one.message.value for stored in there):
            world.faults.happened("wire: lost record sent again")
            world.write(one.message)


async def _drain(world: World) -> None:
    until = world.loop.time() + HEALED_WITHIN_S
    while not world.drained:
        if world.loop.time() > until:
            raise NotHealedError(_what_is_left(world))
        await asyncio.sleep(0.5)
    # Whoever is slow may still write what is in the inboxes already.
    await asyncio.sleep(10.0)


def _what_is_left(world: World) -> str:
    positions = world.store.positions
    unread = [
        f"{one.topic} read to {positions[one].next_offset if one in positions else 0} of {log.end}"
        for one, log in world.cluster.logs.items()
        if one.topic.startswith(("outbox.", "urgent."))
        and log.end != (positions[one].next_offset if one in positions else 0)
    ]
    unsent = sorted({row.waiting.topic for row in world.store.outgoing.values()})
    return f"unread: {unread}; unsent: {unsent}; asked for again: {sorted(world.store.requests)}"
