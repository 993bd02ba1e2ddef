"""A broker of the topology tests' own, for they look at everything that stands on it; and clients that speak as whom the topology made."""

import secrets
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from confluent_kafka import Producer

from habarshy.stack.addresses import KafkaAddress
from habarshy.stack.settings import Settings
from habarshy.topology.applying import Means
from habarshy.topology.secret_files import SecretFiles
from habarshy.topology.wire import Wire
from schemas.directory.agency import AgencyVersion
from schemas.permissions import model
from schemas.permissions.model import PermissionTable
from tests import stack as shared

PATIENCE_S: Final = 20


@pytest.fixture(scope="session")
def own_stack(pytestconfig: pytest.Config) -> Settings:
    """A stack for this worker alone."""
    worker = getattr(pytestconfig, "workerinput", {}).get("workerid", "main")
    return replace(shared._settings(pytestconfig.stash[shared.RUN] / f"topology-{worker}"), kafka=None)


@pytest.fixture(scope="session")
def own_kafka(own_stack: Settings) -> KafkaAddress:
    """One secured broker; its user is the super user."""
    return shared._up(own_stack).kafka


@pytest.fixture
def wire(own_kafka: KafkaAddress) -> Wire:
    return Wire(own_kafka)


@pytest.fixture
def table() -> PermissionTable:
    return model.load()


@pytest.fixture
def means(tmp_path: Path) -> Means:
    return means_in(tmp_path / "secrets")


def means_in(folder: Path) -> Means:
    """Waiting for the brokers is a wait for an event: it ends as soon as they show what was applied."""
    return Means(SecretFiles(folder), lambda: secrets.token_urlsafe(32), lambda: time.sleep(0.02))


def agency(name: str, *roles: str) -> AgencyVersion:
    """An open agency of that name."""
    return AgencyVersion.model_validate({
        "id": name,
        "valid_from": "2026-01-01T00:00:00+05:00",
        "names": {"en": f"Example {name}", "kk": f"Үлгі {name}", "ru": f"Пример {name}"},
        "roles": roles,
        "territory": "750000000",
        "zone": "Asia/Almaty",
        "languages": ["kk"],
    })  # fmt: skip


def writes(address: KafkaAddress, topic: str) -> str:
    """What becomes of one record that is sent: the name of the error, or nothing."""
    outcome: list[str] = []
    producer = Producer({**address.confluent(), "log_level": 0, "message.timeout.ms": 5000})
    producer.produce(topic, b"said", on_delivery=lambda error, _: outcome.append(error.name() if error else ""))
    producer.flush(PATIENCE_S)
    return outcome[0]
