"""Who is not who he should be stays outside, and the SDK says why as well as it can be told: on a real broker."""

import asyncio
import json
import os
import shutil
import ssl
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourceType,
)

from consumers.inbox.errors import DeafError
from consumers.inbox.inbox import Pace
from habarshy import Inbox, Outbox
from habarshy.command.program import KEPT
from habarshy.hearing import Running
from habarshy.knowing import Knowing
from habarshy.stack import certificates
from habarshy.stack import stack as stacks
from habarshy.stack.addresses import KafkaAddress
from habarshy.stack.settings import HOST, Settings
from producers import diagnosis
from producers.outbox import minting
from producers.outbox.drafting import About
from producers.profile import ClientProfile
from schemas.examples import reading as examples
from schemas.messages.facts.custody import ProtocolDrawn
from tests import letterbox
from tests.bus import Agencies
from tests.unit.producers.test_diagnosis import listening

DRAWN_AT: Final = datetime.now(UTC) - timedelta(hours=1)
IMPATIENT: Final = Running(Pace(look_s=0.1, most_rebuilds=1))


@pytest.fixture
async def profiles(agencies: Agencies) -> dict[str, ClientProfile]:
    return await agencies.enrol("investigation-bostandyk", "prosecutor-bostandyk")


@pytest.fixture
def profile(profiles: dict[str, ClientProfile]) -> ClientProfile:
    return profiles["investigation-bostandyk"]


def said(profile: ClientProfile, agencies: Agencies) -> dict[str, Any]:
    """A fact, as an engineer gives it to the command."""
    at, envelope = DRAWN_AT.isoformat(), examples.example("detention-protocol-drawn-at-night").envelope
    own = {name: envelope[name] for name in ("type", "name", "schema_version")}
    occasion = minting.reference(profile.agency, os.urandom)
    told = {"occasion": occasion, "occurred_at": at, "instants": {"protocol_drawn_at": at}, "sender": profile.agency}
    return {"envelope": own | told | {"territory": agencies.territory(envelope["territory"])}}


async def published(document: object, right: ClientProfile, folder: Path, **wrong: object) -> dict[str, Any]:
    """What the command says to somebody in whose profile this is wrong; the directory he knows from before."""
    (folder / "state").mkdir(parents=True)
    shutil.copy(right.home / "directory.json", folder / "state")
    path = folder / "profile.json"
    path.write_text(
        json.dumps(right.model_dump(mode="json") | {"home": str(folder / "state")} | wrong), encoding="utf-8"
    )
    path.chmod(0o600)
    command = [sys.executable, "-m", "habarshy", "publish", "-", "--profile", str(path), "--wait", "1", "--json"]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate(json.dumps(document).encode())
    assert process.returncode == KEPT, err.decode()
    return dict(json.loads(out))


async def test_the_command_names_the_door_that_stays_shut_and_keeps_the_message(
    profile: ClientProfile, agencies: Agencies, tmp_path: Path
) -> None:
    certificates.keep(tmp_path, datetime.now(UTC))
    async with Knowing(profile):
        pass
    wrong: dict[str, dict[str, object]] = {
        "HB-8607": {"ca": (tmp_path / certificates.AUTHORITY).read_text()},
        "HB-8611": {"user": "nobody-at-all"},
        "HB-8610": {"security": "plaintext"},
    }
    document = said(profile, agencies)
    answers = await asyncio.gather(
        *(published(document, profile, tmp_path / code, **one) for code, one in wrong.items())
    )
    assert [(answer["state"], answer["cause"]["code"]) for answer in answers] == [("waiting", code) for code in wrong]
    assert "nobody-at-all" in answers[1]["cause"]["meaning"]
    assert profile.password not in json.dumps(answers)


async def test_a_wrong_password_an_unknown_user_and_a_client_without_tls_are_told_apart_from_a_dead_broker(
    profile: ClientProfile, tmp_path: Path
) -> None:
    certificates.keep(tmp_path, datetime.now(UTC))
    wrong: dict[str, dict[str, object]] = {
        "the password": {"password": "not-it"},
        "the user": {"user": "nobody-at-all"},
        "no TLS": {"security": "plaintext"},
        "the authority": {"ca": (tmp_path / certificates.AUTHORITY).read_text()},
        "the port": {"bootstrap": (f"{HOST}:9",)},
        "nothing": {},
    }
    found = await asyncio.gather(*(diagnosis.of_connection(profile.model_copy(update=one)) for one in wrong.values()))
    codes = [finding.code if finding else None for finding in found]
    assert dict(zip(wrong, codes, strict=True)) == {
        "the password": "HB-8611",
        "the user": "HB-8611",
        "no TLS": "HB-8610",
        "the authority": "HB-8607",
        "the port": "HB-8606",
        "nothing": None,
    }


