"""Is the evidence what was signed? All of the ledger's against all of the wire's, once."""

from collections.abc import AsyncIterator

from aiokafka.errors import KafkaError

from consumers.reference.follower import Follower
from consumers.witness import published, topic
from consumers.witness.auditing import Audit, Audited
from consumers.witness.published import Published
from habarshy.knowing import logged
from producers import diagnosis
from producers.profile import ClientProfile
from schemas.directory.bus_keys import BusKeys
from schemas.errors.tree import Finding, WireError
from services.ledger import checkpoints_in_postgres, postgres


async def audited(profile: ClientProfile, address: str) -> Audited:
    """LedgerError, LogError or WireError where one of the three cannot be read."""
    async with (
        postgres.opened(address, profile.network),
        checkpoints_in_postgres.opened(address) as kept,
        Follower(profile, alarm=logged) as follower,
    ):
        keys = (await follower.caught_up()).bus_keys
        try:
            async with topic.opened(profile) as evidence:
                return await Audit(kept, keys, profile.network).made(_heads(evidence, keys, profile.network))
        except (KafkaError, OSError, TimeoutError) as error:
            unheard = Finding("HB-8616", "", {"what": type(error).__name__})
            raise WireError(await diagnosis.of_connection(profile) or unheard) from error


async def _heads(evidence: topic.Topic, keys: BusKeys | None, network: str) -> AsyncIterator[Published]:
    async for lying in evidence.read(0):
        yield published.read(lying, keys, network)
