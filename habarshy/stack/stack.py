"""The whole stack: up, down, what runs, and gone. Each can be asked again and does only what is still to do."""

import contextlib
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from habarshy.stack import certificates, configured, containers, files, jars, kafka, ports, postgres, runtime
from habarshy.stack.addresses import Addresses
from habarshy.stack.errors import broken
from habarshy.stack.kafka import Broker
from habarshy.stack.layout import Layout, bus
from habarshy.stack.servers import Server
from habarshy.stack.settings import HOST, Settings
from habarshy.stack.state import Passwords, State, fresh_passwords, passwords_file, state_file

_ENTERED_BY_OTHERS: Final = 0o711
"""PostgreSQL may run as another account, which must pass through; what is secret is its owner's file by file."""
_ENTERED_BY_NOBODY: Final = 0o700
_MISREAD: Final = frozenset(",:;\\\"'\n")
"""Kafka, Java or the shell would take these in the name of a folder for something else."""

_OURS: Final = frozenset({"lock", "state.json", "passwords.json", "kafka", "postgres", "bus", "agencies"})
"""What a stack's folder may hold before the stack is whole; the last two are a bus's, which may come before its servers."""

Condition = Literal["runs", "stopped", "configured"]


@dataclass(frozen=True)
class Part:
    """One server that belongs to a stack, as a screen shows it."""

    name: str
    condition: Condition
    address: str
    number: int | None = None
    log: Path | None = None


def up(settings: Settings, now: datetime, *, arrived: jars.Arrived = lambda _jar, _size: None) -> Addresses:
    """Starts what does not run, mends what can be mended, and answers when both can be used."""
    _check(settings)
    with _alone(settings):
        layout = Layout(settings, _agreed(settings), _passwords(settings))
        # Side by side: each waits mostly for its own disk and its own programs.
        with ThreadPoolExecutor(1) as pool:
            databases = pool.submit(_start_databases, layout)
            if layout.brokers:
                _start_brokers(layout, now, arrived=arrived)
            databases.result()
        return layout.addresses


def _check(settings: Settings) -> None:
    """What cannot be had is said before anything is begun."""
    for folder in (settings.home, settings.cache):
        if _MISREAD & set(str(folder)):
            raise broken("HB-8017", path=str(folder), signs=" ".join(sorted(_MISREAD - {"\n"})))
    if (held := _held(settings.home)) and not held & _OURS:
        raise broken("HB-8018", path=str(settings.home))
    if settings.source == "testcontainers":
        if settings.brokers != 1:
            raise broken("HB-8015", brokers=settings.brokers)
        containers.look_for_engine()
    if settings.postgres is not None:
        configured.look_at_postgres(settings.postgres)
    else:
        postgres.look_at_place(settings.postgres_folder)
    if settings.kafka is not None:
        configured.look_at_kafka(settings.kafka)


def down(settings: Settings) -> tuple[str, ...]:
    """Stops what runs; answers the names of what did."""
    if not state_file(settings).exists():
        return ()
    with _alone(settings):
        layout = _kept(settings)
        stopped = _stop_together(layout.servers)
        if layout.state.source == "testcontainers":
            return (*stopped, *(broker.name for broker in layout.brokers if containers.stop(broker)))
        _archive(layout)
        return stopped


def status(settings: Settings) -> tuple[Part, ...]:
    """Each server that belongs to the stack, running or not."""
    layout = _kept(settings)
    own = (*(_broker_part(layout, broker) for broker in layout.brokers), *_database_parts(layout))
    given = []
    if settings.kafka is not None:
        given.append(Part("kafka", "configured", settings.kafka.bootstrap))
    if settings.postgres is not None:
        given.append(Part("postgres", "configured", configured.place_of(settings.postgres)))
    return (*own, *given)


def addresses(settings: Settings) -> Addresses:
    """Of a stack that runs."""
    passwords = Passwords.read(passwords_file(settings))
    if passwords is None or any(part.condition == "stopped" for part in status(settings)):
        raise broken("HB-8011", home=str(settings.home))
    return Layout(settings, _kept(settings).state, passwords).addresses


def reset(settings: Settings) -> None:
    """Stops the stack and deletes its folder. The jars, which it shares with others, stay."""
    if _held(settings.home) and State.read(state_file(settings)) is None:
        raise broken("HB-8018", path=str(settings.home))
    # A bus of the sandbox could not be found any more once its lock is deleted.
    bus(settings).stop()
    down(settings)
    if settings.home.exists():
        with files.writing_in(settings.home):
            shutil.rmtree(settings.home)


def _held(home: Path) -> frozenset[str]:
    """The names in a folder; none where there is no folder."""
    with files.writing_in(home):
        return frozenset(path.name for path in home.iterdir()) if home.is_dir() else frozenset()


