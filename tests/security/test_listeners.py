"""Whoever scans the broker's ports finds TLS 1.2 or later behind each, and nothing that answers in plain text."""

import contextlib
import socket
import ssl
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from habarshy.stack import stack as stacks
from habarshy.stack.addresses import KafkaAddress
from habarshy.stack.settings import HOST, Settings

LISTENS: Final = "0A"
PATIENCE_S: Final = 5
API_VERSIONS: Final = struct.pack(">ihhih", 10, 18, 0, 1, -1)
"""What every client of Kafka asks first, before it has said who it is."""


@pytest.fixture
def ports(own_kafka: KafkaAddress, own_stack: Settings) -> set[int]:
    """Where the broker's process really listens, by the operating system."""
    broker = next(part for part in stacks.status(own_stack) if part.address in own_kafka.bootstrap.split(","))
    if not Path("/proc/net/tcp").exists():
        pytest.skip("this system does not tell in /proc who listens where")
    owned = set()
    for link in Path(f"/proc/{broker.number}/fd").iterdir():
        # A connection may end between the listing and the look.
        with contextlib.suppress(FileNotFoundError):
            owned.add(link.readlink().name)
    return {port for port, inode in listening() if f"socket:[{inode}]" in owned}


def listening() -> Iterator[tuple[int, str]]:
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text(encoding="ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENS:
                yield int(fields[1].rpartition(":")[2], 16), fields[9]


def test_the_broker_listens_for_clients_and_for_controllers_and_nowhere_else(
    ports: set[int], own_kafka: KafkaAddress
) -> None:
    assert int(own_kafka.bootstrap.rpartition(":")[2]) in ports
    assert len(ports) == 2


def test_no_port_answers_in_plain_text(ports: set[int]) -> None:
    assert {port: answered(port) for port in ports} == dict.fromkeys(ports, b"")


def answered(port: int) -> bytes:
    """What comes back, up to the end of the connection; a TLS alert is not an answer of Kafka."""
    with socket.create_connection((HOST, port), PATIENCE_S) as connection:
        connection.sendall(API_VERSIONS)
        with contextlib.suppress(ConnectionError):
            return connection.recv(1_000).removeprefix(b"\x15\x03\x03\x00\x02\x02\x50")
    return b""


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_every_port_speaks_a_version_that_holds(
    version: ssl.TLSVersion, ports: set[int], own_kafka: KafkaAddress
) -> None:
    assert {shaken(port, version, own_kafka) for port in ports} == {version.name.replace("_", ".")}


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("name", ["TLSv1", "TLSv1_1"])
def test_no_port_speaks_an_older_version(name: str, ports: set[int], own_kafka: KafkaAddress) -> None:
    for port in ports:
        with pytest.raises(ssl.SSLError, match="alert protocol version"):
            shaken(port, ssl.TLSVersion[name], own_kafka)


def shaken(port: int, version: ssl.TLSVersion, kafka: KafkaAddress) -> str | None:
    """The version that both sides agree on, where the client knows this one alone."""
    context = ssl.create_default_context(cafile=str(kafka.ca))
    # The client's own reluctance to speak an old version must not be what the test sees.
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    with (
        socket.create_connection((HOST, port), PATIENCE_S) as connection,
        context.wrap_socket(connection, server_hostname=HOST) as secured,
    ):
        return secured.version()
