"""What only the inner parts of aiokafka say. It holds for the version that is locked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import UnknownTopicOrPartitionError
from aiokafka.protocol.fetch import FetchRequest

_NOBODY: Final = (None, -1)
_HEARD: Final = (0, UnknownTopicOrPartitionError.errno)


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


def hear_fetches(consumer: AIOKafkaConsumer, hears: Callable[[TopicPartition, int, bytes | None], None]) -> None:
    """Of each partition that a broker gives something: from which offset on it was asked, and the bytes, before the library reads them.

    Nothing instead of bytes where the broker knows no such partition.
    """
    client: Any = consumer._client  # noqa: SLF001 - the library keeps the terms of the leaders to itself
    send = client.send

    async def heard(node: int, request: Any, **said: Any) -> Any:  # noqa: ANN401 - the library has no types
        answer = await send(node, request, **said)
        if isinstance(request, FetchRequest):
            asked = {(topic, number): offset for topic, parts in request.topics for number, offset, _ in parts}
            for topic, parts in answer.topics:
                for number, error_code, *_, content in parts:
                    if error_code in _HEARD:
                        given = None if error_code else content or b""
                        hears(TopicPartition(topic, number), asked[topic, number], given)
        return answer

    client.send = heard


def rejoins_after_change(consumer: AIOKafkaConsumer) -> None:
    """To be called once it is started. While it looks for the group's coordinator, topics may come or go.

    The library then goes on with what was subscribed before, finds that it is over, and ends for good.
    """
    coordinator: Any = consumer._coordinator  # noqa: SLF001 - see above
    need_rejoin = coordinator.need_rejoin
    coordinator.need_rejoin = lambda subscription: not subscription.active or need_rejoin(subscription)


async def know(consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition]) -> None:
    """Asked about topics that it does not know the library learns of one after the other, each by a question of its own."""
    await consumer._client.set_topics({one.topic for one in partitions})  # noqa: SLF001 - see above


async def there(consumer: AIOKafkaConsumer) -> Iterable[TopicPartition]:
    """All partitions that this user may see: what is subscribed or not, for the client itself knows only what it was asked for."""
    cluster: Any = await consumer._client.fetch_all_metadata()  # noqa: SLF001 - see above
    return [
        TopicPartition(topic, one) for topic in cluster.topics() for one in cluster.partitions_for_topic(topic) or ()
    ]
