"""Where the client stands is not where the Inbox stands: late seeks, poison below the client, deleted records, two Inboxes."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.records_to_delete import RecordsToDelete

from consumers.inbox.errors import Transient
from consumers.inbox.routing import Router
from consumers.inbox.store.postgres import PostgresStore
from consumers.inbox.store.sqlite import SqliteStore
from habarshy.stack.addresses import KafkaAddress, PostgresAddress
from tests import letterbox as letterboxes
from tests.integration.inbox import plain
from tests.letterbox import Letterbox, Told


async def test_a_header_name_that_is_no_text_stops_the_default_for_ever_and_the_inbox_takes_all_others(
    letterbox: Letterbox,
) -> None:
    world = letterbox.world
    first, bad, *others = world.delivered(*(world.notice() for _ in range(4)))
    await letterbox.put_raw(first, replace(bad, headers=((b"\xff\xfename", b"value"), *bad.headers)), *others)
    await letterbox.put(*world.delivered(world.notice()))
    async with plain.listening(letterbox) as theirs:
        await letterboxes.until(lambda: len(theirs.subscriber.tasks) > 100)
    assert theirs.seen in ([0], [])
    async with letterbox.listening():
        await letterbox.all_read()
    assert [message.record.offset for message in letterbox.told.seen] == [0, 2, 3, 4]
    assert letterbox.letters() == [(1, "HB-1013")]
    ((name,),) = letterbox.asked("select headers from habarshy_inbox_letter")
    assert "//5uYW1l" in name  # the strange name, byte for byte


class Late(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka has no types
    """Asks a slow store for its position and then seeks, as the documentation shows it."""

    def __init__(self, slow: asyncio.Event, offset: int) -> None:
        self.consumer: Any = None
        self._slow, self._offset = slow, offset

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None: ...

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        await self._slow.wait()
        for partition in assigned:
            self.consumer.seek(partition, self._offset)


class SlowStore(SqliteStore):
    """A store whose answer takes as long as the test wants."""

    answers: asyncio.Event

    async def position(self, topic: str, partition: int) -> int | None:
        await self.answers.wait()
        return await super().position(topic, partition)


async def test_a_store_that_answers_late_lets_the_default_run_ahead_and_holds_the_inbox(letterbox: Letterbox) -> None:
    await letterbox.put(*letterbox.world.delivered(*(letterbox.world.notice() for _ in range(6))))
    async with letterbox.listening():
        await letterbox.all_read()
    letterbox.told.seen.clear()
    await letterbox.put(*letterbox.world.delivered(*(letterbox.world.notice() for _ in range(2))))

    slow = asyncio.Event()
    late = Late(slow, 6)
    async with plain.listening(letterbox, listener=late, ack_policy=plain.MANUAL) as theirs:
        late.consumer = theirs.subscriber.consumer
        await asyncio.wait_for(theirs.came.wait(), letterboxes.PATIENCE_S)
        slow.set()
    assert theirs.seen[0] == 0, "it was handed a record that the store had long taken"

    store = SlowStore(letterbox.store_path)
    store.answers = asyncio.Event()
    async with letterbox.listening(letterbox.taker(store)):
        with pytest.raises(TimeoutError):
            await letterboxes.until(lambda: bool(letterbox.told.seen), seconds=1.5)
        store.answers.set()
        await letterbox.all_read()
    assert [message.record.offset for message in letterbox.told.seen] == [6, 7]


async def delete_before(letterbox: Letterbox, offset: int) -> None:
    admin = AIOKafkaAdminClient(**letterboxes.settings(letterbox.kafka))
    await admin.start()
    await admin.delete_records({TopicPartition(letterbox.world.inbox, 0): RecordsToDelete(before_offset=offset)})
    await admin.close()


async def test_records_that_were_deleted_before_they_were_read_are_named_by_their_offsets(letterbox: Letterbox) -> None:
    world = letterbox.world
    await letterbox.put(*world.delivered(world.notice(), world.notice()))
    async with letterbox.listening():
        await letterbox.all_read()
    await letterbox.put(*world.delivered(*(world.notice() for _ in range(5))))
    await delete_before(letterbox, 5)
    async with letterbox.listening():
        await letterbox.all_read()
    assert [message.record.offset for message in letterbox.told.seen] == [0, 1, 5, 6]
    assert letterbox.letters() == [(2, "HB-8413")]
    ((particulars,),) = letterbox.asked("select particulars from habarshy_inbox_letter")
    assert '"first":2,"last":4' in particulars


async def test_a_wire_that_begins_anew_is_read_from_its_beginning(letterbox: Letterbox) -> None:
    """The store stands further than the wire reaches: what is there now has not been taken, whatever its offsets."""
    await letterbox.put(*letterbox.world.delivered(letterbox.world.notice(), letterbox.world.notice()))
    taker = letterbox.taker()
    await taker.store.open()
    async with taker.store.taking() as within:
        from consumers.inbox.store.port import Step

        await within.move(Step(letterbox.world.inbox, 0, None, 900))
    async with letterbox.listening(taker):
        await letterbox.all_read()
    assert [message.record.offset for message in letterbox.told.seen] == [0, 1]


async def made_anew(letterbox: Letterbox) -> None:
    """The topic is deleted and made again, empty."""
    admin = AIOKafkaAdminClient(**letterboxes.settings(letterbox.kafka))
    await admin.start()
    await admin.delete_topics([letterbox.world.inbox])

    async def made() -> bool:
        again = NewTopic(letterbox.world.inbox, 1, 1, topic_configs={"message.timestamp.type": "LogAppendTime"})
        answer = await admin.create_topics([again])
        return [code for _, code, *_ in answer.topic_errors] == [0]

    await letterboxes.until(made)
    await admin.close()
    letterbox.appended = 0


async def test_a_wire_that_begins_anew_and_grows_past_the_position_is_heard_whole_and_it_is_said(
    letterbox: Letterbox,
) -> None:
    world = letterbox.world
    await letterbox.put(*world.delivered(*(world.notice() for _ in range(3))))
    async with letterbox.listening():
        await letterbox.all_read()
    await made_anew(letterbox)
    await letterbox.put(*world.delivered(*(world.notice() for _ in range(7))))
    async with letterbox.listening():
        await letterbox.all_read()
    assert [message.record.offset for message in letterbox.told.seen] == [0, 1, 2, *range(7)]
    assert len(set(letterbox.rows())) == 10
    assert letterbox.letters() == [(0, "HB-8416")]


@pytest.mark.proof
async def test_a_topic_that_is_made_anew_under_a_running_inbox_is_heard_whole(letterbox: Letterbox) -> None:
    world = letterbox.world
    await letterbox.put(*world.delivered(*(world.notice() for _ in range(3))))
    async with letterbox.listening():
        await letterbox.all_read()
        await made_anew(letterbox)
        again = world.delivered(*(world.notice() for _ in range(7)))
        await letterbox.put(*again)
        await letterboxes.until(lambda: len(letterbox.told.seen) >= 10, seconds=60)
    assert [message.record.offset for message in letterbox.told.seen] == [0, 1, 2, *range(7)]
    assert [code for _, code in letterbox.letters()] == ["HB-8416"]


async def test_a_wire_that_is_the_same_is_read_on_without_a_word(letterbox: Letterbox) -> None:
    """What the client library reads and what is read beside it have one mark, with the broker's own instant."""
    world = letterbox.world
    for _ in range(3):
        await letterbox.put(*world.delivered(*(world.notice() for _ in range(2))))
        async with letterbox.listening():
            await letterbox.all_read()
    assert [message.record.offset for message in letterbox.told.seen] == list(range(6))
    assert letterbox.letters() == []


