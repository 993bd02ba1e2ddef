"""What the client library loses or leaks by itself, and the Inbox does not. Each test runs both on the same records."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from faststream import AckPolicy

from consumers.inbox.records import RawRecord
from schemas.codec.record import RawHeaders
from tests import letterbox as letterboxes
from tests.integration.inbox import plain
from tests.letterbox import Letterbox

Spoil = Callable[[RawRecord], RawRecord]


def with_header(name: str, value: bytes | None) -> Spoil:
    def spoiled(record: RawRecord) -> RawRecord:
        headers: RawHeaders = (*record.headers, (name, value))
        return replace(record, headers=headers)

    return spoiled


BAD_HEADERS: Final[dict[str, Spoil]] = {
    "a null value": with_header("x", None),
    "a value that is not UTF-8": with_header("x", b"\xff\xfe"),
}


async def put_spoiled(letterbox: Letterbox, spoil: Spoil) -> None:
    """A good record, a spoiled one, two good ones."""
    world = letterbox.world
    first, second, *others = world.delivered(*(world.notice() for _ in range(4)))
    await letterbox.put(first, spoil(second), *others)


async def ours_takes_all_but(letterbox: Letterbox, bad: int, code: str) -> None:
    async with letterbox.listening():
        await letterbox.all_read()
    assert len(letterbox.rows()) == letterbox.appended - 1
    assert letterbox.letters() == [(bad, code)]
    assert letterbox.told.seen[-1].record.offset == letterbox.appended - 1


@pytest.mark.parametrize("case", BAD_HEADERS)
async def test_a_bad_header_value_loses_the_record_by_default_and_is_a_letter_of_ours(
    letterbox: Letterbox, case: str
) -> None:
    await put_spoiled(letterbox, BAD_HEADERS[case])
    async with plain.listening(letterbox, ack_policy=AckPolicy.NACK_ON_ERROR) as theirs:
        await theirs.saw(3)
    assert theirs.seen == [0, 2, 3]
    assert await plain.committed(letterbox, theirs.group) == 4
    await ours_takes_all_but(letterbox, 1, "HB-1013")


BAD_BODIES: Final[dict[str, tuple[Spoil, str]]] = {
    "broken JSON that says it is JSON": (
        lambda r: replace(r, value=b"{", headers=(*r.headers[:3], ("content-type", b"application/json"))),
        "HB-1011",
    ),
    "no UTF-8 that says it is text": (
        lambda r: replace(r, value=b"\xff", headers=(*r.headers[:3], ("content-type", b"text/plain"))),
        "HB-1011",
    ),
}


@pytest.mark.parametrize("case", BAD_BODIES)
async def test_a_poison_body_is_lost_by_default_and_is_a_letter_of_ours(letterbox: Letterbox, case: str) -> None:
    spoil, code = BAD_BODIES[case]
    await put_spoiled(letterbox, spoil)
    async with plain.listening(letterbox, ack_policy=AckPolicy.ACK) as theirs:
        await theirs.saw(3)
    assert theirs.seen == [0, 2, 3]
    assert await plain.committed(letterbox, theirs.group) == 4
    await ours_takes_all_but(letterbox, 1, code)


async def test_a_null_value_is_a_letter(letterbox: Letterbox) -> None:
    await put_spoiled(letterbox, lambda record: replace(record, value=None))
    await ours_takes_all_but(letterbox, 1, "HB-1001")


async def test_a_handler_that_fails_loses_the_record_by_default_and_is_a_letter_of_ours(letterbox: Letterbox) -> None:
    await letterbox.put(*letterbox.world.delivered(*(letterbox.world.notice() for _ in range(4))))
    async with plain.listening(letterbox, fails=lambda offset: offset == 1, ack_policy=AckPolicy.ACK) as theirs:
        await theirs.saw(4)
    assert theirs.seen == [0, 1, 2, 3]
    assert await plain.committed(letterbox, theirs.group) == 4
    letterbox.told.fails = lambda message: ValueError() if message.record.offset == 1 else None
    await ours_takes_all_but(letterbox, 1, "HB-8407")


async def test_a_handler_that_fails_is_asked_again_without_a_pause_by_default(letterbox: Letterbox) -> None:
    await letterbox.put(*letterbox.world.delivered(*(letterbox.world.notice() for _ in range(2))))
    policy = AckPolicy.NACK_ON_ERROR
    async with plain.listening(letterbox, fails=lambda offset: offset == 0, ack_policy=policy) as theirs:
        await theirs.saw(50)
    assert set(theirs.seen) == {0}
    letterbox.told.fails = lambda message: ValueError() if message.record.offset == 0 else None
    await ours_takes_all_but(letterbox, 0, "HB-8407")


async def written_to(letterbox: Letterbox, topic: str) -> int:
    consumer = AIOKafkaConsumer(**letterboxes.settings(letterbox.kafka))
    await consumer.start()
    ends = await consumer.end_offsets([TopicPartition(topic, 0)])
    await consumer.stop()
    return int(ends[TopicPartition(topic, 0)])


async def test_a_header_makes_the_default_answer_to_any_topic_and_the_inbox_answers_to_none(
    letterbox: Letterbox, letterbox_of_another: Letterbox
) -> None:
    victim = letterbox_of_another.world.inbox
    await put_spoiled(letterbox, with_header("reply_to", victim.encode()))
    async with plain.listening(letterbox) as theirs:
        await theirs.saw(4)

        async def leaked() -> bool:
            return await written_to(letterbox, victim) == 1

        await letterboxes.until(leaked)
    await ours_takes_all_but(letterbox, 1, "HB-1013")
    assert await written_to(letterbox, victim) == 1


async def test_the_settings_that_matter_are_those_that_the_client_runs_with(letterbox: Letterbox) -> None:
    from consumers.inbox.session import Session

    session = Session(letterbox.profile, letterbox.taker(), backoff=lambda _: 0.0, sleep=lambda _: letterbox.all_read())
    await session.open()
    try:
        consumer, subscriber = session._consumer, session._subscriber
        assert not consumer._enable_auto_commit
        assert consumer._auto_offset_reset == "earliest"
        assert consumer._isolation_level == "read_uncommitted"
        assert consumer._group_id == f"agency.{letterbox.world.recipient}.inbox"
        assert subscriber.ack_policy is AckPolicy.MANUAL
        assert subscriber._no_reply
        assert type(subscriber).__name__ == "DefaultSubscriber"  # neither batches nor workers
        assert session._broker.config.broker_config.consumer_only
        assert not session._broker.config.broker_config.allow_auto_create_topics
    finally:
        await session.close()
