"""Two agencies at work on a whole bus, as processes of their own; what they did, and what became of it."""

import asyncio
import contextlib
import json
import os
import random
import secrets
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg
from aiokafka import AIOKafkaConsumer, TopicPartition

from habarshy.hearing import STORE
from producers.outbox import minting
from producers.outbox.spool_file import NAME
from producers.profile import ClientProfile
from tests.whole import Whole

SEED: Final = int(os.environ.get("HABARSHY_TEST_SEED") or secrets.randbits(32))
PER_SECOND: Final = 10.0
OCCASIONS: Final = 4
STANDSTILL_S: Final = 60
LOOK_S: Final = 0.2
"""Files call nobody: they are looked at."""
_STOP_S: Final = 60


@dataclass
class Program:
    """One agency's program, over all its lives."""

    name: str
    profile: ClientProfile
    path: Path
    folder: Path
    occasions: list[str]
    seed: int
    process: asyncio.subprocess.Process | None = None
    lives: int = 0

    @property
    def log(self) -> Path:
        return self.folder / "log"

    async def start(self) -> None:
        said = {
            "profile": str(self.path),
            "folder": str(self.folder),
            "seed": self.seed + self.lives,
            "occasions": self.occasions,
            "per_second": PER_SECOND,
        }
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.chaos.agency_child", json.dumps(said), stdout=log, stderr=log
            )
        self.lives += 1

    async def kill(self) -> int:
        assert self.process is not None
        self.process.kill()
        return await self.process.wait()

    async def stop(self) -> int:
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(_STOP_S):
            return await self.process.wait()

    def history(self, what: str) -> list[list[str]]:
        file = self.folder / "history"
        lines = file.read_text().splitlines() if file.exists() else []
        return [words for line in lines if (words := line.split())[0] == what]

    def effects(self) -> list[tuple[str, str]]:
        """What its handlers have done, in order: the message, and what it was about."""
        return [(str(id_), str(about)) for id_, about in _rows(self.profile.home / STORE, "select id, about from told")]

    def spooled(self) -> set[str]:
        return {str(id_) for (id_,) in _rows(self.profile.home / "outbox" / NAME, "select id from message")}


def _rows(file: Path, statement: str) -> list[tuple[Any, ...]]:
    if not file.exists():
        return []
    with contextlib.closing(sqlite3.connect(file, timeout=30)) as database:
        try:
            return database.execute(statement + " order by rowid").fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []
            raise


@dataclass
class Load:
    """Both programs and the bus; and how often which fault was really there."""

    whole: Whole
    sender: Program
    recipient: Program
    rng: random.Random
    faults: Counter[str] = field(default_factory=Counter)

    def kept(self) -> list[str]:
        return [words[1] for words in self.sender.history("kept")]

    def taken(self) -> list[str]:
        return [id_ for id_, _ in self.recipient.effects()]

    async def _until(self, wanted: Callable[[], bool]) -> None:
        """A backlog takes its time, so it is waited for as long as there is progress; and for nobody who has ended by himself."""
        processes = {
            self.whole.log: self.whole.process,
            self.sender.log: self.sender.process,
            self.recipient.log: self.recipient.process,
        }
        seen, since = -1, time.monotonic()
        while not wanted():
            for log, process in processes.items():
                assert process is None or process.returncode is None, log.read_text()[-2000:]
            done = len(self.taken()) + len(self.sender.effects())
            seen, since = (done, time.monotonic()) if done != seen else (seen, since)
            assert time.monotonic() - since < STANDSTILL_S, "nothing moves any more"
            await asyncio.sleep(LOOK_S)

    async def flows(self, number: int = 5) -> None:
        """So many messages that were told from now on have had their effect."""
        before = set(self.kept())
        await self._until(lambda: len(set(self.taken()) - before) >= number)

    async def told(self, number: int) -> None:
        """So many more messages were kept, whatever became of them."""
        before = len(self.kept())
        await self._until(lambda: len(self.kept()) >= before + number)

    async def drained(self) -> None:
        """The sender tells no more; everything that it ever kept has its effect, and its receipt is back."""
        (self.sender.folder / "enough").touch()
        await self._until(
            lambda: self.sender.spooled() <= set(self.taken()) & {about for _, about in self.sender.effects()}
        )

    def check(self) -> None:
        self.check_effects()
        told = set(self.kept())
        for occasion in self.sender.occasions:
            in_order = [words[1] for words in self.sender.history("kept") if words[2] == occasion]
            assert [id_ for id_, about in self.recipient.effects() if about == occasion and id_ in told] == in_order

    def check_effects(self) -> None:
        """Of whatever order."""
        kept, taken, spooled = self.kept(), self.taken(), self.sender.spooled()
        acked = {words[1] for words in self.sender.history("acked")}
        assert acked <= set(taken)
        assert set(kept) <= spooled
        assert sorted(taken) == sorted(spooled), "each exactly once"
        assert Counter(about for _, about in self.sender.effects()) == Counter(taken), "one receipt for each"

    async def check_ledger(self) -> None:
        """Each offset of each outbox has one disposition."""
        with psycopg.connect(self.whole.ledger) as asked:
            rows = asked.execute("select topic, record_offset, disposition from disposition order by 1, 2").fetchall()
        topics = [f"{kind}.{p.profile.agency}" for p in (self.sender, self.recipient) for kind in ("outbox", "urgent")]
        ends = await ends_of(self.whole, topics)
        for topic in topics:
            assert [offset for name, offset, _ in rows if name == topic] == list(range(ends[topic])), topic
        assert {disposition for _, _, disposition in rows} <= {"ROUTED", "DUPLICATE"}
        assert sum(ends.values()) > 0


async def ends_of(whole: Whole, topics: list[str]) -> dict[str, int]:
    async with AIOKafkaConsumer(**whole.there.kafka.aiokafka()) as consumer:
        ends = await consumer.end_offsets([TopicPartition(topic, 0) for topic in topics])
    return {partition.topic: end for partition, end in ends.items()}


@contextlib.asynccontextmanager
async def running(whole: Whole, folder: Path) -> AsyncIterator[Load]:
    """Both programs, from their start to their end in order."""
    print(f"HABARSHY_TEST_SEED={SEED}")  # noqa: T201 - the way to play it again
    rng = random.Random(SEED)  # noqa: S311 - replayed from its seed
    occasions = [minting.reference(whole.sender.agency, rng.randbytes) for _ in range(OCCASIONS)]
    programs = []
    for name, profile, own in (("sender", whole.sender, occasions), ("recipient", whole.recipient, [])):
        (folder / name).mkdir()
        path = whole.bus.of(profile.agency) / "profile.json"
        programs.append(Program(name, profile, path, folder / name, own, SEED))
    load = Load(whole, programs[0], programs[1], rng)
    try:
        for program in programs:
            await program.start()
        yield load
    finally:
        ended = [await program.stop() for program in programs]
        print(*(f"{log}:\n{log.read_text()[-3000:]}" for log in (whole.log, *(one.log for one in programs))))  # noqa: T201 - shown where it failed
    assert ended == [0, 0], "a program gave up"
