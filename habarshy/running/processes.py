"""A process of the bus: its parts, what it says of itself meanwhile, and how it ends, in order or not."""

import asyncio
import contextlib
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from consumers.intake.watching import loop_watched
from habarshy import lasting
from habarshy.running import endpoint, evidence, intake, relay, tending, together
from habarshy.running.endpoint import Address, Answer, Answers
from habarshy.running.pulse import BLOCKED_S
from habarshy.running.shared import Shared
from producers.profile import ClientProfile
from schemas.errors.tree import HabarshyError

STOP_S: Final = 11.0
"""So long the parts may take to end in order."""
LEAVE_S: Final = 3.0
"""And so long what they hold may take to close, once they are ended: 15 seconds in all with what surrounds them."""
TELL_S: Final = 1.0
OUR_FAULT: Final = 70
_log: Final = logging.getLogger(__name__)
Part = Callable[[Shared], Awaitable[None]]
Running = Callable[[ClientProfile, str, Shared], Awaitable[None]]
# What runs under each name. Whoever has intake looks also whether something was lost.
PARTS: Final[dict[str, tuple[Running, ...]]] = {
    "intake": (intake.run, tending.run),
    "relay": (relay.run,),
    "sequencer": (evidence.run,),
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How patient a process is with itself."""

    stop_s: float = STOP_S
    leave_s: float = LEAVE_S
    blocked_s: float = BLOCKED_S


async def until_stopped(
    shared: Shared, *parts: Part, where: Address = endpoint.ANYWHERE, patience: Patience | None = None
) -> None:
    """Runs the parts of one process together. SIGTERM and SIGINT end it in order; a part that fails ends it with its error."""
    patience = patience or Patience()
    lasting.begin()
    loop = asyncio.get_running_loop()
    with (
        endpoint.served(where, answers(shared)) as address,
        loop_watched(loop, _end_blocked, blocked_s=patience.blocked_s),
        _signals(loop, shared.told.set),
    ):
        host, port = address
        _log.info("it says how it is", extra={"action": "bus.watched", "address": f"http://{host}:{port}"})
        beside = [asyncio.create_task(shared.pulse.beat()), asyncio.create_task(_tell_unready(shared))]
        try:
            await _ended(together.run(*(part(shared) for part in parts), told=shared.told), shared, patience)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)


async def _ended(work: Awaitable[None], shared: Shared, patience: Patience) -> None:
    """What does not end in order is left: whatever it held, the next start finds where the ledger stands."""
    working = asyncio.ensure_future(work)
    told = asyncio.create_task(shared.told.wait())
    await asyncio.wait([working, told], return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    shared.health.ill("process", "stopping")
    _log.info("it ends", extra={"action": "bus.stopping"})
    await asyncio.wait([working], timeout=patience.stop_s)
    if not working.done():
        _log.warning("it does not end in order: it is broken off", extra={"action": "bus.broken-off"})
        working.cancel()
        await asyncio.wait([working], timeout=patience.leave_s)
        if not working.done():
            os._exit(OUR_FAULT)
    try:
        await working
    except asyncio.CancelledError:
        # We have broken it off ourselves.
        return
    except HabarshyError as error:
        for finding in error.findings:
            _log.critical(finding.sentence("en"), extra={"action": "bus.ends", "code": finding.code})
        raise


@contextlib.contextmanager
def _signals(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> Iterator[None]:
    numbers = (signal.SIGTERM, signal.SIGINT)
    for number in numbers:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


def _end_blocked() -> None:
    """Asked from a thread of its own: the loop will do nothing more, and nothing of what it holds was stored."""
    _log.critical("its event loop is blocked: the process ends", extra={"action": "bus.blocked"})
    logging.shutdown()
    os._exit(OUR_FAULT)


async def _tell_unready(shared: Shared) -> None:
    """Counts for how long which part could not do its work."""
    at = time.monotonic()
    while True:
        await asyncio.sleep(TELL_S)
        now = time.monotonic()
        for reason in shared.health.reasons:
            shared.metrics.unready_seconds.labels(reason.part, reason.cause).inc(now - at)
        at = now


def answers(shared: Shared) -> Answers:
    """What is asked of a process, and what it says."""
    return {
        "/livez": lambda: _alive(shared),
        "/readyz": lambda: _ready(shared),
        "/metrics": lambda: _measured(shared),
    }


def _alive(shared: Shared) -> Answer:
    if shared.pulse.beats:
        return endpoint.text(HTTPStatus.OK, "alive")
    said = f"the event loop has stood still for {shared.pulse.standing_s:.0f} s: start the process anew"
    return endpoint.text(HTTPStatus.SERVICE_UNAVAILABLE, said)


def _ready(shared: Shared) -> Answer:
    reasons = shared.health.reasons
    if not reasons:
        return endpoint.text(HTTPStatus.OK, "ready")
    return endpoint.text(HTTPStatus.SERVICE_UNAVAILABLE, *(reason.line for reason in reasons))


def _measured(shared: Shared) -> Answer:
    """What was once the matter is shown with 0: a series that vanishes ends no alarm."""
    ill = {(reason.part, reason.cause) for reason in shared.health.reasons}
    for labels in tuple(shared.health.told):
        shared.metrics.unready.labels(*labels).set(labels in ill)
    return Answer(HTTPStatus.OK, generate_latest(shared.metrics.registry), CONTENT_TYPE_LATEST)
