"""The whole stack: up, down, what runs, and gone. Each can be asked again and does only what is still to do."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from habarshy.stack import certificates, files, jars, kafka, ports, postgres, properties, runtime
from habarshy.stack.addresses import Addresses, KafkaAddress, PostgresAddress
from habarshy.stack.errors import broken
from habarshy.stack.kafka import Broker
from habarshy.stack.postgres import Database
from habarshy.stack.servers import Server
from habarshy.stack.settings import HOST, Settings
from habarshy.stack.state import Passwords, State, fresh_passwords, passwords_file, state_file

_ENTERED_BY_OTHERS: Final = 0o711
"""PostgreSQL may run as another account, which must pass through; what is secret is its owner's file by file."""


@dataclass(frozen=True)
class Part:
    """What runs of a stack, as a screen shows it."""

    name: str
    address: str
    number: int | None
    log: str

    @property
    def runs(self) -> bool:
        return self.number is not None


def up(settings: Settings, now: datetime, *, arrived: jars.Arrived = lambda _jar, _size: None) -> Addresses:
    """Starts what does not run, mends what can be mended, and answers when both can be used."""
    with _alone(settings):
        state = _agreed(settings)
        passwords = _passwords(settings)
        if settings.postgres is None:
            postgres.start(_database(settings, state, passwords))
        if settings.kafka is None:
            _start_kafka(settings, state, passwords, now=now, arrived=arrived)
        return _addresses(settings, state, passwords)


def down(settings: Settings) -> tuple[str, ...]:
    """Stops what runs; answers the names of what did."""
    state = State.read(state_file(settings))
    if state is None:
        return ()
    with _alone(settings):
        stopped = _stop_together(_servers(settings, state))
        _keep_archive(settings)
        return stopped


def status(settings: Settings) -> tuple[Part, ...]:
    """Each server of the stack; none where there is no stack yet."""
    state = State.read(state_file(settings))
    if state is None:
        return ()
    brokers = _brokers(settings, state, broker_password="")
    parts = [Part(b.name, f"{HOST}:{b.node.port}", b.server.number(), str(b.log)) for b in brokers]
    database = _database(settings, state, None)
    address = f"{HOST}:{database.port}"
    return (*parts, Part("postgres", address, database.server.number(), str(database.log)))


def addresses(settings: Settings) -> Addresses:
    """Of a stack that runs."""
    if settings.kafka is not None and settings.postgres is not None:
        return Addresses(settings.kafka, settings.postgres)
    state, passwords = State.read(state_file(settings)), Passwords.read(passwords_file(settings))
    if state is None or passwords is None or not all(part.runs for part in status(settings)):
        raise broken("HB-8011", home=str(settings.home))
    return _addresses(settings, state, passwords)


def reset(settings: Settings) -> None:
    """Stops the stack and deletes its folder. The jars, which it shares with others, stay."""
    down(settings)
    if settings.home.exists():
        with files.writing_in(settings.home):
            shutil.rmtree(settings.home)


@contextlib.contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One command at a time works on a stack; another waits for it."""
    with files.writing_in(settings.home):
        settings.home.mkdir(parents=True, exist_ok=True)
        settings.home.chmod(_ENTERED_BY_OTHERS)
        descriptor = os.open(settings.home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, files.OWNER_ONLY)
    with os.fdopen(descriptor, "rb") as lock:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        yield


def _agreed(settings: Settings) -> State:
    """What the stack was made as, with ports that can be had."""
    kept = State.read(state_file(settings))
    wanted = State(profile=settings.profile, brokers=settings.brokers, source=settings.source)
    if kept is not None and (kept.profile, kept.brokers, kept.source) != (
        wanted.profile,
        wanted.brokers,
        wanted.source,
    ):
        raise broken("HB-8010", brokers=kept.brokers, profile=kept.profile, source=kept.source)
    state = kept or wanted
    if kept is None or not any(server.runs() for server in _servers(settings, kept)):
        state = _with_ports(state)
    state.write(state_file(settings))
    return state


def _with_ports(state: State) -> State:
    """Where some of it runs, its ports are taken by itself and stay."""
    remembered = (*state.kafka_ports, *state.controller_ports, state.postgres_port)
    count = state.brokers
    chosen = ports.kept_or_chosen(remembered if state.kafka_ports else (), count=2 * count + 1)
    return state.model_copy(
        update={
            "kafka_ports": chosen[:count],
            "controller_ports": chosen[count : 2 * count],
            "postgres_port": chosen[-1],
        }
    )


def _passwords(settings: Settings) -> Passwords:
    kept = Passwords.read(passwords_file(settings))
    if kept is None:
        kept = fresh_passwords()
        kept.write(passwords_file(settings))
    return kept


def _start_kafka(
    settings: Settings, state: State, passwords: Passwords, *, now: datetime, arrived: jars.Arrived
) -> None:
    lock = jars.load()
    made = runtime.of(jars.bring(settings.cache, lock, arrived=arrived), lock)
    if state.profile == "secured":
        certificates.keep(settings.certificates, now)
    kafka.start(_brokers(settings, state, passwords.broker), made, passwords)


def _stop_together(servers: tuple[Server, ...]) -> tuple[str, ...]:
    """A broker leaves its cluster while the others still answer; all are asked before any is awaited."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(servers)) as pool:
        ended = tuple(pool.map(Server.stop, servers))
    return tuple(server.name for server, did in zip(servers, ended, strict=True) if did)


def _keep_archive(settings: Settings) -> None:
    """What the first broker wrote when it left speeds up the next start; it is given its name when it is whole."""
    lock = jars.load()
    place = jars.folder(settings.cache, lock)
    with contextlib.suppress(FileNotFoundError):
        (place / "classes.new").replace(place / "classes.jsa")


def _servers(settings: Settings, state: State) -> tuple[Server, ...]:
    brokers = _brokers(settings, state, broker_password="")
    return (*(broker.server for broker in brokers), _database(settings, state, None).server)


def _brokers(settings: Settings, state: State, broker_password: str) -> tuple[Broker, ...]:
    return tuple(
        Broker(
            properties.Node(
                number=number,
                folder=settings.kafka_folder / str(number),
                certificates=settings.certificates,
                profile=state.profile,
                ports=state.kafka_ports,
                controller_ports=state.controller_ports,
                broker_password=broker_password,
            )
        )
        for number in range(1, state.brokers + 1)
    )


def _database(settings: Settings, state: State, passwords: Passwords | None) -> Database:
    return Database(settings.postgres_folder, state.postgres_port, passwords.postgres if passwords else "")


def _addresses(settings: Settings, state: State, passwords: Passwords) -> Addresses:
    bootstrap = ",".join(f"{HOST}:{port}" for port in state.kafka_ports)
    own = KafkaAddress(bootstrap)
    if state.profile == "secured":
        own = KafkaAddress(bootstrap, properties.ADMIN, passwords.admin, settings.certificates / certificates.AUTHORITY)
    database = f"host={HOST} port={state.postgres_port} user={postgres.USER} dbname={postgres.DATABASE}"
    login = PostgresAddress(f"{database} password={passwords.postgres}")
    return Addresses(settings.kafka or own, settings.postgres or login)
