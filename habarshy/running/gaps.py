"""Was anything lost? The whole ledger against the whole wire, once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from aiokafka.errors import KafkaError

from consumers import ends
from consumers.intake.wire import Bounds
from habarshy.running import tending
from producers import diagnosis
from producers.profile import ClientProfile
from schemas.errors.tree import Finding, WireError
from services.ledger import coverage, coverage_in_postgres, postgres
from services.ledger.coverage import Coverage, CoversLedger, Island, Span
from services.ledger.records import Partition

_ALL: Final = Span(0, 2**63 - 1)


async def looked(profile: ClientProfile, address: str) -> Sequence[Coverage]:
    """Each partition of every outbox and urgent topic; LedgerError or WireError where either cannot be reached."""
    async with postgres.opened(address, profile.network), coverage_in_postgres.opened(address) as ledger:
        return await compared(ledger, lambda: _ends(profile))


async def compared(
    ledger: CoversLedger, wire: Callable[[], Awaitable[Mapping[Partition, Bounds]]]
) -> Sequence[Coverage]:
    """In this order: what is recorded meanwhile lies above the stands, and what is sent meanwhile waits."""
    stands = await ledger.stands()
    islands: list[Island] = []
    for stand in stands:
        # One partition at a time: a question about all of a large ledger would take longer than it may.
        islands += await ledger.islands({stand.partition: _ALL})
    spans = {partition: Span(*bounds) for partition, bounds in (await wire()).items()}
    return coverage.compared(stands, islands, spans)


async def _ends(profile: ClientProfile) -> Mapping[Partition, Bounds]:
    try:
        return await ends.of(profile, tending.TOPICS)
    except (KafkaError, OSError) as error:
        unheard = Finding("HB-8616", "", {"what": type(error).__name__})
        raise WireError(await diagnosis.of_connection(profile) or unheard) from error
