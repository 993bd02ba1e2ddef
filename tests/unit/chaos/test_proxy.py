"""The proxy between clients and servers does to what passes what it is told to, and counts it."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from tests import letterbox
from tests.chaos import proxy as proxies
from tests.chaos.proxy import CUT, DEAF, FAIR, Proxy, Weather

SHORT_S = 0.2


class Echo:
    """A server that answers with what it was asked, and remembers it."""

    def __init__(self) -> None:
        self.heard = b""

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(100):
            self.heard += chunk
            writer.write(chunk)
        writer.close()


@pytest.fixture
async def echo() -> AsyncIterator[tuple[Echo, int]]:
    one = Echo()
    server = await asyncio.start_server(one.connected, "127.0.0.1", 0)
    yield one, server.sockets[0].getsockname()[1]
    server.close()


@pytest.fixture
def proxy(echo: tuple[Echo, int]) -> Iterator[Proxy]:
    with proxies.between(echo[1]) as one:
        yield one


class Client:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def heard(self, size: int, *, seconds: float = 10.0) -> bytes:
        async with asyncio.timeout(seconds):
            return await self.reader.readexactly(size)


@asynccontextmanager
async def client(proxy: Proxy) -> AsyncIterator[Client]:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    yield Client(reader, writer)
    writer.close()


async def test_in_fair_weather_everything_passes(proxy: Proxy) -> None:
    async with client(proxy) as one:
        one.writer.write(b"salem")
        assert await one.heard(5) == b"salem"
    assert (proxy.counted["passed there"], proxy.counted["connections"]) == (5, 1)


async def test_what_is_cut_off_passes_later_and_in_its_order(proxy: Proxy, echo: tuple[Echo, int]) -> None:
    async with client(proxy) as one:
        one.writer.write(b"a")
        await one.heard(1)
        proxy.turns(CUT)
        one.writer.write(b"b")
        await letterbox.until(lambda: proxy.counted["held there"] == 1)
        one.writer.write(b"c")
        with pytest.raises(TimeoutError):
            await one.heard(1, seconds=SHORT_S)
        assert echo[0].heard == b"a"
        proxy.turns(FAIR)
        assert await one.heard(2) == b"bc"


async def test_of_what_was_asked_in_deaf_weather_nobody_learns_what_became(
    proxy: Proxy, echo: tuple[Echo, int]
) -> None:
    async with client(proxy) as one:
        proxy.turns(DEAF)
        one.writer.write(b"salem")
        await letterbox.until(lambda: proxy.counted["held back"] == 5)
        assert echo[0].heard == b"salem"
        proxy.turns(FAIR)
        with pytest.raises(asyncio.IncompleteReadError):
            await one.heard(1)
    assert proxy.counted["lost back"] == 5
    async with client(proxy) as another:
        another.writer.write(b"salem")
        assert await another.heard(5) == b"salem"


async def test_in_slow_weather_everything_takes_its_time(proxy: Proxy) -> None:
    proxy.turns(Weather(delay_s=0.05, jitter_s=0.01))
    async with client(proxy) as one:
        began = time.monotonic()
        one.writer.write(b"salem")
        assert await one.heard(5) == b"salem"
    assert time.monotonic() - began >= 0.08
    assert proxy.counted["delayed"] == 2


async def test_connections_are_broken_off_at_the_share_that_is_said(proxy: Proxy) -> None:
    proxy.turns(Weather(broken_off=1.0))
    async with client(proxy) as one:
        one.writer.write(b"salem")
        with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
            await one.heard(1)
    assert proxy.counted["broken off"] == 1


async def test_while_there_is_no_server_whoever_connects_is_turned_away() -> None:
    with proxies.between() as proxy:
        async with client(proxy) as one:
            with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
                await one.heard(1)
        assert proxy.counted["connections"] == 0
