"""The secured profile on a real broker: what listens, what it demands, and who may do what by default."""

import socket
import ssl
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import TopicAuthorizationFailedError
from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import (
    AdminClient,
    NewTopic,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from habarshy.stack import waiting
from habarshy.stack.addresses import Addresses, KafkaAddress
from habarshy.stack.settings import HOST
from tests import letterbox
from tests.stack import RUN

LISTENS = "0A"


@pytest.fixture(scope="module")
def ports(stack: Addresses) -> tuple[int, ...]:
    """Every port on which the shared broker's process listens, asked of the system and not of its settings."""
    (client,) = (int(server.rpartition(":")[2]) for server in stack.kafka.bootstrap.split(","))
    return tuple(sorted(listening_beside(client)))


def listening_beside(port: int) -> set[int]:
    rows = [line.split() for table in ("tcp", "tcp6") for line in Path("/proc/net", table).read_text().splitlines()[1:]]
    ports = {row[9]: int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == LISTENS}
    for process in Path("/proc").glob("[0-9]*"):
        inodes = set(open_sockets(process))
        if port in (owned := {ports[inode] for inode in inodes & set(ports)}):
            return owned
    return set()


def open_sockets(process: Path) -> list[str]:
    links: list[str] = []
    # A process ends, or closes a file, while it is looked at.
    with suppress(OSError):
        for link in (process / "fd").iterdir():
            with suppress(OSError):
                links.append(str(link.readlink()))
    return [link.removeprefix("socket:[").removesuffix("]") for link in links if link.startswith("socket:")]


def known(login: KafkaAddress) -> None:
    """A user is made in one place and known in another: the broker reads of it a moment later."""
    admin = AdminClient({**login.confluent(), "log_level": 0})
    assert waiting.until(lambda: may_ask(admin), seconds=20)


def may_ask(admin: AdminClient) -> bool:
    try:
        admin.list_topics(timeout=1)
    except KafkaException:
        return False
    return True


def test_a_broker_listens_on_two_ports_and_both_speak_nothing_but_tls(
    ports: tuple[int, ...], kafka: KafkaAddress
) -> None:
    trusting = ssl.create_default_context(cafile=str(kafka.ca))

    assert len(ports) == 2
    for port in ports:
        with (
            socket.create_connection((HOST, port), timeout=10) as plain,
            trusting.wrap_socket(plain, server_hostname=HOST) as secured,
        ):
            assert secured.version() in ("TLSv1.2", "TLSv1.3")
        with socket.create_connection((HOST, port), timeout=10) as plain:
            # What a client without TLS says first: which versions do you speak?
            plain.sendall(bytes.fromhex("0000000e 0012 0000 00000001 0004 74657374".replace(" ", "")))
            assert plain.recv(1) in (b"", b"\x15"), "it answered in the clear"


def test_others_on_this_machine_read_nothing_of_a_stack_but_whom_it_trusts(
    stack: Addresses, pytestconfig: pytest.Config
) -> None:
    assert stack.kafka.ca is not None

    assert readable_by_others(pytestconfig.stash[RUN] / "secured") == {stack.kafka.ca.name}


def readable_by_others(folder: Path) -> set[str]:
    """The names of all files that somebody else could open by their path."""
    entered = [entry for entry in folder.iterdir() if not entry.is_dir() or entry.stat().st_mode & 0o011]
    below = (readable_by_others(entry) for entry in entered if entry.is_dir())
    own = {entry.name for entry in entered if entry.is_file() and entry.stat().st_mode & 0o044}
    return own.union(*below)


def test_an_older_tls_is_refused(ports: tuple[int, ...]) -> None:
    older = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    older.check_hostname, older.verify_mode = False, ssl.CERT_NONE
    older.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        older.minimum_version = older.maximum_version = ssl.TLSVersion.TLSv1_1

    for port in ports:
        with (
            socket.create_connection((HOST, port), timeout=10) as plain,
            pytest.raises((ssl.SSLError, ConnectionError)),
        ):
            older.wrap_socket(plain, server_hostname=HOST)


def test_the_controllers_want_their_own_password(ports: tuple[int, ...], kafka: KafkaAddress) -> None:
    (controller,) = {f"{HOST}:{port}" for port in ports} - {kafka.bootstrap}
    said: list[str] = []

    def note(error: KafkaError) -> None:
        said.append(error.name())

    settings = replace(kafka, bootstrap=controller).confluent() | {"sasl.mechanism": "PLAIN"}
    admin = AdminClient({**settings, "error_cb": note})  # type: ignore[dict-item] # its stubs know no callbacks

    with pytest.raises(KafkaException):
        admin.list_topics(timeout=3)
    admin.poll(0)
    assert "_AUTHENTICATION" in said


async def test_a_user_whom_nobody_allowed_anything_may_do_nothing(kafka: KafkaAddress, prefix: str) -> None:
    admin, user, topic = AdminClient(kafka.confluent()), f"{prefix}stranger", f"{prefix}fresh"
    admin.create_topics([NewTopic(topic, 1, 1)])[topic].result(20)
    scram = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
    admin.alter_user_scram_credentials([UserScramCredentialUpsertion(user, scram, b"secret")])[user].result(20)

    known(kafka.as_user(user, "secret"))
    for name in (topic, f"{prefix}never-made"):
        async with AIOKafkaProducer(**kafka.as_user(user, "secret").aiokafka()) as producer:
            with pytest.raises(TopicAuthorizationFailedError):
                await producer.send_and_wait(name, b"said")
    assert f"{prefix}never-made" not in admin.list_topics(timeout=20).topics


@pytest.mark.proof
async def test_three_brokers_keep_three_copies(three_brokers: Addresses, prefix: str) -> None:
    admin = AdminClient(three_brokers.kafka.confluent())
    admin.create_topics([NewTopic(f"{prefix}copied", 3, 3)])[f"{prefix}copied"].result(20)

    def copies() -> list[list[int]]:
        """The broker that is asked may not have heard of the topic yet."""
        partitions = admin.list_topics(f"{prefix}copied", timeout=20).topics[f"{prefix}copied"].partitions.values()
        return [sorted(partition.replicas) for partition in partitions]

    assert len(admin.list_topics(timeout=20).brokers) == 3
    await letterbox.until(lambda: copies() == [[1, 2, 3]] * 3, seconds=20)


def test_the_plaintext_profile_asks_nobody(plaintext_stack: Addresses) -> None:
    assert plaintext_stack.kafka.security == "PLAINTEXT"
    assert AdminClient(plaintext_stack.kafka.confluent()).list_topics(timeout=20).brokers
