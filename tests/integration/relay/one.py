"""One relay as a process of its own: `python -m tests.integration.relay.one <profile> <ledger> <network>`. Told by SIGTERM, it ends."""

import asyncio
import signal
import sys
import time
from pathlib import Path

from producers import profile as profiles
from producers.relay.relay import Relay
from producers.relay.wire import KafkaProducing
from services.ledger import postgres
from tests.unit.relay.rig import SIGNER


async def run(path: Path, ledger: str, network: str) -> None:
    profile = profiles.load(path)
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    async with postgres.opened(ledger, network) as kept:
        relay = Relay(kept, lambda: KafkaProducing(profile), network, SIGNER, time.monotonic)
        await relay.run(told)


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), *sys.argv[2:]))
