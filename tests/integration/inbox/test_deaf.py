"""Who may not read any more hears nothing, and no error either. The Inbox notices; the library goes on as if all were well."""

import asyncio
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from consumers.inbox.errors import DeafError
from consumers.inbox.inbox import Inbox
from consumers.inbox.watchdog import Periods
from habarshy.stack.addresses import KafkaAddress
from producers.profile import ClientProfile
from tests import letterbox as letterboxes
from tests.integration.inbox import plain
from tests.letterbox import Letterbox

SECOND = timedelta(seconds=1)
QUICK = replace(
    letterboxes.QUICK, periods=Periods(silent=SECOND, unassigned=2 * SECOND, stuck=2 * SECOND), most_rebuilds=1
)


def rights(letterbox: Letterbox) -> list[AclBinding]:
    """To read its inbox, in whatever group."""
    user, read, allow = f"User:{letterbox.world.recipient}", AclOperation.READ, AclPermissionType.ALLOW
    literal = ResourcePatternType.LITERAL
    return [
        AclBinding(ResourceType.TOPIC, letterbox.world.inbox, literal, user, "*", read, allow),
        AclBinding(ResourceType.GROUP, "*", literal, user, "*", read, allow),
    ]


def admitted(kafka: KafkaAddress, letterbox: Letterbox, bindings: list[AclBinding]) -> ClientProfile:
    """The agency as a user of its own, who may read its inbox and nothing else."""
    user, password = letterbox.world.recipient, secrets.token_urlsafe(24)
    admin = AdminClient(kafka.confluent())
    said = UserScramCredentialUpsertion(
        user, ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8192), password.encode()
    )
    for future in admin.alter_user_scram_credentials([said]).values():
        future.result()
    for future in admin.create_acls(bindings).values():
        future.result()
    return letterbox.profile.model_copy(update={"user": user, "password": password})


def expelled(kafka: KafkaAddress, bindings: list[AclBinding]) -> None:
    admin = AdminClient(kafka.confluent())
    filters = [
        AclBindingFilter(
            b.restype, b.name, b.resource_pattern_type, b.principal, b.host, b.operation, b.permission_type
        )
        for b in bindings
    ]
    for future in admin.delete_acls(filters).values():
        future.result()


async def test_a_right_that_was_taken_ends_the_inbox_and_leaves_the_default_running_deaf(
    kafka: KafkaAddress, letterbox: Letterbox
) -> None:
    bindings = rights(letterbox)
    letterbox.profile = await asyncio.to_thread(admitted, kafka, letterbox, bindings)
    await letterbox.put(letterbox.world.one(letterbox.world.notice()))
    async with plain.listening(letterbox) as theirs:
        inbox = Inbox(letterbox.profile, letterbox.taker(), sender=letterbox.handed, pace=QUICK)
        running = asyncio.create_task(inbox.run())
        await letterboxes.until(lambda: letterbox.position() == 1)
        await theirs.saw(1)

        await asyncio.to_thread(expelled, kafka, bindings)
        with pytest.raises(DeafError, match="HB-8409"):
            await asyncio.wait_for(running, 60)
        await letterbox.put(letterbox.world.one(letterbox.world.notice()))
        with pytest.raises(TimeoutError):
            await letterboxes.until(lambda: len(theirs.seen) > 1, seconds=3)
        assert theirs.subscriber.running
        assert not theirs.subscriber.tasks[-1].done()


async def test_a_wrong_password_is_told_apart_from_a_broker_that_is_away(letterbox: Letterbox) -> None:
    letterbox.profile = letterbox.profile.model_copy(update={"password": "not-it"})
    inbox = Inbox(letterbox.profile, letterbox.taker(), sender=letterbox.handed, pace=QUICK)
    with pytest.raises(DeafError) as deaf:
        await asyncio.wait_for(inbox.run(), 60)
    away = letterbox.profile.model_copy(update={"bootstrap": ("localhost:1",)})
    inbox = Inbox(away, letterbox.taker(), sender=letterbox.handed, pace=QUICK)
    with pytest.raises(DeafError) as gone:
        await asyncio.wait_for(inbox.run(), 60)
    assert [finding.code for finding in deaf.value.findings] != [finding.code for finding in gone.value.findings]
    assert deaf.value.findings[0].code == gone.value.findings[0].code == "HB-8409"
