"""A real Kafka and a real PostgreSQL for tests: one shared stack for a whole run, whatever the number of workers.

The first test that asks starts it, and the run stops it when it ends. A run that was killed leaves its stack behind, and the
next run that starts one ends that. Tests keep apart by names: `prefix` for topics, groups and users, `schema` or `database`
for tables. What kills or freezes servers asks `new_stack` for its own.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final, NoReturn

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from habarshy.stack import files, layout
from habarshy.stack import settings as stack_settings
from habarshy.stack import stack as stacks
from habarshy.stack.addresses import Addresses, KafkaAddress, PostgresAddress
from habarshy.stack.errors import StackError
from habarshy.stack.settings import Settings

RUNS: Final = Path(tempfile.gettempdir()) / f"habarshy-tests-{os.geteuid()}"
RUN: Final = pytest.StashKey[Path]()
"""The folder of the run, the same for all workers."""
_ALIVE: Final = pytest.StashKey[IO[bytes]]()
# What a machine may lack. Whatever else is wrong is a fault of ours and fails everywhere.
_LACKING: Final = ("HB-8001", "HB-8002")


def pytest_configure(config: pytest.Config) -> None:
    """The folder of this run: the controller names it and holds its lock, its workers are told."""
    if (told := getattr(config, "workerinput", None)) is not None:
        config.stash[RUN] = Path(told["habarshy_run"])
        return
    config.stash[RUN] = run = RUNS / secrets.token_hex(4)
    # Together with its lock, or another run would take it for one that was killed.
    with files.alone(RUNS / "lock"):
        run.mkdir()
        for folder in (RUNS, run):
            folder.chmod(0o711)
        config.stash[_ALIVE] = alive = (run / "alive").open("wb")
        fcntl.flock(alive, fcntl.LOCK_EX)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Asked by xdist for each worker."""
    node.workerinput["habarshy_run"] = str(node.config.stash[RUN])  # type: ignore[attr-defined] # xdist has no types


def pytest_unconfigure(config: pytest.Config) -> None:
    if (alive := config.stash.get(_ALIVE, None)) is not None:
        end_run(config.stash[RUN])
        alive.close()


def end_run(run: Path) -> None:
    """Ends whatever a run has started and forgets it; what cannot be ended stays, for the next run to try again."""
    homes = {path.parent for name in ("state.json", "bus.lock") for path in run.glob(f"*/{name}")}
    stay = False
    for home in homes:
        try:
            _end(home)
        except StackError as error:
            stay = True
            sys.stderr.write(f"{home}: {error}\n")
    if not stay:
        shutil.rmtree(run, ignore_errors=True)


def _end(home: Path) -> None:
    """One stack, and the bus beside it. The folder goes only when nothing runs in it: without its locks nobody finds a server again."""
    settings = _settings(home)
    layout.bus(settings).stop()
    stacks.down(settings)
    shutil.rmtree(home, ignore_errors=True)


def end_those_that_were_killed() -> None:
    """A run that lives holds a lock; whoever finds the lock free ends what that run left behind."""
    with files.alone(RUNS / "lock"):
        for alive in RUNS.glob("*/alive"):
            with contextlib.suppress(OSError), alive.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                end_run(alive.parent)


def _settings(home: Path) -> Settings:
    return replace(stack_settings.from_environment(os.environ), home=home)


def _up(settings: Settings) -> Addresses:
    """Whoever comes first starts it; the others wait and find it running."""
    end_those_that_were_killed()
    try:
        return stacks.up(settings, datetime.now(UTC))
    except StackError as error:
        if error.findings[0].code not in _LACKING:
            raise
        lacking(str(error))


def lacking(why: str) -> NoReturn:
    """A machine at home may lack what the tests need; where changes are judged nothing may be skipped."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def stack(pytestconfig: pytest.Config) -> Addresses:
    """The shared stack of this run: one secured broker, and a database. Its user is the super user."""
    return _up(_settings(pytestconfig.stash[RUN] / "secured"))


@pytest.fixture(scope="session")
def three_brokers(pytestconfig: pytest.Config, stack: Addresses) -> Addresses:
    """Three secured brokers, shared by the run; for tests that need copies of a partition. The database is the usual one."""
    return _up(replace(_settings(pytestconfig.stash[RUN] / "three"), brokers=3, kafka=None, postgres=stack.postgres))


@pytest.fixture(scope="session")
def plaintext_stack(pytestconfig: pytest.Config, stack: Addresses) -> Addresses:
    """One broker that asks nobody who he is; for tests that are about something else and need it so."""
    home = pytestconfig.stash[RUN] / "plaintext"
    return _up(replace(_settings(home), profile="plaintext", kafka=None, postgres=stack.postgres))


@pytest.fixture
def new_stack(pytestconfig: pytest.Config) -> Iterator[Settings]:
    """A stack of the test's own, not started yet: change it by `dataclasses.replace`, start it by `stack.up`, kill it."""
    home = pytestconfig.stash[RUN] / secrets.token_hex(4)
    yield replace(_settings(home), kafka=None, postgres=None)
    _end(home)


@pytest.fixture
def kafka(stack: Addresses) -> KafkaAddress:
    return stack.kafka


@pytest.fixture
def prefix() -> str:
    """Begins the name of everything that a test makes on a shared server."""
    return f"t{secrets.token_hex(4)}-"


@pytest.fixture
def schema(stack: Addresses) -> Iterator[PostgresAddress]:
    """A schema of the test's own, first in the search path of whoever connects."""
    name = f"t_{secrets.token_hex(4)}"
    with psycopg.connect(stack.postgres.conninfo, autocommit=True) as connection:
        connection.execute(sql.SQL("create schema {}").format(sql.Identifier(name)))
        yield PostgresAddress(make_conninfo(stack.postgres.conninfo, options=f"-c search_path={name}"))
        connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(name)))


@pytest.fixture
def database(stack: Addresses) -> Iterator[PostgresAddress]:
    """A database of the test's own, for what a schema cannot hold apart: roles' rights, extensions, migrations."""
    name = f"t_{secrets.token_hex(4)}"
    with psycopg.connect(stack.postgres.conninfo, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        yield stack.postgres.on(name)
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
