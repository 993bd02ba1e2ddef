"""`habarshy topology plan|apply|check`: what stands on the wire, what should, and the way from one to the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habarshy.command import enrolling, helping, output, topology_directory, topology_screens, wording

if TYPE_CHECKING:
    from habarshy.stack.addresses import KafkaAddress
    from habarshy.stack.settings import Settings
    from habarshy.topology.applying import Means
    from habarshy.topology.secret_files import SecretFiles
    from habarshy.topology.wire import Wire
    from schemas.directory.agency import AgencyVersion
    from schemas.topology import Wanted
    from schemas.topology_difference import Difference

MOMENT_S: Final = 0.02
PASSWORD_BYTES: Final = 32
WRONG: Final = 1

command = helping.Group(
    name="topology",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


def _options(*more: click.Parameter) -> Sequence[click.Parameter]:
    return [
        helping.option("--directory", key="directory", metavar="FOLDER"),
        *more,
        enrolling.operator_option(),
        helping.option("--at", key="topology-at", type=helping.InstantType()),
        helping.option("--as", "user", key="as", metavar="NAME"),
        helping.option("--secrets", key="secrets", metavar="FOLDER", type=click.Path(path_type=Path)),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ]


@dataclass(frozen=True)
class Asked:
    """What is said in the call of where to look, as whom, and for which agencies."""

    directory: str | None
    folder: Path | None
    at: datetime
    user: str | None
    secrets: Path | None

    @classmethod
    def of(cls, at: datetime | None, said: Mapping[str, Any]) -> "Asked":
        return cls(at=at or enrolling.now(), **said)


@helping.command("plan", params=_options())
def plan(*, at: datetime | None, as_json: bool, **said: Any) -> None:  # noqa: ANN401 - as the options are declared
    asked = Asked.of(at, said)
    needed = _needed(asked)
    topology_screens.show(needed, as_json=as_json)
    if not as_json:
        output.remark(wording.say("topology-same" if needed.is_none else "topology-planned", number=len(needed.steps)))
        _remark_of(asked)


@helping.command(
    "apply",
    params=_options(
        helping.option("--without-admitted-agencies", "without", key="without-admitted-agencies", is_flag=True)
    ),
)
def apply(*, at: datetime | None, as_json: bool, without: bool, **said: Any) -> int:  # noqa: ANN401 - as the options are declared
    from habarshy.topology import applying

    asked = Asked.of(at, said)
    wire, means = _wire(asked), _means(asked)
    agencies = _agencies(asked)
    if asked.directory is not None and not without:
        topology_directory.refuse_to_undo(asked.directory, asked.folder, at=asked.at, named=agencies)
    taken = applying.apply(_wanted(agencies, wire), wire, means)
    topology_screens.show(taken, as_json=as_json)
    if not as_json:
        output.remark(wording.say("topology-applied" if taken.steps else "topology-same", number=len(taken.steps)))
        if topology_screens.makes_users(taken):
            output.remark(wording.say("topology-passwords", folder=means.secrets.folder))
        _remark_of(asked)
    return WRONG if taken.immovable else 0


@helping.command("check", params=_options())
def check(*, at: datetime | None, as_json: bool, **said: Any) -> int:  # noqa: ANN401 - as the options are declared
    asked = Asked.of(at, said)
    needed = _needed(asked)
    topology_screens.show(needed, as_json=as_json)
    if not as_json:
        output.remark(wording.say("topology-same" if needed.is_none else "topology-differs", number=len(needed.steps)))
        _remark_of(asked)
    return 0 if needed.is_none else WRONG


for _below in (plan, apply, check):
    command.add_command(_below)


def _needed(asked: Asked) -> "Difference":
    from habarshy.topology import applying
    from schemas.topology_difference import difference

    wire = _wire(asked)
    return difference(_wanted(_agencies(asked), wire), applying.found(wire))


def _agencies(asked: Asked) -> "Sequence[AgencyVersion]":
    return topology_directory.open_agencies(asked.directory, asked.folder, at=asked.at)


def _wanted(agencies: "Sequence[AgencyVersion]", wire: "Wire") -> "Wanted":
    from schemas import topology
    from schemas.permissions import model

    return topology.of_everybody(agencies, model.load(), brokers=wire.brokers())


def _remark_of(asked: Asked) -> None:
    if asked.directory == topology_directory.SAMPLE:
        output.remark(wording.say("sample-directory"))


def _settings() -> "Settings":
    import os

    from habarshy.stack import settings

    return settings.from_environment(os.environ)


def _wire(asked: Asked) -> "Wire":
    from importlib.util import find_spec

    from habarshy.topology.errors import broken

    if find_spec("confluent_kafka") is None:
        raise broken("HB-8109")
    from habarshy.topology.wire import Wire

    address = _address()
    return Wire(address if asked.user is None else _as_user(asked.user, address, _means(asked).secrets))


def _address() -> "KafkaAddress":
    from habarshy.stack import stack

    settings = _settings()
    return settings.kafka or stack.addresses(settings).kafka


def _as_user(user: str, address: "KafkaAddress", kept: "SecretFiles") -> "KafkaAddress":
    """The same brokers as another of our users, whose password was kept when it was created."""
    from habarshy.topology.errors import broken

    password = kept.password(user)
    if password is None:
        raise broken("HB-8110", user=user, folder=str(kept.folder))
    return address.as_user(user, password)


def _means(asked: Asked) -> "Means":
    import time
    from secrets import token_urlsafe

    from habarshy.topology.applying import Means
    from habarshy.topology.secret_files import SecretFiles

    place = topology_directory.bus(asked.folder)
    folder = asked.secrets or (place.secrets.folder if place else _settings().home / "secrets")
    return Means(SecretFiles(folder), lambda: token_urlsafe(PASSWORD_BYTES), lambda: time.sleep(MOMENT_S))
