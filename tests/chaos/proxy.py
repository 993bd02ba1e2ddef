"""A way of our own between clients and a server: a test holds back what goes over it, in one direction or both, slows it down, breaks it off.

It runs on a thread of its own, for a test may block its own loop. What is held back passes once the weather is fair again, as TCP
would repeat it; unless the weather loses it: then its connection is broken off, and nobody learns what became of what was asked.
"""

import asyncio
import contextlib
import random
import threading
from collections import Counter
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from habarshy.stack.settings import HOST

Way = Literal["there", "back"]
_CHUNK: Final = 65_536
_LISTENS: Final = "127.0.0.1"


@dataclass(frozen=True)
class Weather:
    """What becomes of everything that goes over it."""

    held: frozenset[Way] = frozenset()
    """In these directions nothing passes."""
    loses: bool = False
    """Whether what is held is lost for good."""
    delay_s: float = 0.0
    jitter_s: float = 0.0
    broken_off: float = 0.0
    """At this share of all that passes, its connection is broken off."""


FAIR: Final = Weather()
CUT: Final = Weather(frozenset({"there", "back"}))
DEAF: Final = Weather(frozenset({"back"}), loses=True)
"""What is asked arrives; no answer does."""
SLOW: Final = Weather(delay_s=0.3, jitter_s=0.2, broken_off=0.01)
BROKEN: Final = Weather(broken_off=0.2)


class BrokenOffError(Exception):
    """The connection is to be ended."""


@dataclass
class Proxy:
    """Made by `between`. What it did is counted: bytes that it held and lost, connections that it made and broke off, turns that it delayed."""

    chance: random.Random
    target: int = 0
    """The server's port. While there is none, whoever connects is turned away."""
    port: int = 0
    weather: Weather = FAIR
    counted: Counter[str] = field(default_factory=Counter)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _turned: asyncio.Event = field(default_factory=asyncio.Event)
    _open: set[asyncio.Task[None]] = field(default_factory=set)

    def turns(self, weather: Weather) -> None:
        """From now on. Asked from any thread; holds when it returns."""
        done = threading.Event()
        self._loop.call_soon_threadsafe(self._turn, weather, done)
        done.wait()

    def _turn(self, weather: Weather, done: threading.Event) -> None:
        self.weather = weather
        turned, self._turned = self._turned, asyncio.Event()
        turned.set()
        done.set()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client, until either side ends it."""
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        with contextlib.suppress(OSError, BrokenOffError, asyncio.CancelledError), contextlib.closing(writer):
            there, back = await asyncio.open_connection(HOST, self.target)
            self.counted["connections"] += 1
            with contextlib.closing(back):
                await self._passing(self._pump("there", reader, back), self._pump("back", there, writer))

    async def _passing(self, *pumps: Coroutine[None, None, None]) -> None:
        """Whichever direction ends first ends both."""
        tasks = [asyncio.ensure_future(pump) for pump in pumps]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _pump(self, way: Way, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(_CHUNK):
            await self._weathered(way, len(chunk))
            writer.write(chunk)
            await writer.drain()
            self.counted[f"passed {way}"] += len(chunk)

    async def _weathered(self, way: Way, size: int) -> None:
        if way in self.weather.held:
            self.counted[f"held {way}"] += size
        while way in self.weather.held:
            loses = self.weather.loses
            await self._turned.wait()
            if loses:
                self.counted[f"lost {way}"] += size
                raise BrokenOffError
        if self.weather.delay_s:
            self.counted["delayed"] += 1
            await asyncio.sleep(self.weather.delay_s + self.chance.uniform(-1, 1) * self.weather.jitter_s)
        if self.chance.random() < self.weather.broken_off:
            self.counted["broken off"] += 1
            raise BrokenOffError

    def run(self, listening: threading.Event) -> None:
        """On its own thread, until it is stopped."""
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self.connected, _LISTENS, self.port))
        self.port = server.sockets[0].getsockname()[1]
        listening.set()
        self._loop.run_forever()
        server.close()
        for task in self._open:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._open, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)


@contextlib.contextmanager
def between(target: int = 0, *, seed: int = 0) -> Iterator[Proxy]:
    """A proxy at a port of its own; the server behind it may be named later."""
    proxy = Proxy(random.Random(seed), target)  # noqa: S311 - replayed from its seed
    listening = threading.Event()
    thread = threading.Thread(target=proxy.run, args=(listening,), name="proxy", daemon=True)
    thread.start()
    listening.wait()
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join()
