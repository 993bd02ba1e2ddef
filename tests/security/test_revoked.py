"""A key is revoked and a user deleted while there is traffic: what comes afterwards is refused, and what came before holds."""

import asyncio
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from aiokafka.conn import AIOKafkaConnection
from aiokafka.errors import KafkaConnectionError
from confluent_kafka.admin import AdminClient, NewTopic

from habarshy.enrolment import admission
from habarshy.enrolment.demo import DemoBus
from habarshy.stack.addresses import KafkaAddress
from habarshy.stack.properties import REAUTHENTICATE_AFTER_MS
from habarshy.topology.wire import Wire
from schemas.topology import Right
from tests.integration.bus.conftest import Pair
from tests.security import attempts

HEARD_S: Final = 60.0
_MARGIN_S: Final = 10.0
_LOOK_S: Final = 0.5
_CONSUME: Final = attempts.ON_TOPICS["consume"]


@pytest.mark.usefixtures("middle")
async def test_a_key_signs_nothing_more_from_the_instant_of_its_revocation(pair: Pair, bus: DemoBus) -> None:
    investigator, prosecutor = pair
    before, after = investigator.notice(prosecutor), investigator.notice(prosecutor)
    async with investigator.hearing() as told:
        await investigator.write(before)
        assert (await told.answer(before))["disposition"] == "ROUTED"
        key = investigator.profile.keyring().newest_signer().key_id
        began = time.monotonic()
        await admission.revoke_key(bus.register, key)
        await investigator.write(after)
        refused = await told.answer(after)
        assert time.monotonic() - began < HEARD_S
    assert (refused["type"], refused["code"]) == ("rejection", "HB-2406")
    async with prosecutor.hearing() as heard:
        await heard.message(before)
    assert after.id not in [envelope["id"] for envelope in heard.envelopes]


@dataclass(frozen=True)
class User:
    """One who may read one topic."""

    name: str
    topic: str
    address: KafkaAddress
    wire: Wire


@pytest.fixture
def user(kafka: KafkaAddress, prefix: str) -> Iterator[User]:
    name, topic, password = f"{prefix}reader", f"{prefix}topic", secrets.token_urlsafe(32)
    wire, admin = Wire(kafka), AdminClient(kafka.confluent())
    admin.create_topics([NewTopic(topic, 1, 1)])[topic].result(30)
    rights = [Right(name, "topic", topic, "literal", "read")]
    wire.create_users({name: password})
    wire.add_rights(rights)
    yield User(name, topic, kafka.as_user(name, password), wire)
    wire.remove_rights(rights)


async def test_a_connection_outlives_its_user_no_longer_than_until_he_would_have_to_log_in_again(user: User) -> None:
    async with attempts.connected(user.address) as connection:
        await attempts.awake(connection)
        assert await attempts.outcome(connection, _CONSUME, user.topic) == {attempts.NONE}
        await asyncio.to_thread(user.wire.close_users, [user.name])
        began = time.monotonic()
        with pytest.raises(KafkaConnectionError):
            await used_on(connection, user.topic)
        assert time.monotonic() - began <= REAUTHENTICATE_AFTER_MS / 1_000 + _MARGIN_S


async def used_on(connection: AIOKafkaConnection, topic: str) -> None:
    """Until it is ended, or should have been."""
    async with asyncio.timeout(REAUTHENTICATE_AFTER_MS / 1_000 + _MARGIN_S):
        while True:
            await attempts.outcome(connection, _CONSUME, topic)
            await asyncio.sleep(_LOOK_S)
