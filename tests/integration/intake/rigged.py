"""Intakes on the run's broker and in a ledger of the test's own, as processes: each there for the others to see, and looking after them.

`python -m tests.integration.intake.rigged SETTINGS` is one until it is killed. Their session is so long that Kafka misses nobody.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, Final

from consumers.intake import departed, kafka
from consumers.intake.batching import Limits
from consumers.intake.budget import Allowance, Amount, Budget
from consumers.intake.departed import Departed
from consumers.intake.groups import KafkaGroups
from consumers.intake.intake import Around, Intake
from consumers.intake.kafka import KafkaWire, Subscription
from consumers.intake.verifying import Inline
from habarshy.stack.addresses import KafkaAddress
from producers.profile import ClientProfile
from schemas import versions
from schemas.topics import Topic
from services.ledger import postgres, presence_in_postgres
from services.ledger.postgres import PostgresLedger
from services.ledger.presence import Presence
from tests import letterbox
from tests.unit.admission import world
from tests.unit.intake import rig
from tests.unit.intake.fakes import FakeCounting, FakeReference

SESSION_MS: Final = 600_000
GENEROUS: Final = Allowance(Amount(10**6, 10**9), Amount(10**6, 10**9))


@dataclass(frozen=True)
class Rigged:
    """A group of the test's own."""

    profile: ClientProfile
    prefix: str
    address: str

    @property
    def group(self) -> str:
        return f"{self.prefix}intake"

    @asynccontextmanager
    async def reading(self, number: int, *, looks: bool = True) -> AsyncIterator[KafkaWire]:
        """A process that works until it is told to stop."""
        async with (
            presence_in_postgres.opened(self.address, world.NETWORK, number) as there,
            self._looking(there if looks else None),
            postgres.opened(self.address, world.NETWORK) as ledger,
            kafka.subscribed(
                self.profile, self._subscription, client_id=departed.client_id(self.group, number)
            ) as wire,
            _turning(partial(_steps, _intake(wire, ledger))),
        ):
            yield wire

    @property
    def _subscription(self) -> Subscription:
        topic = Topic(f"{self.prefix}outbox", per_agency=True, carries=frozenset())
        return Subscription(topic, self.group, SESSION_MS)

    @asynccontextmanager
    async def _looking(self, there: Presence | None) -> AsyncIterator[None]:
        """From before it joins: whoever joins waits until those are out that are gone."""
        if there is None:
            yield
            return
        groups = KafkaGroups(self.profile, "test")
        looking = Departed(there, groups, [self.group], monotonic, SESSION_MS / 1000)
        async with _turning(looking.run):
            yield
        await groups.rest()


def _intake(wire: KafkaWire, ledger: PostgresLedger) -> Intake:
    reference, checking = FakeReference(world.directory()), Inline(world.checking())
    shipped, counting = versions.shipped(), FakeCounting()
    around = Around(reference, checking, rig.deciding, shipped, counting, monotonic, lambda _: None)
    return Intake(wire, ledger, around=around, limits=Limits(), budget=Budget(GENEROUS))


@asynccontextmanager
async def _turning(turns: Callable[[asyncio.Event], Awaitable[None]]) -> AsyncIterator[None]:
    over = asyncio.Event()
    turning = asyncio.ensure_future(turns(over))
    try:
        yield
    finally:
        over.set()
        await turning


async def _steps(intake: Intake, over: asyncio.Event) -> None:
    while not over.is_set():
        await intake.step()
    await intake.finish()


async def main(said: dict[str, Any]) -> None:
    kafka_address = KafkaAddress(said["bootstrap"], said["user"], said["password"], Path(said["ca"]))
    profile = letterbox.profile(kafka_address, "super-user", Path(said["home"]))
    async with Rigged(profile, said["prefix"], said["address"]).reading(said["number"]) as wire:
        had = -1
        while True:
            if len(wire.assigned) != had:
                had = len(wire.assigned)
                print(had, flush=True)  # noqa: T201 - it is waited for
            await asyncio.sleep(0.02)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