@contextlib.contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One command at a time works on a stack; another waits for it."""
    with files.alone(settings.home / "lock"):
        with files.writing_in(settings.home):
            settings.home.chmod(_ENTERED_BY_OTHERS)
            settings.kafka_folder.mkdir(mode=_ENTERED_BY_NOBODY, exist_ok=True)
        yield


def _kept(settings: Settings) -> Layout:
    """As it was made; where nothing was made yet, as it would be."""
    state = State.read(state_file(settings))
    return Layout(settings, state or _wanted(settings))


def _wanted(settings: Settings) -> State:
    return State(profile=settings.profile, brokers=settings.brokers, source=settings.source)


def _agreed(settings: Settings) -> State:
    """What the stack was made as, with ports that can be had."""
    kept, wanted = State.read(state_file(settings)), _wanted(settings)
    if kept is not None and (kept.profile, kept.brokers, kept.source) != (
        wanted.profile,
        wanted.brokers,
        wanted.source,
    ):
        raise broken("HB-8010", brokers=kept.brokers, profile=kept.profile, source=kept.source)
    state = _with_ports(Layout(settings, kept or wanted))
    if kept is not None and state.controller_ports != kept.controller_ports:
        # The brokers know each other by these ports: those that run must hear of the new one.
        _stop_together(tuple(broker.server for broker in Layout(settings, kept).brokers))
    state.write(state_file(settings))
    return state


def _with_ports(layout: Layout) -> State:
    """What runs keeps its ports; of the rest, those that are still free."""
    state, count = layout.state, layout.state.brokers
    remembered = (*state.kafka_ports, *state.controller_ports, state.postgres_port) if state.kafka_ports else ()
    own = {port for port in remembered if _is_held(layout, port)}
    chosen = ports.kept_or_chosen(remembered, count=2 * count + 1, free=lambda port: port in own or ports.is_free(port))
    return state.model_copy(
        update={
            "kafka_ports": chosen[:count],
            "controller_ports": chosen[count : 2 * count],
            "postgres_port": chosen[-1],
        }
    )


def _is_held(layout: Layout, port: int) -> bool:
    """Whether a server of ours that runs listens there."""
    if any(database.port == port and database.server.runs() for database in layout.databases):
        return True
    return any(port in (b.node.port, b.node.controller_port) and _broker_runs(layout, b) for b in layout.brokers)


def _broker_runs(layout: Layout, broker: Broker) -> bool:
    return containers.runs(broker) if layout.state.source == "testcontainers" else broker.server.runs()


def _passwords(settings: Settings) -> Passwords:
    kept = Passwords.read(passwords_file(settings))
    if kept is None:
        kept = fresh_passwords()
        kept.write(passwords_file(settings))
    return kept


def _start_databases(layout: Layout) -> None:
    for database in layout.databases:
        postgres.start(database)


def _start_brokers(layout: Layout, now: datetime, *, arrived: jars.Arrived) -> None:
    if layout.state.profile == "secured":
        certificates.keep(layout.settings.certificates, now)
    if layout.state.source == "testcontainers":
        containers.start(layout.brokers[0], layout.passwords)
        return
    lock = jars.load()
    place = jars.bring(layout.settings.cache, lock, arrived=arrived, mirror=layout.settings.mirror)
    kafka.start(layout.brokers, runtime.of(place, lock), layout.passwords)


def _stop_together(servers: tuple[Server, ...]) -> tuple[str, ...]:
    """A broker leaves its cluster while the others still answer; all are asked before any is awaited."""
    with ThreadPoolExecutor(max(1, len(servers))) as pool:
        ended = tuple(pool.map(Server.stop, servers))
    return tuple(server.name for server, did in zip(servers, ended, strict=True) if did)


def _archive(layout: Layout) -> None:
    """Once in the life of a machine, and behind the back of whoever stopped the stack: it takes ten seconds of a processor."""
    record = next((broker.record for broker in layout.brokers if broker.record.exists()), None)
    if record is None:
        return
    lock = jars.load()
    place = jars.folder(layout.settings.cache, lock)
    made = runtime.of(place, lock)
    if not made.archive.exists():
        server = Server("archiving", lock=place / "archiving.lock", output=place / "archiving.out")
        server.start(made.archiving(record.replace(place / record.name)))


def _broker_part(layout: Layout, broker: Broker) -> Part:
    condition: Condition = "runs" if _broker_runs(layout, broker) else "stopped"
    address = f"{HOST}:{broker.node.port}" if layout.state.kafka_ports else ""
    return Part(broker.name, condition, address, number=broker.server.number(), log=broker.log)


def _database_parts(layout: Layout) -> Iterator[Part]:
    for database in layout.databases:
        number = database.server.number()
        address = f"{HOST}:{database.port}" if database.port else ""
        yield Part("postgres", "runs" if number else "stopped", address, number=number, log=database.log)
