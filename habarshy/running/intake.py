"""Intake as a process runs it: one reader for what is ordinary and one for what is immediate, side by side on one event loop."""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from consumers.intake import departed, kafka
from consumers.intake.batching import Limits
from consumers.intake.budget import Budget
from consumers.intake.departed import Departed
from consumers.intake.groups import KafkaGroups
from consumers.intake.intake import Around, Intake, Reference, Unready
from consumers.intake.kafka import KafkaWire, Subscription
from consumers.intake.recording import Deciders
from consumers.intake.verifying import Threaded
from consumers.intake.watchdog import Trouble
from consumers.intake.watching import Watching
from consumers.reference.alarms import Alarm
from consumers.reference.follower import Follower
from habarshy.running import together
from habarshy.running.counting import IntakeCounting
from habarshy.running.errors import broken
from habarshy.running.following import FollowedReference
from habarshy.running.noting import NotedReference, NotedVerifying, NotedWire, Stages
from habarshy.running.shared import Shared
from producers import diagnosis
from producers.profile import ClientProfile
from schemas import topics, versions
from schemas.catalogue import loading as catalogue_loading
from schemas.directory.directory import Directory
from schemas.policy import model as policy
from services.admission.batch import Batch
from services.admission.checking import Checked, Checking
from services.admission.judging import Judge
from services.law import calendar
from services.law.deadlines import Law
from services.ledger import postgres, presence, presence_in_postgres
from services.ledger.port import Deciding
from services.ledger.presence import Presence
from services.ledger.reference import Applied

# What is immediate has a group of its own: bulk never delays it.
SUBSCRIPTIONS: Final = (Subscription(topics.OUTBOX, "intake"), Subscription(topics.URGENT, "intake.urgent"))
THREADS: Final = 2
"""A signature is checked without Python's lock."""
LOOK_S: Final = 1.0
_CAUSES: Final[tuple[Unready, ...]] = ("reference-away", "ledger-away", "version-unknown")
# What the watchdog saw, and what an operator is told when the process ends for it.
_TROUBLES: Final[dict[Trouble, str]] = {
    "silent": "HB-8522",
    "nothing-to-read": "HB-8522",
    "deaf": "HB-8523",
    "stuck": "HB-8523",
}
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judging:
    """The law that this program has, by which occasions are judged."""

    network: str
    law: Law

    def deciding(self, checked: Sequence[Checked], directory: Directory) -> Deciding:
        return Batch(checked, self.network, Judge(self.law, directory))


@dataclass(frozen=True, slots=True)
class Reader:
    """One group of one process."""

    intake: Intake
    watch: Callable[[], Coroutine[None, None, None]]
    """Ends once it has said what the trouble is."""
    group: str
    shared: Shared
    trouble: "asyncio.Future[Trouble]"

    async def read(self) -> None:
        """Until it is told to stop, and then stores what it has; RunningError where no waiting mends what is wrong."""
        beside = [asyncio.create_task(turn()) for turn in (self.watch, self._tell_health)]
        reading = asyncio.create_task(self._steps())
        try:
            await asyncio.wait([reading, *beside], return_when=asyncio.FIRST_COMPLETED)
            for task in (*beside, reading):
                if task.done():
                    task.result()
            if self.trouble.done():
                raise broken(_TROUBLES[self.trouble.result()], part=self.group)
        finally:
            await _ended(reading, *beside)

    async def _steps(self) -> None:
        while not self.shared.told.is_set():
            await self.intake.step()
            self.shared.health.well(self.group, "starting")
        await self.intake.finish()

    async def _tell_health(self) -> None:
        while True:
            self.shared.health.say(self.group, _CAUSES, self.intake.unready)
            await asyncio.sleep(LOOK_S)


