"""The sequencer as a process runs it: twice a second what was decided gets its number, its signed head, and goes to the witnesses."""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Final

from consumers import resting
from habarshy.running import together
from habarshy.running.health import Cause, Health
from habarshy.running.metrics import Metrics
from habarshy.running.shared import Shared
from producers.evidence.checkpoints import Log
from producers.evidence.sequencer import Publishing, Sequencer
from producers.evidence.wire import FAILED, KafkaPublishing
from producers.profile import ClientProfile
from schemas.errors.tree import EvidenceError, HabarshyError, LedgerError
from services.ledger import checkpoints_in_postgres, postgres

PART: Final = "evidence"
REST_S: Final = 0.5
"""A leaf is numbered and signed within a second of its decision."""
AWAY: Final[tuple[Cause, ...]] = ("ledger-away", "wire-away", "evidence-broken")
_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Keeping:
    """One sequencer with its wire. What cannot be done now is tried at the next turn, and told meanwhile."""

    sequencer: Sequencer
    wire: Publishing
    health: Health
    metrics: Metrics
    _causes: dict[Cause, str] = field(default_factory=dict)

    async def turn(self, told: asyncio.Event) -> None:
        """Each half by itself: a wire that is away keeps nothing from being signed."""
        causes: dict[Cause, str] = {}
        for step in (self._advance, self._publish):
            causes |= await _tried(step(told))
        for cause, what in causes.items():
            if cause not in self._causes:
                said = {"action": "evidence.unwritten", "cause": cause, "what": what}
                _log.critical("the evidence cannot be signed or published", extra=said)
        if self._causes and not causes:
            _log.info("the evidence is written again", extra={"action": "evidence.written"})
        self._causes = causes
        self.health.say(PART, AWAY, causes)

    async def _advance(self, told: asyncio.Event) -> None:
        while not told.is_set() and (size := await self.sequencer.advance()) is not None:
            self.metrics.evidence_signed.set(size)

    async def _publish(self, told: asyncio.Event) -> None:
        while not told.is_set() and (heads := await self.sequencer.publish(self.wire)):
            self.metrics.evidence_published.inc(heads)


async def _tried(step: Awaitable[None]) -> dict[Cause, str]:
    """Why it could not be done, if so."""
    try:
        await step
    except LedgerError as error:
        return {"ledger-away": _code(error)}
    except EvidenceError as error:
        return {"evidence-broken": _code(error)}
    except FAILED as error:
        return {"wire-away": type(error).__name__}
    return {}


def _code(error: HabarshyError) -> str:
    return error.findings[0].sentence("en")


async def run(profile: ClientProfile, ledger: str, shared: Shared) -> None:
    """Until it is told to stop."""
    together.check(profile, PART)
    shared.health.ill(PART, "starting")
    signer = profile.keyring().newest_signer("checkpoint")
    wire = KafkaPublishing(profile)
    try:
        async with (
            together.explained(PART, profile),
            postgres.opened(ledger, profile.network) as leaves,
            checkpoints_in_postgres.opened(ledger) as kept,
        ):
            log = Log(profile.network, leaves.space.epoch, signer)
            keeping = Keeping(Sequencer(leaves, kept, log, shared.health.clock), wire, shared.health, shared.metrics)
            shared.health.well(PART, "starting")
            _log.info("signing", extra={"action": "evidence.started", "key": signer.key_id, "log": log.origin})
            while not await resting.told_within(shared.told, REST_S):
                await keeping.turn(shared.told)
            _log.info("stopped", extra={"action": "evidence.stopped"})
    finally:
        await wire.close()
