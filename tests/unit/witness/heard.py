"""What lies on the topic `evidence` after a sequencer's work, and whom its readers believe."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Final

from consumers.witness import published
from consumers.witness.published import Lying, Published
from schemas.codec.record import Record
from schemas.directory.bus_keys import BusKey, BusKeys
from tests.unit.evidence.rig import SIGNER, Rig
from tests.unit.ledger.batches import AT, NETWORK

DAY: Final = timedelta(days=1)
KEY: Final = BusKey(id=SIGNER.key_id, public=SIGNER.public, valid_from=AT - DAY, valid_until=AT + DAY)
KEYS: Final = BusKeys(keys=(KEY,))


def lying(records: Sequence[Record]) -> list[Lying]:
    return [Lying(offset, AT, one.key, one.value, one.headers) for offset, one in enumerate(records)]


async def heads(records: Sequence[Lying], keys: BusKeys = KEYS) -> AsyncIterator[Published]:
    for one in records:
        yield published.read(one, keys, NETWORK)


async def worked(*records: int) -> Rig:
    """After so many records at a time, each time with a head."""
    rig = Rig()
    sequencer = rig.sequencer()
    for number in records:
        await rig.record(number)
        await rig.work(sequencer)
    return rig