async def _ended(*tasks: "asyncio.Task[None]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def run(profile: ClientProfile, ledger: str, shared: Shared) -> None:
    """Both readers, until they are told to stop."""
    _begin(profile, shared)
    law = Law(catalogue_loading.load(), calendar.load(), policy.load())
    checking = Checking(profile.network, law.catalogue)
    await read(profile, ledger, shared, checking=checking, deciders=Judging(profile.network, law).deciding)


async def read(profile: ClientProfile, ledger: str, shared: Shared, *, checking: Checking, deciders: Deciders) -> None:
    """As `run`, with these checks, and whatever decides upon what was checked."""
    _begin(profile, shared)
    async with AsyncExitStack() as stack:
        executor = stack.enter_context(ThreadPoolExecutor(THREADS, thread_name_prefix="verify"))
        applied: list[Applied] = []
        follower = await stack.enter_async_context(Follower(profile, alarm=_alarm, applied=applied.append))
        reference = FollowedReference(follower, lambda: postgres.opened(ledger, profile.network), applied)
        await reference.caught_up()
        number = presence.drawn(secrets.randbelow)
        # Before it joins any group: who is in one and not here is taken for dead.
        there = await stack.enter_async_context(presence_in_postgres.opened(ledger, profile.network, number))
        within = Within(profile, ledger, shared, checking, deciders, reference, executor, number)
        readers = (within.read(one) for one in SUBSCRIPTIONS)
        await together.run(*readers, _send_out_departed(profile, there, shared.told), told=shared.told)


async def _send_out_departed(profile: ClientProfile, there: Presence, told: asyncio.Event) -> None:
    groups = KafkaGroups(profile, departed.client_id("departed", there.number))
    names = [one.group for one in SUBSCRIPTIONS]
    try:
        await Departed(there, groups, names, time.monotonic, kafka.SESSION_MS / 1000).run(told)
    finally:
        await groups.rest()


def _begin(profile: ClientProfile, shared: Shared) -> None:
    """First of all: what was never said to be starting would be taken for ready."""
    together.check(profile, "intake")
    for subscription in SUBSCRIPTIONS:
        shared.health.ill(subscription.group, "starting")


@dataclass(frozen=True, slots=True)
class Within:
    """What the readers of one process have in common."""

    profile: ClientProfile
    ledger: str
    shared: Shared
    checking: Checking
    deciders: Deciders
    reference: Reference
    executor: ThreadPoolExecutor
    number: int
    """Of this process, among those that are present."""

    async def read(self, subscription: Subscription) -> None:
        group = {"group": subscription.group}
        async with together.explained(subscription.group, self.profile), self._reader(subscription) as reader:
            _log.info("reading", extra={"action": "intake.started", **group})
            await reader.read()
        _log.info("stopped", extra={"action": "intake.stopped", **group})

    @asynccontextmanager
    async def _reader(self, subscription: Subscription) -> AsyncIterator[Reader]:
        async with AsyncExitStack() as stack:
            kept = await stack.enter_async_context(postgres.opened(self.ledger, self.profile.network))
            name = departed.client_id(subscription.group, self.number)
            wire = await stack.enter_async_context(kafka.subscribed(self.profile, subscription, client_id=name))
            intake = Intake(wire, kept, around=self._around(subscription.group), limits=Limits(), budget=Budget())
            trouble: asyncio.Future[Trouble] = asyncio.get_running_loop().create_future()
            watching = self._watching(intake, wire, subscription.group, trouble)
            yield Reader(intake, watching.run, subscription.group, self.shared, trouble)

    def _around(self, group: str) -> Around:
        stages = Stages(self.shared.metrics.intake_stage, time.monotonic, (group,))
        return Around(
            NotedReference(self.reference, stages),
            NotedVerifying(Threaded(self.checking, self.executor, THREADS), stages),
            self.deciders,
            versions.shipped(),
            IntakeCounting(self.shared.metrics, group),
            time.monotonic,
            self.shared.handing.offer,
        )

    def _watching(self, intake: Intake, wire: KafkaWire, group: str, trouble: "asyncio.Future[Trouble]") -> Watching:
        metrics = self.shared.metrics
        noted = NotedWire(
            wire,
            intake.placing.next_offset,
            metrics.partitions.labels(group),
            metrics.lag.labels(group),
            partial(self._heard, group),
        )
        return Watching(
            intake,
            noted,
            lambda: diagnosis.of_connection(self.profile),
            time.monotonic,
            trouble.set_result,
        )

    def _heard(self, group: str, heard: bool) -> None:  # noqa: FBT001 - the question has two answers
        if heard:
            self.shared.health.well(group, "wire-away")
        else:
            self.shared.health.ill(group, "wire-away")


def _alarm(alarm: Alarm) -> None:
    for finding in alarm.findings:
        said = {"action": f"reference.{alarm.kind}", "offset": alarm.offset}
        _log.critical(finding.sentence("en"), extra=said)
