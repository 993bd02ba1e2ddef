"""An inbox on the real broker, and an Inbox that reads it: for tests of what the client library does, with and without our guards."""

import asyncio
import contextlib
import inspect
import os
import secrets
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.client import AIOKafkaClient
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

from consumers.inbox import routing
from consumers.inbox.answering import Answering
from consumers.inbox.inbox import Inbox, Pace
from consumers.inbox.received import Received
from consumers.inbox.records import RawRecord
from consumers.inbox.routing import Router
from consumers.inbox.store.port import Effect, Outgoing, Store
from consumers.inbox.store.sqlite import SqliteStore
from consumers.inbox.taking import Taker
from consumers.inbox.watchdog import Periods
from habarshy.stack.addresses import KafkaAddress
from producers import connection
from producers.profile import Anchor, ClientProfile
from tests import inbox_world
from tests.inbox_world import NETWORK, FixedKnown, World

PATIENCE_S: Final = 40.0
QUICK: Final = Pace(look_s=0.1, answer_s=0.05, backoff=lambda _: 0.05, periods=Periods())
_LETTERS: Final = str.maketrans("0123456789", "ghijklmnop")


async def until(wanted: Callable[[], bool | Awaitable[bool]], *, seconds: float = PATIENCE_S) -> None:
    """Waits for an event by looking for it; fails where it does not come."""
    async with asyncio.timeout(seconds):
        while not (await found if inspect.isawaitable(found := wanted()) else found):  # noqa: ASYNC110 - a file or a broker calls nobody
            await asyncio.sleep(0.02)


def profile(kafka: KafkaAddress, agency: str, home: Path) -> ClientProfile:
    """As the super user: what these tests are about is not who may read."""
    return ClientProfile(
        network=NETWORK,
        agency=agency,  # type: ignore[arg-type] # checked by the model
        bootstrap=tuple(kafka.bootstrap.split(",")),
        security="sasl-ssl" if kafka.ca else "plaintext",
        user=kafka.user or "",
        password=kafka.password or "",
        ca=kafka.ca.read_text() if kafka.ca else "",
        trust=(Anchor(id="bus/directory-2026-01", public="A" * 43 + "="),),
        home=home,
    )


@dataclass
class Told:
    """An agency's program that writes down whom it was told about, in the transaction, and may be made to fail."""

    fails: Callable[[Received[Any]], Exception | None] = lambda _: None
    statement: str = "insert into told values (?)"
    seen: list[Received[Any]] = field(default_factory=list)

    async def hear(self, message: Received[Any], effect: Effect) -> None:
        self.seen.append(message)
        await effect.execute("create table if not exists told (id text)")
        await effect.execute(self.statement, (str(message.envelope.id),))
        if error := self.fails(message):
            raise error


@dataclass
class Handed:
    """Takes the answers instead of an Outbox."""

    outgoing: list[Outgoing] = field(default_factory=list)

    async def forward(self, outgoing: Outgoing) -> None:
        self.outgoing.append(outgoing)


class _Name(str):  # noqa: SLOT000 - what it adds is the point
    """The name of a header that is written as it is, text or not."""

    _written: bytes

    def __new__(cls, name: str | bytes) -> Self:
        made = super().__new__(cls, name if isinstance(name, str) else "-")
        made._written = name if isinstance(name, bytes) else name.encode()
        return made

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:  # noqa: ARG002 - str's signature
        return self._written


