"""Kafka in a container, for machines with an engine and people who ask for it. What the broker is told is the same."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from habarshy.stack import files, ports, properties, waiting
from habarshy.stack.errors import broken
from habarshy.stack.kafka import READY_SECONDS, Broker, users
from habarshy.stack.runtime import DIES_WHOLE, HEAP
from habarshy.stack.state import Passwords
from habarshy.stack.wheels import wheel

IMAGE: Final = "apache/kafka:4.3.1"
_FOLDER: Final = Path("/habarshy")
_CERTIFICATES: Final = Path("/certificates")
_STARTED: Final = b"Kafka Server started"
# The arguments that carry passwords stand in this file, which only its owner may read.
_SCRIPT: Final = """set -e
bin=/opt/kafka/bin
test -f {data}/meta.properties || $bin/kafka-storage.sh format --config {settings} --cluster-id {cluster} {users}
exec $bin/kafka-server-start.sh {settings}
"""


def look_for_engine() -> None:
    """Says so where there is none, before anything is begun."""
    _found("habarshy")


def start(broker: Broker, passwords: Passwords) -> None:
    """Starts the container if it does not run, and waits until the broker answers."""
    name = _name(broker)
    if runs(broker):
        return
    stop(broker)
    _write(broker, passwords)
    _container(broker, name)

    def ready() -> bool:
        found = _found(name)
        return found is not None and _STARTED in found.logs() and ports.answers(broker.node.port)

    if not waiting.until(ready, seconds=READY_SECONDS):
        raise broken("HB-8007", server=name, seconds=int(READY_SECONDS), log=f"docker logs {name}")


def runs(broker: Broker) -> bool:
    found = _found(_name(broker))
    return found is not None and found.status == "running"


def stop(broker: Broker) -> bool:
    """False where there was none."""
    found = _found(_name(broker))
    if found is None:
        return False
    found.stop()
    found.remove(force=True)
    return True


def _name(broker: Broker) -> str:
    """Of this stack alone, whatever else the engine runs."""
    return f"habarshy-{hashlib.sha256(str(broker.node.folder).encode()).hexdigest()[:12]}"


def _write(broker: Broker, passwords: Passwords) -> None:
    inside = replace(broker.node, folder=_FOLDER, certificates=_CERTIFICATES, bind="0.0.0.0")  # noqa: S104 - of the container, which publishes it on this machine alone
    settings = _FOLDER / broker.settings_file.name
    added = " ".join(f"--add-scram '{user}'" for user in users(passwords)) if inside.secured else ""
    script = _SCRIPT.format(data=inside.data, settings=settings, cluster=passwords.cluster, users=added)
    files.write(broker.settings_file, properties.of(inside))
    files.write(broker.node.folder / "start.sh", script)


def _container(broker: Broker, name: str) -> None:
    from testcontainers.core.config import testcontainers_config
    from testcontainers.core.container import DockerContainer

    # Its reaper would end the container together with the command that started it.
    testcontainers_config.ryuk_disabled = True
    container = DockerContainer(IMAGE).with_name(name).with_command(f"/bin/sh {_FOLDER / 'start.sh'}")
    container.with_volume_mapping(str(broker.node.folder), str(_FOLDER), "rw")
    container.with_volume_mapping(str(broker.node.certificates), str(_CERTIFICATES), "ro")
    container.with_envs(LOG_DIR=str(_FOLDER / "logs"), KAFKA_HEAP_OPTS=f"-Xmx{HEAP} {DIES_WHOLE}")
    container.with_kwargs(user=f"{os.geteuid()}:{os.getegid()}")
    # Published on this machine alone: docker takes a pair for it, which its wrapper's type does not know.
    container.ports[str(broker.node.port)] = ("127.0.0.1", broker.node.port)  # type: ignore[assignment] # see above
    container.start()


def _found(name: str) -> Any:  # noqa: ANN401 - the engine's client has no types
    """The container of that name, or None. Says so where there is no engine."""
    wheel("testcontainers")
    from docker.errors import DockerException, NotFound  # type: ignore[import-untyped] # it has no types
    from testcontainers.core.docker_client import DockerClient

    try:
        return DockerClient().client.containers.get(name)
    except NotFound:
        return None
    except DockerException as error:
        raise broken("HB-8014", why=str(error).splitlines()[0]) from error
