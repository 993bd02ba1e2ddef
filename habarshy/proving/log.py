"""The reference log, read whole: from the wire or from a file, judged each time from its first entry."""

from collections.abc import Iterable
from typing import Final, assert_never

from aiokafka import AIOKafkaConsumer, TopicPartition

from consumers import stamps
from consumers.inbox.records import RawRecord
from producers import connection
from producers.profile import ClientProfile
from schemas import topics
from schemas.catalogue import loading as catalogue_loading
from schemas.errors.tree import Finding, LogError
from services.directory_log import accepting
from services.directory_log.outcomes import Believed, Beside, Broken, Repeated, Unsigned
from services.directory_log.state import Entry, LogState, Trust

_PARTITION: Final = TopicPartition(topics.REFERENCE.name, 0)


def state(records: Iterable[RawRecord], profile: ClientProfile) -> LogState:
    """What stands by these entries, for who believes the profile's first keys; LogError where the chain breaks or is empty."""
    trust = Trust(profile.network, {one.id: one.public for one in profile.trust}, catalogue_loading.load())
    known = LogState()
    for record in records:
        entry = Entry(record.key, record.value, record.headers, received_at=record.appended_at)
        match accepting.accept(known, entry, trust):
            case Believed(state=after):
                known = after
            case Broken(findings=findings):
                raise LogError(*findings)
            case Unsigned() | Repeated() | Beside():
                continue
            case _ as never:
                assert_never(never)
    if known.bus_keys is None:
        raise LogError(Finding("HB-8204", "", {}))
    return known


async def read(profile: ClientProfile) -> list[RawRecord]:
    """Every entry that the log has now."""
    settings = connection.settings(profile, client_id=f"{profile.agency}-proving")
    async with AIOKafkaConsumer(
        **settings, group_id=None, enable_auto_commit=False, auto_offset_reset="none", check_crcs=True
    ) as consumer:
        consumer.assign([_PARTITION])
        consumer.seek(_PARTITION, 0)
        return await _until_the_end(consumer)


async def _until_the_end(consumer: AIOKafkaConsumer) -> list[RawRecord]:
    """What there is; an empty log has an end too."""
    found: list[RawRecord] = []
    end = (await consumer.end_offsets([_PARTITION]))[_PARTITION]
    while await consumer.position(_PARTITION) < end:
        for records in (await consumer.getmany(timeout_ms=1000)).values():
            found += [_raw(record) for record in records]
    return found


def _raw(record: object) -> RawRecord:
    return RawRecord(
        record.topic,  # type: ignore[attr-defined] # aiokafka has no types
        record.partition,  # type: ignore[attr-defined] # likewise
        record.offset,  # type: ignore[attr-defined] # likewise
        stamps.instant(record.timestamp),  # type: ignore[attr-defined] # likewise
        record.key,  # type: ignore[attr-defined] # likewise
        record.value,  # type: ignore[attr-defined] # likewise
        tuple(record.headers),  # type: ignore[attr-defined] # likewise
    )
