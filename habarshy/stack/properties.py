"""What each broker is told, one function for each concern. Nothing here asks anything: settings in, properties out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from habarshy.stack.settings import HOST, Profile

ADMIN: Final = "admin"
"""The super user for emergencies, and for whoever makes topics, users and rights."""
BROKER: Final = "broker"
"""As whom the brokers speak to each other."""
MECHANISM: Final = "SCRAM-SHA-512"
REAUTHENTICATE_AFTER_MS: Final = 30_000
"""How long a connection outlives the user who opened it."""
LARGEST_RECORD_BYTES: Final = 1_048_576
_FIRST_BEYOND_ASCII: Final = 0x7F

Properties = Mapping[str, str | int | Path]


@dataclass(frozen=True)
class Node:
    """One broker of a stack, with what it must know of the others."""

    number: int
    folder: Path
    certificates: Path
    profile: Profile
    ports: tuple[int, ...]
    controller_ports: tuple[int, ...]
    broker_password: str
    bind: str = HOST
    data_name: str = "data"

    @property
    def data(self) -> Path:
        return self.folder / self.data_name

    @property
    def port(self) -> int:
        return self.ports[self.number - 1] if self.ports else 0

    @property
    def controller_port(self) -> int:
        return self.controller_ports[self.number - 1] if self.controller_ports else 0

    @property
    def secured(self) -> bool:
        return self.profile == "secured"


def of(node: Node) -> str:
    """The whole file, as Kafka reads it."""
    concerns = (_role(node), _listeners(node), _storage(node), _replication(node), _patience(), _limits())
    protected = (_encryption(node), _authentication(node), _rights()) if node.secured else ()
    lines = (f"{name}={_written(value)}" for concern in (*concerns, *protected) for name, value in concern.items())
    return "\n".join(lines) + "\n"


def _written(value: str | int | Path) -> str:
    """Java reads the file as Latin-1 and takes a backslash for itself; a folder may be named in Kazakh."""
    units = str(value).replace("\\", "\\\\").encode("utf-16-be")
    numbers = (int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2))
    return "".join(chr(number) if number < _FIRST_BEYOND_ASCII else f"\\u{number:04x}" for number in numbers)


def _role(node: Node) -> Properties:
    voters = (f"{number}@{HOST}:{port}" for number, port in enumerate(node.controller_ports, start=1))
    return {
        "process.roles": "broker,controller",
        "node.id": node.number,
        "controller.quorum.voters": ",".join(voters),
    }


def _listeners(node: Node) -> Properties:
    outside, inside = ("SASL_SSL", "SASL_SSL") if node.secured else ("PLAINTEXT", "PLAINTEXT")
    return {
        "listeners": f"CLIENTS://{node.bind}:{node.port},CONTROLLER://{HOST}:{node.controller_port}",
        "advertised.listeners": f"CLIENTS://{HOST}:{node.port}",
        "listener.security.protocol.map": f"CLIENTS:{outside},CONTROLLER:{inside}",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "CLIENTS",
    }


def _storage(node: Node) -> Properties:
    return {
        "log.dirs": node.data,
        "num.recovery.threads.per.data.dir": 1,
        "log.message.timestamp.type": "LogAppendTime",
    }


def _replication(node: Node) -> Properties:
    copies = len(node.ports)
    needed = max(1, copies - 1)
    return {
        "default.replication.factor": copies,
        "min.insync.replicas": needed,
        "offsets.topic.replication.factor": copies,
        "offsets.topic.num.partitions": 4,
        "transaction.state.log.replication.factor": copies,
        "transaction.state.log.min.isr": needed,
        "transaction.state.log.num.partitions": 4,
        "share.coordinator.state.topic.replication.factor": copies,
        "share.coordinator.state.topic.min.isr": needed,
        "share.coordinator.state.topic.num.partitions": 4,
    }


def _patience() -> Properties:
    """A broker that was killed is missed after one second, not nine: it may come back at once."""
    return {
        "broker.session.timeout.ms": 1000,
        "broker.heartbeat.interval.ms": 200,
        "group.initial.rebalance.delay.ms": 0,
        "controlled.shutdown.enable": "true",
    }


def _limits() -> Properties:
    return {
        "auto.create.topics.enable": "false",
        "message.max.bytes": LARGEST_RECORD_BYTES,
        "num.network.threads": 2,
        "num.io.threads": 4,
        "log.cleaner.dedupe.buffer.size": 4_194_304,
    }


def _encryption(node: Node) -> Properties:
    return {
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": node.certificates / "broker.pem",
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": node.certificates / "ca.pem",
        "ssl.enabled.protocols": "TLSv1.3,TLSv1.2",
        "ssl.endpoint.identification.algorithm": "https",
    }


def _authentication(node: Node) -> Properties:
    """Clients and brokers by SCRAM; controllers by a password between themselves, for the users live in what they keep."""
    scram = _login("org.apache.kafka.common.security.scram.ScramLoginModule", node.broker_password)
    plain = _login("org.apache.kafka.common.security.plain.PlainLoginModule", node.broker_password)
    known = f' user_{BROKER}="{node.broker_password}";'
    return {
        "listener.name.clients.sasl.enabled.mechanisms": MECHANISM,
        f"listener.name.clients.{MECHANISM.lower()}.sasl.jaas.config": f"{scram};",
        "sasl.mechanism.inter.broker.protocol": MECHANISM,
        "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
        "listener.name.controller.plain.sasl.jaas.config": f"{plain}{known}",
        "sasl.mechanism.controller.protocol": "PLAIN",
        "connections.max.reauth.ms": REAUTHENTICATE_AFTER_MS,
    }


def _login(module: str, password: str) -> str:
    return f'{module} required username="{BROKER}" password="{password}"'


def _rights() -> Properties:
    return {
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found": "false",
        "super.users": f"User:{ADMIN};User:{BROKER}",
    }
