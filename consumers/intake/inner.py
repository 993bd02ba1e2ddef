"""What only the inner parts of aiokafka say. It holds for the version that is locked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition

_NOBODY: Final = (None, -1)


def buffered(consumer: AIOKafkaConsumer) -> Sequence[TopicPartition]:
    """The partitions of which something lies ready: to ask each that is assigned would take longer than to read."""
    return list(consumer._fetcher._records)  # noqa: SLF001 - see above


def by_leader(consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition]) -> Iterable[Sequence[TopicPartition]]:
    """Those that have a leader, parted by it."""
    cluster: Any = consumer._client.cluster  # noqa: SLF001 - see above
    led: dict[int, list[TopicPartition]] = defaultdict(list)
    for one in partitions:
        leader = cluster.leader_for_partition(one)
        if leader not in _NOBODY:
            led[leader].append(one)
    return led.values()


async def know(consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition]) -> None:
    """Asked about topics that it does not know the library learns of one after the other, each by a question of its own."""
    await consumer._client.set_topics({one.topic for one in partitions})  # noqa: SLF001 - see above


async def there(consumer: AIOKafkaConsumer) -> Iterable[TopicPartition]:
    """All partitions that this user may see: what is subscribed or not, for the client itself knows only what it was asked for."""
    cluster: Any = await consumer._client.fetch_all_metadata()  # noqa: SLF001 - see above
    return [
        TopicPartition(topic, one) for topic in cluster.topics() for one in cluster.partitions_for_topic(topic) or ()
    ]
