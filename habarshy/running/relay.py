"""The relay as a process runs it: from the ledger, and from intake where both are one process, into the inboxes."""

import logging
import time
from typing import Final

from habarshy.running import together
from habarshy.running.counting import RelayCounting
from habarshy.running.noting import NotedLedger, NotedProducing, ShutOut, Stages
from habarshy.running.shared import Shared
from producers import diagnosis
from producers.profile import ClientProfile
from producers.relay.relay import Relay
from producers.relay.wire import KafkaProducing, Producing
from services.ledger import postgres

_log: Final = logging.getLogger(__name__)


async def run(profile: ClientProfile, ledger: str, shared: Shared) -> None:
    """One writer of inboxes beside others, until it is told to stop."""
    together.check(profile, "relay")
    shared.health.ill("relay", "starting")
    signer = profile.keyring().newest_signer("relay")
    metrics = shared.metrics
    stages = Stages(metrics.relay_stage, time.monotonic)
    shut_out = ShutOut(time.monotonic, lambda: diagnosis.of_connection(profile))

    def making() -> Producing:
        return NotedProducing(KafkaProducing(profile), shared.health, shut_out, stages, metrics.relay_batch)

    async with together.explained("relay", profile), postgres.opened(ledger, profile.network) as kept:
        noted = NotedLedger(kept, shared.health, stages)
        relay = Relay(noted, making, profile.network, signer, time.monotonic, RelayCounting(metrics))
        shared.handing.relay = relay.offer
        shared.health.well("relay", "starting")
        _log.info("writing", extra={"action": "relay.started", "key": signer.key_id})
        try:
            await relay.run(shared.told)
        finally:
            shared.handing.relay = None
        _log.info("stopped", extra={"action": "relay.stopped"})
