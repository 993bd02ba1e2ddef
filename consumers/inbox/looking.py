"""Looks into an inbox without taking anything: no group, no store, no answer."""

from collections.abc import AsyncGenerator, Callable

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from consumers.inbox import wire
from consumers.inbox.records import RawRecord
from consumers.intake import rescue
from producers import closing, connection, cut_off, diagnosis
from producers.profile import ClientProfile
from schemas import topics
from schemas.errors.tree import Finding, WireError

Begin = Callable[[int], int | None]
"""For each partition where to begin; None for its beginning."""


async def records(profile: ClientProfile, *, begin: Begin, follow: bool) -> AsyncGenerator[RawRecord, None]:
    """The records of the agency's inbox, partition by partition, up to where they ended; or on and on."""
    topic = topics.INBOX.of(profile.agency)
    settings = connection.settings(profile, client_id=f"{profile.agency}-looking")
    consumer = AIOKafkaConsumer(topic, **settings, group_id=None, enable_auto_commit=False)
    try:
        with cut_off.translated():
            await consumer.start()
            places: list[TopicPartition] = sorted(consumer.assignment())
            if not places:
                raise WireError(Finding("HB-8409", "", {"what": topic}))
            consumer.pause(*places)  # its bytes are asked for below, so that no record can stop us
            ends = await consumer.end_offsets(places)
            begins = await consumer.beginning_offsets(places)
            stands = {place: max(begin(place.partition) or 0, begins[place]) for place in places}
            while follow or any(stands[place] < ends[place] for place in places):
                for place in places:
                    founds = await rescue.fetch(consumer, place, stands[place])
                    if not founds and stands[place] < ends[place]:
                        stands[place] += 1  # an offset without a record, as whoever writes in transactions leaves it
                    for found in founds:
                        stands[place] = found.offset + 1
                        yield wire.rescued(place, found)
    except (KafkaError, OSError) as error:
        raise WireError(await diagnosis.cause(error, profile, topic=topic)) from error
    finally:
        await closing.consumer(consumer)