async def test_with_the_password_of_one_agency_nobody_writes_or_reads_as_another(
    profiles: dict[str, ClientProfile],
) -> None:
    """Not even with the other's keys: the thief has both key rings, and one password."""
    victim, own = profiles["investigation-bostandyk"], profiles["prosecutor-bostandyk"]
    thief = victim.model_copy(update={"user": own.user, "password": own.password})
    async with Outbox(thief) as outbox:
        kept = await outbox.keep(ProtocolDrawn(protocol_drawn_at=DRAWN_AT), About(occasion=outbox.occasion()))
        await letterbox.until(lambda: "outbox" in outbox.troubles)
        refusal = outbox.troubles["outbox"].error
        assert await outbox.waiting() == [kept.id]
    with pytest.raises(DeafError) as deaf:
        await asyncio.wait_for(Inbox(thief, running=IMPATIENT).run(), 60)

    written = await diagnosis.cause(refusal, thief, topic=kept.topic)
    assert written.sentence("en").startswith(
        f"HB-8612: The wire refuses the topic outbox.{victim.agency} to this user."
    )
    assert [finding.code for finding in deaf.value.findings] == ["HB-8409", "HB-8612"]


async def test_a_broker_whose_certificate_has_run_out_is_not_believed(new_stack: Settings, tmp_path: Path) -> None:
    kafka = (await asyncio.to_thread(stacks.up, new_stack, datetime.now(UTC))).kafka
    known = letterbox.profile(kafka, "investigation-bostandyk", tmp_path)
    assert await diagnosis.of_connection(known) is None

    # The broker looks at what it is given, so it is given one that holds, for a moment still.
    now = datetime.now(UTC)
    pem = certificates.issue(new_stack.certificates, since=now - timedelta(hours=1), until=now + timedelta(seconds=6))
    presented = new_stack.certificates / "short.pem"
    presented.write_bytes(pem + (new_stack.certificates / certificates.AUTHORITY).read_bytes())
    await asyncio.to_thread(present, kafka, presented)

    found: list[str | None] = []

    async def has_run_out() -> bool:
        finding = await diagnosis.of_connection(known)
        found.append(finding.sentence("en") if finding else None)
        return finding is not None

    await letterbox.until(has_run_out)
    assert found[-1] == (
        f"HB-8608: The certificate of the broker at {kafka.bootstrap} has run out, or this machine's clock is wrong. "
        "Look at the clock; if it is right, the operator must renew the certificate."
    )


def present(kafka: KafkaAddress, certificate: Path) -> None:
    """From now on the listener for clients shows this one."""
    change = {"ssl.keystore.location": str(certificate), "ssl.keystore.type": "PEM"}
    entries = [
        ConfigEntry(f"listener.name.clients.{name}", value, incremental_operation=AlterConfigOpType.SET)
        for name, value in change.items()
    ]
    resource = ConfigResource(ResourceType.BROKER, "1", incremental_configs=entries)
    admin = AdminClient(kafka.confluent())
    for done in admin.incremental_alter_configs([resource]).values():
        done.result(20)


async def test_a_server_that_knows_only_an_older_tls_is_not_spoken_to(profile: ClientProfile, tmp_path: Path) -> None:
    certificates.keep(tmp_path, datetime.now(UTC))
    older = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    older.load_cert_chain(tmp_path / certificates.BROKER)
    older.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        older.minimum_version = older.maximum_version = ssl.TLSVersion.TLSv1_1
    async with listening(older) as port:
        here = {"bootstrap": (f"{HOST}:{port}",), "ca": (tmp_path / certificates.AUTHORITY).read_text()}
        finding = await diagnosis.of_connection(profile.model_copy(update=here))
    assert finding is not None
    assert finding.code == "HB-8610"
