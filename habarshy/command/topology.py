"""`habarshy topology plan|apply|check`: what stands on the wire, what should, and the way from one to the other."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from habarshy.command import files, helping, output, topology_screens, wording
from schemas.errors.tree import CallError, Finding

if TYPE_CHECKING:
    from habarshy.stack.addresses import KafkaAddress
    from habarshy.stack.settings import Settings
    from habarshy.topology.applying import Means
    from habarshy.topology.wire import Wire
    from schemas.directory.directory import Directory
    from schemas.topology import Wanted

SAMPLE: Final = "sample"
MOMENT_S: Final = 0.02
PASSWORD_BYTES: Final = 32
WRONG: Final = 1

command = helping.Group(
    name="topology",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


def _options() -> Sequence[click.Parameter]:
    return [
        helping.option("--directory", key="directory", metavar="FOLDER", required=True),
        helping.option("--at", key="topology-at", type=helping.InstantType()),
        helping.option("--as", "user", key="as", metavar="NAME"),
        helping.option("--secrets", key="secrets", metavar="FOLDER", type=click.Path(path_type=Path)),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ]


@helping.command("plan", params=_options())
def plan(*, directory: str, at: datetime | None, as_json: bool, user: str | None, secrets: Path | None) -> None:
    from habarshy.topology import applying
    from schemas.topology_difference import difference

    wire = _wire(user, secrets)
    needed = difference(_wanted(directory, at, wire=wire), applying.found(wire))
    topology_screens.show(needed, as_json=as_json)
    if not as_json:
        output.remark(wording.say("topology-same" if needed.is_none else "topology-planned", number=len(needed.steps)))
        _remark_of(directory)


@helping.command("apply", params=_options())
def apply(*, directory: str, at: datetime | None, as_json: bool, user: str | None, secrets: Path | None) -> int:
    from habarshy.topology import applying

    wire, means = _wire(user, secrets), _means(secrets)
    taken = applying.apply(_wanted(directory, at, wire=wire), wire, means)
    topology_screens.show(taken, as_json=as_json)
    if not as_json:
        output.remark(wording.say("topology-applied" if taken.steps else "topology-same", number=len(taken.steps)))
        output.remark(wording.say("topology-passwords", folder=means.secrets.folder))
        _remark_of(directory)
    return WRONG if taken.immovable else 0


@helping.command("check", params=_options())
def check(*, directory: str, at: datetime | None, as_json: bool, user: str | None, secrets: Path | None) -> int:
    from habarshy.topology import applying
    from schemas.topology_difference import difference

    wire = _wire(user, secrets)
    needed = difference(_wanted(directory, at, wire=wire), applying.found(wire))
    topology_screens.show(needed, as_json=as_json)
    if not as_json:
        output.remark(wording.say("topology-same" if needed.is_none else "topology-differs", number=len(needed.steps)))
        _remark_of(directory)
    return 0 if needed.is_none else WRONG


for _below in (plan, apply, check):
    command.add_command(_below)


def _wanted(directory: str, at: datetime | None, *, wire: "Wire") -> "Wanted":
    from schemas import topology
    from schemas.permissions import model

    agencies = _directory(directory).open_agencies(at or datetime.now(UTC))
    return topology.of_everybody(agencies, model.load(), brokers=wire.brokers())


def _directory(name: str) -> "Directory":
    from schemas.catalogue import loading as catalogue
    from schemas.directory import loading

    if name == SAMPLE:
        return loading.sample()
    try:
        return loading.from_yaml(Path(name), catalogue.load())
    except OSError as error:
        raise CallError(Finding("HB-6010", "", {"name": name, "what": files.reason(error)})) from error


def _remark_of(directory: str) -> None:
    if directory == SAMPLE:
        output.remark(wording.say("sample-directory"))


def _settings() -> "Settings":
    import os

    from habarshy.stack import settings

    return settings.from_environment(os.environ)


def _wire(user: str | None, secrets: Path | None) -> "Wire":
    from importlib.util import find_spec

    from habarshy.topology.errors import broken

    if find_spec("confluent_kafka") is None:
        raise broken("HB-8109")
    from habarshy.topology.wire import Wire

    address = _address()
    return Wire(address if user is None else _as_user(user, address, secrets))


def _address() -> "KafkaAddress":
    from habarshy.stack import stack

    settings = _settings()
    return settings.kafka or stack.addresses(settings).kafka


def _as_user(user: str, address: "KafkaAddress", secrets: Path | None) -> "KafkaAddress":
    """The same brokers as another of our users, whose password was kept when it was created."""
    from habarshy.topology.errors import broken

    kept = _means(secrets).secrets
    password = kept.password(user)
    if password is None:
        raise broken("HB-8110", user=user, folder=str(kept.folder))
    return address.as_user(user, password)


def _means(secrets: Path | None) -> "Means":
    import time
    from secrets import token_urlsafe

    from habarshy.topology.applying import Means
    from habarshy.topology.secret_files import SecretFiles

    folder = secrets or _settings().home / "secrets"
    return Means(SecretFiles(folder), lambda: token_urlsafe(PASSWORD_BYTES), lambda: time.sleep(MOMENT_S))
