"""The middle of the bus: intake, ledger and relay on the run's shared stack.

All intakes of a network are one group, so one test at a time has them; the ledger is one for the whole run, as the outboxes are.
"""

import asyncio
import fcntl
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import DuplicateDatabase

from habarshy.enrolment.demo import DemoBus
from habarshy.running import intake, relay, shared, tending
from habarshy.stack.addresses import Addresses
from services.ledger import postgres
from tests.bus import Agencies, now
from tests.integration.bus.speaking import Agency
from tests.stack import RUN

_DATABASE = "ledger_of_the_run"


@pytest.fixture
def alone(pytestconfig: pytest.Config) -> Iterator[None]:
    """Whoever has this has the middle to himself."""
    with Path(pytestconfig.stash[RUN] / "middle.lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture
async def ledger(stack: Addresses, alone: None) -> str:  # noqa: ARG001 - it is asked for so that it is held
    """The address of the run's ledger."""
    with psycopg.connect(stack.postgres.conninfo, autocommit=True) as connection, suppress(DuplicateDatabase):
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(_DATABASE)))
    address = stack.postgres.on(_DATABASE).conninfo
    await postgres.migrated(address)
    return address


@pytest.fixture
async def middle(bus: DemoBus, ledger: str) -> AsyncIterator[None]:
    """Intake and relay at work, in the test's own process."""
    async with running(bus, ledger):
        yield


@asynccontextmanager
async def running(bus: DemoBus, ledger: str) -> AsyncIterator[None]:
    among = shared.begun(monotonic=time.monotonic, clock=now)
    parts = [
        asyncio.create_task(part.run(bus.principal(name), ledger, among))
        for name, part in (("intake", intake), ("relay", relay), ("intake", tending))
    ]
    try:
        yield
    finally:
        among.told.set()
        for ended in await asyncio.gather(*parts, return_exceptions=True):
            if isinstance(ended, BaseException):
                raise ended


Pair = tuple[Agency, Agency]


@pytest.fixture
async def pair(agencies: Agencies) -> Pair:
    """An investigator and the prosecutor to whom it owes notices, enrolled for this test."""
    profiles = await agencies.enrol("investigation-bostandyk", "prosecutor-bostandyk")
    return Agency(profiles["investigation-bostandyk"]), Agency(profiles["prosecutor-bostandyk"])


@pytest.fixture
def command(bus: DemoBus, ledger: str) -> Callable[[], list[str]]:
    """How the bus is started as a process of its own."""
    return lambda: ["run", "bus", "--operator", str(bus.operator.root), "--ledger", ledger]