@dataclass
class Letterbox:
    """A topic of its own, a world of keys, and the agency's side."""

    kafka: KafkaAddress
    world: World
    profile: ClientProfile
    told: Told
    handed: Handed = field(default_factory=Handed)
    appended: int = 0

    @property
    def store_path(self) -> Path:
        return self.profile.home / "inbox.sqlite"

    def taker(self, store: Store | None = None, router: Router | None = None) -> Taker:
        answering = Answering(NETWORK, self.world.recipient, lambda: datetime.now(UTC), os.urandom)
        own = Router()
        own.otherwise(self.told.hear)
        known = FixedKnown(self.world.state)
        return Taker(
            self.world.reader(),
            known,
            store or SqliteStore(self.store_path),
            routing.joined([router or own]),
            answering,
        )

    @contextlib.asynccontextmanager
    async def listening(self, taker: Taker | None = None, pace: Pace = QUICK) -> AsyncIterator[Inbox]:
        inbox = Inbox(self.profile, taker or self.taker(), sender=self.handed, pace=pace)
        running = asyncio.create_task(inbox.run())
        try:
            yield inbox
        finally:
            inbox.stop()
            await running

    async def put(self, *records: RawRecord, partition: int = 0) -> None:
        """Writes records as the relay would, byte for byte, all of them into one batch."""
        async with producer(self.kafka) as made:
            batch = made.create_batch()
            for record in records:
                fits = batch.append(key=record.key, value=record.value, timestamp=None, headers=list(record.headers))
                assert fits is not None, "too much for one batch"
            batch.close()
            await (await made.send_batch(batch, self.world.inbox, partition=partition))
        self.appended += len(records)

    async def put_raw(self, *records: RawRecord) -> None:
        """Likewise, with names of headers that are no text: no client's own API lets anybody write these, and the broker takes them."""
        builder = _DefaultRecordBatchBuilderPy(2, 0, 0, -1, -1, -1, 1_000_000)
        for number, record in enumerate(records):
            headers = [(_Name(name), value) for name, value in record.headers]
            builder.append(number, 0, record.key, record.value, headers)
        client = AIOKafkaClient(**settings(self.kafka))
        await client.bootstrap()
        try:
            await client.add_topic(self.world.inbox)
            await client.force_metadata_update()
            leader = client.cluster.leader_for_partition(TopicPartition(self.world.inbox, 0))
            asked = ProduceRequest(None, -1, 10_000, [(self.world.inbox, [(0, bytes(builder.build()))])])
            await client.send(leader, asked)
        finally:
            await client.close()
        self.appended += len(records)

    def asked(self, statement: str) -> list[tuple[Any, ...]]:
        """What the agency's file says to somebody who looks into it beside the Inbox."""
        if not self.store_path.exists():
            return []
        with contextlib.closing(sqlite3.connect(self.store_path, timeout=PATIENCE_S)) as file:
            try:
                return file.execute(statement).fetchall()
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return []
                raise

    def rows(self) -> list[str]:
        """The ids of the messages whose effect was stored."""
        return [str(id_) for (id_,) in self.asked("select id from told order by rowid")]

    def position(self, partition: int = 0) -> int | None:
        rows = self.asked(f'select following from habarshy_inbox_position where "partition" = {partition:d}')  # noqa: S608 - a number
        return int(rows[0][0]) if rows else None

    def letters(self) -> list[tuple[int, str]]:
        return [(int(offset), str(code)) for offset, code in self.asked(_LETTERS_KEPT)]

    async def all_read(self) -> None:
        await until(lambda: self.position() == self.appended)


_LETTERS_KEPT: Final = 'select "offset", code from habarshy_inbox_letter order by number'


@contextlib.asynccontextmanager
async def producer(kafka: KafkaAddress) -> AsyncIterator[Any]:
    made = AIOKafkaProducer(**settings(kafka), max_batch_size=900_000)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


def settings(kafka: KafkaAddress) -> connection.Connection:
    return connection.settings(profile(kafka, "super-user", Path()), client_id="test")


async def letterbox(kafka: KafkaAddress, home: Path, *, partitions: int = 1) -> Letterbox:
    """A fresh topic whose records get the broker's time, as all of ours."""
    agency = f"recipient-{secrets.token_hex(4).translate(_LETTERS)}"
    world = inbox_world.world(agency)
    admin = AIOKafkaAdminClient(**settings(kafka))
    await admin.start()
    configs = {"message.timestamp.type": "LogAppendTime"}
    await admin.create_topics([NewTopic(world.inbox, partitions, 1, topic_configs=configs)])
    await admin.close()
    return Letterbox(kafka, world, profile(kafka, agency, home), Told())