async def test_what_will_pass_holds_its_own_partition_and_no_other(kafka: KafkaAddress, letterbox: Letterbox) -> None:
    two = await letterboxes.letterbox(kafka, letterbox.profile.home, partitions=2)
    waits = True
    two.told.fails = lambda message: Transient() if waits and message.record.partition == 0 else None
    first, second, third = two.world.delivered(*(two.world.notice() for _ in range(3)))
    await two.put(first, second)
    await two.put(third, partition=1)
    async with two.listening():
        await letterboxes.until(lambda: two.position(partition=1) == 1)
        await letterboxes.until(lambda: len(two.told.seen) > 4)
        assert two.position() is None
        waits = False
        await letterboxes.until(lambda: two.position() == 2)
    taken = [message.envelope.id for message in two.told.seen if message.record.partition == 0]
    assert len(two.rows()) == 3
    assert taken[-1] != taken[-2], "the second comes after the first, however long that one took"


async def test_two_inboxes_share_the_partitions_and_take_each_message_once(
    kafka: KafkaAddress, letterbox: Letterbox, schema: PostgresAddress
) -> None:
    two = await letterboxes.letterbox(kafka, letterbox.profile.home, partitions=2)
    told = [Told(statement="insert into told values (%s)"), Told(statement="insert into told values (%s)")]

    def taker(which: int) -> Any:  # noqa: ANN401 - a Taker
        router = Router()
        router.otherwise(told[which].hear)
        return two.taker(PostgresStore(schema.conninfo), router)

    async def all_taken(number: int) -> bool:
        async with store.taking() as within:
            return await within.effect.execute("select count(*) from told") == [(number,)]

    store = PostgresStore(schema.conninfo)
    await store.open()
    async with store.taking() as within:
        await within.effect.execute("create table told (id text)")
    async with two.listening(taker(0)):
        for partition in (0, 1):
            await two.put(*two.world.delivered(*(two.world.notice() for _ in range(10))), partition=partition)
        await letterboxes.until(lambda: all_taken(20))
        async with two.listening(taker(1)):

            async def second_hears() -> bool:
                for partition in (0, 1):
                    await two.put(*two.world.delivered(*(two.world.notice() for _ in range(5))), partition=partition)
                return bool(told[1].seen)

            await letterboxes.until(second_hears)
            await letterboxes.until(lambda: all_taken(two.appended))
    assert (await store.counted())["taken"] == two.appended
    await store.close()
