"""Looks into an inbox without taking anything: no group, no store, no answer."""

from collections.abc import AsyncIterator, Callable

from aiokafka import AIOKafkaConsumer, TopicPartition

from consumers.inbox import wire
from consumers.inbox.records import RawRecord
from consumers.intake import rescue
from producers import connection
from producers.profile import ClientProfile
from schemas import topics
from schemas.errors.tree import Finding, WireError

Begin = Callable[[int], int | None]
"""For each partition where to begin; None for its beginning."""


async def records(profile: ClientProfile, *, begin: Begin, follow: bool) -> AsyncIterator[RawRecord]:
    """The records of the agency's inbox, partition by partition, up to where they ended; or on and on."""
    topic = topics.INBOX.of(profile.agency)
    consumer = AIOKafkaConsumer(
        **connection.settings(profile, client_id=f"{profile.agency}-looking"), group_id=None, enable_auto_commit=False
    )
    await consumer.start()
    try:
        places = await _places(consumer, topic)
        ends = await consumer.end_offsets(places)
        begins = await consumer.beginning_offsets(places)
        stands = {place: max(begin(place.partition) or 0, begins[place]) for place in places}
        while follow or any(stands[place] < ends[place] for place in places):
            for place in places:
                for found in await rescue.fetch(consumer, place, stands[place]):
                    stands[place] = found.offset + 1
                    yield wire.rescued(place, found)
    finally:
        await consumer.stop()


async def _places(consumer: AIOKafkaConsumer, topic: str) -> list[TopicPartition]:
    """The consumer asks only for topics that it was assigned."""
    consumer.assign([TopicPartition(topic, 0)])
    await consumer._client.set_topics([topic])  # noqa: SLF001 - the consumer asks for its own topics only when it fetches
    numbers = consumer.partitions_for_topic(topic)
    if not numbers:
        raise WireError(Finding("HB-8409", "", {"what": topic}))
    places = [TopicPartition(topic, number) for number in sorted(numbers)]
    consumer.assign(places)
    consumer.pause(*places)
    return places
