"""Intake and relay as processes run them: until they are told to stop, or something is wrong that a restart must mend."""

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import Final

from aiokafka.errors import KafkaError

from consumers.intake import kafka
from consumers.intake.intake import Intake, Reference
from consumers.intake.kafka import Subscription
from consumers.reference.alarms import Alarm
from consumers.reference.follower import Follower
from producers import cut_off
from producers.profile import ClientProfile
from producers.relay.relay import Relay
from producers.relay.wire import KafkaProducing
from schemas import topics
from schemas.catalogue import loading as catalogue_loading
from schemas.errors.tree import Finding, LedgerError, WireError
from services.admission.checking import Checking
from services.ledger import postgres

# What is immediate has a group of its own: bulk never delays it.
SUBSCRIPTIONS: Final = (Subscription(topics.OUTBOX, "intake"), Subscription(topics.URGENT, "intake.urgent"))
LOOK_S: Final = 0.05
"""So often the relay looks by itself whether something waits; in one process intake wakes it."""
RETRY_S: Final = 1.0
_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Stopping:
    """Whether the process was told to stop, and what wakes the relay."""

    told: asyncio.Event = field(default_factory=asyncio.Event)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self) -> None:
        self.told.set()
        self.woken.set()


Part = Callable[[Stopping], Awaitable[None]]


async def run_intake(profile: ClientProfile, ledger: str, stopping: Stopping) -> None:
    """One reader for what is ordinary and one for what is immediate."""
    _as_bus(profile, "intake")
    async with Follower(profile, alarm=_alarm) as follower:
        await follower.caught_up()
        readers = (_read(profile, ledger, one, reference=follower, stopping=stopping) for one in SUBSCRIPTIONS)
        await _together(*readers, stopping=stopping)


async def _read(
    profile: ClientProfile, ledger: str, subscription: Subscription, *, reference: Reference, stopping: Stopping
) -> None:
    checking = Checking(profile.network, catalogue_loading.load())
    async with AsyncExitStack() as stack:
        kept = await stack.enter_async_context(postgres.opened(ledger, profile.network))
        wire = await stack.enter_async_context(kafka.subscribed(profile, subscription))
        intake = Intake(wire, kept, reference, checking, stopping.woken.set)
        _log.info("reading", extra={"action": "intake.started", "group": subscription.group})
        while not stopping.told.is_set():
            await intake.step()
        _log.info("stopped", extra={"action": "intake.stopped", "group": subscription.group})


async def run_relay(profile: ClientProfile, ledger: str, stopping: Stopping) -> None:
    """One writer of every inbox."""
    _as_bus(profile, "relay")
    signer = profile.keyring().newest_signer("relay")
    async with postgres.opened(ledger, profile.network) as kept:
        relay = Relay(kept, lambda: KafkaProducing(profile), profile.network, signer, time.monotonic)
        _log.info("writing", extra={"action": "relay.started", "key": signer.key_id})
        while not stopping.told.is_set():
            stopping.woken.clear()
            if not await _relayed(relay):
                with suppress(TimeoutError):
                    await asyncio.wait_for(stopping.woken.wait(), LOOK_S)
        await relay.close()
        _log.info("stopped", extra={"action": "relay.stopped"})


async def _relayed(relay: Relay) -> int:
    """What cannot be read from the ledger or written to the wire now is there at the next look."""
    try:
        return await relay.step()
    except LedgerError as error:
        _log.error("the ledger cannot be used: %s", error, extra={"action": "relay.ledger-away"})
    except (KafkaError, OSError) as error:
        said = {"action": "relay.wire-away", "what": type(error).__name__}
        _log.error("the wire cannot be reached", extra=said)
    await asyncio.sleep(RETRY_S)
    return 0


PARTS: Final = {"intake": run_intake, "relay": run_relay}


async def until_stopped(*parts: Part) -> None:
    """Runs the parts of one process together. SIGTERM and SIGINT end it in order; a part that fails ends it with its error."""
    stopping = Stopping()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.stop)
    try:
        await _together(*(part(stopping) for part in parts), stopping=stopping)
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


async def _together(*parts: Awaitable[None], stopping: Stopping) -> None:
    """Where one part ends, the others are told to end, and are waited for; then it is said what was wrong first."""
    failures: list[BaseException] = []

    async def one(part: Awaitable[None]) -> None:
        try:
            with cut_off.translated():
                await part
        except Exception as error:  # noqa: BLE001 - raised below, once the others have ended in order
            failures.append(error)
        finally:
            stopping.stop()

    await asyncio.gather(*(one(part) for part in parts))
    if failures:
        raise failures[0]


def _as_bus(profile: ClientProfile, part: str) -> None:
    if profile.agency != "bus":
        raise WireError(Finding("HB-8508", "/agency", {"agency": profile.agency, "part": part}))


def _alarm(alarm: Alarm) -> None:
    for finding in alarm.findings:
        said = {"action": f"reference.{alarm.kind}", "offset": alarm.offset}
        _log.critical(finding.sentence("en"), extra=said)
