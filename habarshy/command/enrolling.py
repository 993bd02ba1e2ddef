"""What the commands of enrolment share: where the operator's folder is, and the options that several of them have."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from habarshy.command import alarming, clients, helping

if TYPE_CHECKING:
    from habarshy.enrolment.register import Register
    from habarshy.stack.addresses import KafkaAddress


def now() -> datetime:
    return datetime.now(UTC)


class NetworkType(helping.Readable[str]):
    """The name of a bus."""

    name = "network"
    expected = "a-network"

    def read(self, text: str) -> str:
        from pydantic import TypeAdapter

        from schemas import fields

        return TypeAdapter[str](fields.Network).validate_python(text)


def operator_option() -> click.Option:
    return helping.option("--operator", "folder", key="operator", metavar="FOLDER", type=click.Path(path_type=Path))


def ledger_option() -> click.Option:
    return helping.option("--ledger", key="ledger", metavar="ADDRESS")


def json_option() -> click.Option:
    return helping.option("--json", "as_json", key="json", is_flag=True)


def home() -> Path:
    """The folder of the stack on this machine; a bus for demonstration lies beside its servers."""
    from habarshy.stack import settings

    return settings.from_environment(os.environ).home


def operators(folder: Path | None) -> Path:
    """The operator's folder: as given, as HABARSHY_OPERATOR says, or the one beside the stack."""
    given = folder or os.environ.get("HABARSHY_OPERATOR")
    return Path(given) if given else home() / "bus"


def register(folder: Path | None) -> "Register":
    """The operator's pen, where the brokers can be reached as it would."""
    from habarshy.enrolment.folders import READER, OperatorFolder
    from habarshy.enrolment.register import Register

    check_tools()
    place = OperatorFolder(operators(folder))
    asyncio.run(clients.reached(place.profile(READER)))
    return Register(place, now, alarming.shown)


def super_user() -> "KafkaAddress":
    """Of the stack on this machine, or of the brokers that HABARSHY_KAFKA names."""
    from habarshy.stack import settings, stack

    said = settings.from_environment(os.environ)
    return said.kafka or stack.addresses(said).kafka


def check_tools() -> None:
    """The administration's client is an operator's extra; without it the first import would say so in its own words."""
    from importlib.util import find_spec

    if find_spec("confluent_kafka") is None:
        from habarshy.topology.errors import broken

        raise broken("HB-8109")
