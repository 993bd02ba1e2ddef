"""The operator denies an agency one of its topics, and gives it back, while the agency is connected."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import TopicAuthorizationFailedError

from habarshy.command import program
from producers import connection
from tests import letterbox
from tests.bus import Agencies

PATIENCE_S = 30.0
Saying = Callable[..., Awaitable[str]]


@pytest.fixture
def deny(agencies: Agencies, capsys: pytest.CaptureFixture[str]) -> Saying:
    """`habarshy agency deny`, and what it said."""

    async def say(topic: str, *more: str, code: int = 0) -> str:
        call = ["agency", "deny", topic, "--operator", str(agencies.bus.operator.root), "--lang", "en", *more]
        answer = await asyncio.to_thread(program.run, call)
        said = capsys.readouterr()
        assert answer == code, said.err
        return said.out + said.err

    return say


async def test_a_denied_topic_is_closed_to_its_agency_until_that_is_lifted(agencies: Agencies, deny: Saying) -> None:
    profiles, police = await agencies.enrol("police-medeu"), agencies.id("police-medeu")
    settings = connection.settings(profiles["police-medeu"], client_id="agency")
    async with AIOKafkaProducer(**settings, acks="all") as producer:

        async def writes() -> bool:
            try:
                await producer.send_and_wait(f"outbox.{police}", b"said")
            except TopicAuthorizationFailedError:
                return False
            return True

        async def is_shut_out() -> bool:
            return not await writes()

        assert await writes()
        assert f"Nobody may write outbox.{police} now" in await deny(f"outbox.{police}")
        await letterbox.until(is_shut_out, seconds=PATIENCE_S)
        await producer.send_and_wait(f"urgent.{police}", b"alert")
        assert "before either" in await deny(f"outbox.{police}")

        assert f"may write outbox.{police} again" in await deny(f"outbox.{police}", "--lift")
        await letterbox.until(writes, seconds=PATIENCE_S)
        assert "was not denied" in await deny(f"outbox.{police}", "--lift")


@pytest.mark.parametrize("topic", ["outbox.nobody-at-all", "reference", "inbox.police-medeu"])
async def test_what_no_agency_writes_cannot_be_denied(deny: Saying, topic: str) -> None:
    assert "HB-8225" in await deny(topic, code=program.OBJECTIONS)
