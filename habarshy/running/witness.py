"""A witness as an agency runs it: the topic is read to its end, again and again, until it is told to stop or refuses something."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aiokafka.errors import KafkaError

from consumers import resting
from consumers.reference.follower import Follower
from consumers.witness import memory, published, topic
from consumers.witness.memory import Countersigned
from consumers.witness.witness import Witness
from habarshy.knowing import logged
from producers import diagnosis
from producers.profile import ClientProfile
from schemas.errors.tree import Finding, LogError, WireError

FILE: Final = "witness.sqlite"
REST_S: Final = 1.0
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """How a witness reads, and whom it tells."""

    profile: ClientProfile
    clock: Callable[[], datetime]
    tell: Callable[[Countersigned, str], None]
    """Is told what was countersigned, and the whole note."""
    follows: bool
    told: asyncio.Event

    async def run(self) -> None:
        """EvidenceError for a head that is refused; WireError or LogError where the wire is away and nobody waits for it."""
        signer = self.profile.keyring().newest_signer()
        with memory.opened(self.profile.home / FILE) as kept:
            witness = Witness(kept, signer, self.clock)
            async with Follower(self.profile, alarm=logged) as follower:
                while not self.told.is_set():
                    try:
                        return await self._read(witness, follower)
                    except (KafkaError, OSError, TimeoutError, LogError) as error:
                        if not self.follows or follower.is_broken:
                            raise await _away(self.profile, error) from error
                        _log.warning("the wire cannot be read: %s", error, extra={"action": "witness.away"})
                        await resting.told_within(self.told, REST_S)
        return None

    async def _read(self, witness: Witness, follower: Follower) -> None:
        """To the end, and where it follows, again and again."""
        async with topic.opened(self.profile) as evidence:
            while True:
                keys = (await follower.caught_up()).bus_keys
                first = witness.begin(await evidence.end())
                async for lying in evidence.read(first):
                    countersigned = witness.take(published.read(lying, keys, self.profile.network))
                    if countersigned is not None:
                        self.tell(countersigned, witness.note(countersigned))
                if not self.follows or await resting.told_within(self.told, REST_S):
                    return


async def _away(profile: ClientProfile, error: Exception) -> Exception:
    if isinstance(error, LogError):
        return error
    unheard = Finding("HB-8616", "", {"what": type(error).__name__})
    return WireError(await diagnosis.of_connection(profile) or unheard)
