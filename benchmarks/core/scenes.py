"""The stack on which all contestants stand in turn, and a clean scene for each turn."""

import asyncio
import contextlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psycopg
from confluent_kafka.admin import AdminClient, NewTopic
from psycopg import sql

from benchmarks.core import brokers
from benchmarks.core.contestants import Scene
from benchmarks.core.world import NETWORK, World
from habarshy.enrolment import demo
from habarshy.enrolment.demo import DemoBus
from habarshy.enrolment.folders import KEYS
from habarshy.stack import settings as stack_settings
from habarshy.stack import stack as stacks
from habarshy.stack.addresses import Addresses
from schemas import topics

_ADMIN_S: Final = 60
_GONE_S: Final = 60


@dataclass(frozen=True)
class Stage:
    """One secured broker, one database server, one bus with its agencies; for the whole run."""

    folder: Path
    there: Addresses
    bus: DemoBus
    world: World
    servers: Mapping[str, int]
    """Their process numbers."""


@contextlib.contextmanager
def stage(world: World) -> Iterator[Stage]:
    # PostgreSQL may run as another account, which must be able to pass through the folder.
    with tempfile.TemporaryDirectory(prefix="habarshy-bench-") as made:
        folder = Path(made)
        folder.chmod(0o711)
        settings = replace(stack_settings.from_environment(os.environ), home=folder / "stack")
        there = stacks.up(settings, _now())
        try:
            brokers.again(settings)
            bus = asyncio.run(_enrolled(there, folder / "bus", world))
            servers = {part.name: part.number for part in stacks.status(settings) if part.number is not None}
            yield Stage(folder, there, bus, world, servers)
        finally:
            stacks.down(settings)


async def _enrolled(there: Addresses, root: Path, world: World) -> DemoBus:
    bus = await demo.begin(there.kafka, root, network=NETWORK, clock=_now, alarm=print)
    for version in world.everybody:
        bus.of(version.id).mkdir(parents=True, exist_ok=True)
        world.keys(version.id, _now()).save(bus.of(version.id) / KEYS)
    await demo.enrol(bus, [version.model_copy(update={"keys": ()}) for version in world.everybody])
    return bus


def scene(stage: Stage, name: str) -> Scene:
    """Topics made anew, a database of its own, a folder of its own."""
    folder = stage.folder / name
    folder.mkdir()
    database = name.replace("-", "_")
    with psycopg.connect(stage.there.postgres.conninfo, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
    postgres = stage.there.postgres.on(database)
    made = Scene(name, folder, stage.there.kafka, postgres, stage.bus, stage.world)
    _clean(AdminClient(stage.there.kafka.confluent()), made)
    return made


def _clean(admin: AdminClient, made: Scene) -> None:
    """Nothing of an earlier turn is left on the wire: neither what was said and delivered, nor what a peer keeps there."""
    kept = {topics.REFERENCE.name, topics.EVIDENCE.name, topics.PULSE.name, "__consumer_offsets", "__transaction_state"}
    own = {topics.OBLIGATIONS.name, topics.PROTECTED.name}
    others = {*admin.list_topics(timeout=_ADMIN_S).topics} - kept - own
    foreign = {name for name in others if name.partition(".")[0] not in {t.name for t in topics.TOPICS}}
    wanted = {*made.outboxes, *made.inboxes}
    if gone := sorted(foreign | wanted):
        for deleted in admin.delete_topics(gone).values():
            deleted.exception(_ADMIN_S)
    _await_gone(admin, gone)
    for created in admin.create_topics([NewTopic(name, 1, 1) for name in sorted(wanted)]).values():
        created.result(_ADMIN_S)


def _await_gone(admin: AdminClient, names: list[str]) -> None:
    until = time.monotonic() + _GONE_S
    while {*names} & {*admin.list_topics(timeout=_ADMIN_S).topics}:
        if time.monotonic() > until:
            raise RuntimeError("topics are still there that were deleted")
        time.sleep(0.1)


def _now() -> datetime:
    return datetime.now(UTC)
