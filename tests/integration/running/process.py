"""A process of the bus as an operator starts it, and what it says of itself by HTTP and in its log."""

import asyncio
import json
import secrets
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

import pytest

from habarshy.stack.servers import Server
from tests import children

PATIENCE_S: Final = 90.0


@dataclass
class Watched:
    """One process. Its log is a file of JSON lines."""

    running: asyncio.subprocess.Process
    log: Path
    where: tuple[str, int] = field(default=("", 0))

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Only what is whole: it may be writing."""
        text = self.log.read_text(encoding="utf-8")
        return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines() if line.startswith("{")]

    def lines_of(self, action: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["action"] == action]

    async def get(self, path: str) -> tuple[int, str]:
        return await asyncio.to_thread(self._get, path)

    def _get(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection(*self.where, timeout=5)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    async def series(self) -> Mapping[str, float]:
        """Each series of a scrape, by its name and labels as they are written."""
        _, text = await self.get("/metrics")
        rows = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in rows}

    async def until_counted(self, name: str) -> None:
        """Until this series is more than 0: it is looked at now and then."""
        async with asyncio.timeout(PATIENCE_S):
            while (await self.series()).get(name, 0) <= 0:  # noqa: ASYNC110 - it tells when it is asked
                await asyncio.sleep(0.1)

    async def watched(self) -> None:
        """It can be asked, whatever it is waiting for."""
        await self.until(lambda: bool(self.lines_of("bus.watched")))
        (line,) = self.lines_of("bus.watched")
        host, _, port = line["address"].removeprefix("http://").rpartition(":")
        self.where = (host, int(port))

    async def ready(self) -> None:
        await self.watched()
        async with asyncio.timeout(PATIENCE_S):
            while (await self.get("/readyz"))[0] != 200:  # noqa: ASYNC110 - the process tells when it is asked
                await asyncio.sleep(0.05)

    async def ended(self) -> int:
        """Its exit code; its log is shown where it does not end by itself."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self.running.wait()
        except TimeoutError:
            pytest.fail(self.log.read_text(encoding="utf-8"))

    async def until(self, holds: Any) -> None:  # noqa: ANN401 - any question
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                assert self.running.returncode is None or holds(), self.log.read_text(encoding="utf-8")
                await asyncio.sleep(0.05)


@asynccontextmanager
async def started(folder: Path, arguments: Sequence[str]) -> AsyncIterator[Watched]:
    """Killed at the end, where the test has not ended it."""
    home = folder / secrets.token_hex(4)
    server = Server("bus", lock=home / "bus.lock", output=home / "bus.log")
    home.mkdir()
    with (home / "bus.log").open("wb") as log:
        running = await children.started(server, [*arguments, "--log", "json"], output=log)
    try:
        yield Watched(running, home / "bus.log")
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


async def command(*arguments: str) -> Answer:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(sys.executable, "-m", "habarshy", *arguments, stdout=pipe, stderr=pipe)
    async with asyncio.timeout(PATIENCE_S):
        out, err = await child.communicate()
    return Answer(child.returncode or 0, out.decode(), err.decode())
