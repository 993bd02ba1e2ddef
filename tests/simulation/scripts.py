"""What the relay may rely on of writing into inboxes, as scripts. The inboxes in memory and Kafka's play the same."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol

import pytest

from producers.relay.packing import Packed
from producers.relay.wire import NotWrittenError, Producing

Pairs = list[list[tuple[bytes | None, bytes | None]]]


class Broker(Protocol):
    """Where topics are made, written, and looked at."""

    async def create(self, topic: str, partitions: int) -> None: ...

    def producing(self) -> Producing: ...

    async def records(self, topic: str) -> Pairs:
        """Keys and values of each partition, in their order."""
        ...


def packed(topic: str, number: int, *, first: int = 0, keys: int = 1) -> list[Packed]:
    return [
        Packed(one, topic, f"k{one % keys}".encode(), str(one).encode(), [("habarshy-batch", b"x")])
        for one in range(first, first + number)
    ]


async def what_is_answered_is_there_in_its_order(broker: Broker) -> None:
    topic = "inbox.agency-a"
    await broker.create(topic, 1)
    producing = broker.producing()
    await producing.start()

    await producing.write(topic, packed(topic, 300))
    await producing.write(topic, packed(topic, 50, first=300))

    assert [value for _, value in (await broker.records(topic))[0]] == [str(one).encode() for one in range(350)]
    await producing.close()


async def what_bears_one_key_stays_in_one_partition_in_its_order(broker: Broker) -> None:
    topic = "obligations"
    await broker.create(topic, 6)
    producing = broker.producing()
    await producing.start()

    await producing.write(topic, packed(topic, 60, keys=10))
    await producing.close()
    later = broker.producing()
    await later.start()
    await later.write(topic, packed(topic, 60, first=60, keys=10))
    await later.close()

    partitions = await broker.records(topic)
    assert sum(map(len, partitions)) == 120
    assert sum(bool(records) for records in partitions) > 1
    for key in (f"k{number}".encode() for number in range(10)):
        of_key = [[int(value or b"") for said, value in records if said == key] for records in partitions]
        (found,) = [values for values in of_key if values]
        assert found == sorted(found)
        assert len(found) == 12


async def two_topics_are_written_side_by_side(broker: Broker) -> None:
    one, other = "inbox.agency-a", "inbox.agency-b"
    await broker.create(one, 1)
    await broker.create(other, 1)
    producing = broker.producing()
    await producing.start()

    for topic in (one, other, one):
        await producing.write(topic, packed(topic, 5))

    assert [len((await broker.records(topic))[0]) for topic in (one, other)] == [10, 5]
    await producing.close()


async def of_a_topic_that_is_missing_nothing_is_tried_and_others_go_on(broker: Broker) -> None:
    there, missing = "inbox.agency-a", "inbox.nobody"
    await broker.create(there, 1)
    producing = broker.producing()
    await producing.start()

    with pytest.raises(NotWrittenError):
        await producing.write(missing, packed(missing, 1))
    await producing.write(there, packed(there, 1))

    assert len((await broker.records(there))[0]) == 1
    await producing.close()


SCRIPTS: Final[Sequence[Callable[[Broker], Awaitable[None]]]] = (
    what_is_answered_is_there_in_its_order,
    what_bears_one_key_stays_in_one_partition_in_its_order,
    two_topics_are_written_side_by_side,
    of_a_topic_that_is_missing_nothing_is_tried_and_others_go_on,
)
