"""A stack that clients reach over proxies alone, under load: the broker names the proxy's port as its own."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from habarshy.stack import properties
from habarshy.stack import stack as stacks
from habarshy.stack.addresses import Addresses, PostgresAddress
from habarshy.stack.properties import Node
from habarshy.stack.settings import HOST, Settings
from tests import whole as wholes
from tests.chaos import proxy as proxies
from tests.chaos import whole_load
from tests.chaos.proxy import FAIR, Proxy, Weather
from tests.chaos.whole_load import SEED, Load

CUT_SECONDS: Final = float(os.environ.get("HABARSHY_TEST_CUT_SECONDS", "2"))


@dataclass(frozen=True)
class Network:
    """What lies between the one broker and its clients, and between the database and its clients."""

    kafka: Proxy
    postgres: Proxy

    def up(self, settings: Settings, now: datetime) -> Addresses:
        """Starts the stack; answers addresses that lead over the proxies."""
        there = stacks.up(settings, now)
        self.kafka.target = int(there.kafka.bootstrap.rpartition(":")[2])
        self.postgres.target = int(str(conninfo_to_dict(there.postgres.conninfo)["port"]))
        return Addresses(
            replace(there.kafka, bootstrap=f"{HOST}:{self.kafka.port}"),
            PostgresAddress(make_conninfo(there.postgres.conninfo, port=self.postgres.port)),
        )


@contextlib.contextmanager
def between(monkeypatch: pytest.MonkeyPatch, *, seed: int) -> Iterator[Network]:
    """For a stack of one broker that is started within."""
    with proxies.between(seed=seed) as kafka, proxies.between(seed=seed) as postgres:
        monkeypatch.setattr(properties, "of", _naming(kafka.port, properties.of))
        yield Network(kafka, postgres)


def _naming(port: int, of: Callable[[Node], str]) -> Callable[[Node], str]:
    """Of what a broker is told twice, the last holds."""
    return lambda node: f"{of(node)}advertised.listeners=CLIENTS://{HOST}:{port}\n"


@dataclass(frozen=True)
class Suffering:
    """A load and what it suffers from."""

    load: Load
    network: Network

    async def from_(self, weather: Weather, proxy: Proxy, *, counts: str) -> None:
        """Its length is the fault itself. Afterwards all goes on by itself, and the proxy has seen that something was struck."""
        before = proxy.counted[counts]
        proxy.turns(weather)
        await asyncio.sleep(CUT_SECONDS)
        proxy.turns(FAIR)
        await self.load.flows()
        self.load.faults[counts] += proxy.counted[counts] > before

    async def check(self) -> None:
        """Each message had its effect once, and nobody was started again."""
        load = self.load
        load.check()
        await load.check_ledger()
        assert (load.sender.lives, load.recipient.lives, load.whole.started) == (1, 1, 1)
        assert load.whole.process is not None
        assert load.whole.process.returncode is None


@pytest.fixture
async def suffering(new_stack: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[Suffering]:
    with between(monkeypatch, seed=SEED) as network:
        async with (
            wholes.running(new_stack, tmp_path / "bus", up=network.up) as whole,
            whole_load.running(whole, tmp_path) as load,
        ):
            yield Suffering(load, network)
