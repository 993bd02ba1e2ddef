"""What an Inbox costs: against FastStream as it comes, on the same records of the same broker, and each of its checks apart.

Run it as `python -m benchmarks.inbox`: it starts a stack of its own where none is configured.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from aiokafka import AIOKafkaConsumer

from benchmarks import measuring
from consumers.inbox.outcomes import Outcome
from consumers.inbox.received import Received
from consumers.inbox.records import RawRecord
from consumers.inbox.store.port import Effect
from consumers.inbox.store.postgres import PostgresStore
from consumers.inbox.store.sqlite import SqliteStore
from consumers.inbox.taking import Position, Taker
from habarshy.stack import settings as stack_settings
from habarshy.stack import stack as stacks
from habarshy.stack.addresses import Addresses
from schemas.codec import delivery
from schemas.messages import registry
from schemas.messages.envelope import Notice
from services.keys import batches, sealing, signing
from services.keys.sealing import Named
from tests import inbox_world, letterbox
from tests.inbox_world import World
from tests.integration.inbox import plain
from tests.letterbox import Letterbox, Told

MESSAGES: Final = 2_000
IN_A_BATCH: Final = 200
ROUNDS: Final = 3
Run = Callable[[Letterbox, Path], Awaitable[float]]


def main() -> None:
    print(
        f"{MESSAGES} sealed notices of {_bytes()} bytes, {IN_A_BATCH} in a batch; medians of {ROUNDS} rounds, in turn\n"
    )
    measuring.table("A record of an inbox, its checks apart", measuring.per_call(checks(), calls=200), "µs", base=BARE)
    asyncio.run(against_the_library())


BARE: Final = "unseal the body (X25519, ChaCha20-Poly1305)"


def checks() -> Mapping[str, Callable[[], object]]:
    """Each by itself, and all of them as the Inbox does them."""
    world = inbox_world.world()
    raws = world.delivered(*(world.notice() for _ in range(IN_A_BATCH)))
    raw, reader = raws[IN_A_BATCH // 2], world.reader()
    headers = delivery.read_headers(raw.headers)
    parts = delivery.leaf_parts(topic=raw.topic, key=raw.key or b"", value=raw.value or b"", headers=headers)
    return {
        BARE: _unsealing(world, raw),
        "read and check the headers": lambda: delivery.read_headers(raw.headers),
        "verify the bus's signature, with the way to the root": lambda: batches.verifies(
            headers.batch, batches.leaf(parts), network=inbox_world.NETWORK, public=world.relay.public
        ),
        "verify the sender's signature": _sender(world, raw),
        "read the record: all of it": lambda: reader.read(raw, world.state),
    }


def _unsealing(world: World, raw: RawRecord) -> Callable[[], object]:
    line, _, body = (raw.value or b"").partition(b"\n")
    envelope = registry.read_envelope(line)
    assert isinstance(envelope, Notice)  # noqa: S101 - as the world makes them
    message = Named(inbox_world.NETWORK, envelope.sender, envelope.id)
    openers = world.reader().openers
    return lambda: sealing.unseal(body, message=message, seal=envelope.seal, openers=openers)


def _sender(world: World, raw: RawRecord) -> Callable[[], object]:
    headers, line = delivery.read_headers(raw.headers), (raw.value or b"").partition(b"\n")[0]
    assert headers.signature is not None  # noqa: S101 - an agency's message has one
    text = signing.signed_text(network=inbox_world.NETWORK, topic="outbox.x", envelope_line=line)
    signed, public = headers.signature.signature, world.signers[inbox_world.SENDER].public
    return lambda: signing.verifies(signed, text, public=public)


async def against_the_library() -> None:
    with tempfile.TemporaryDirectory(prefix="habarshy-bench-") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101, S103 - PostgreSQL may run as another account
        async with _stack(Path(folder) / "stack") as addresses:
            seconds: dict[str, list[float]] = {}
            for number in range(ROUNDS):
                box = await _filled(addresses, Path(folder) / str(number))
                for name, run in runs(addresses).items():
                    seconds.setdefault(name, []).append(await run(box, Path(folder) / f"{number} {len(name)}"))
    figures = {name: statistics.median(times) / MESSAGES * 1e6 for name, times in seconds.items()}
    measuring.table("A message taken from the broker", figures, "µs", base="aiokafka, getone and nothing else")


@asynccontextmanager
async def _stack(home: Path) -> AsyncIterator[Addresses]:
    settings = replace(stack_settings.from_environment(os.environ), home=home)
    yield await asyncio.to_thread(stacks.up, settings, datetime.now(UTC))
    await asyncio.to_thread(stacks.reset, settings)


async def _filled(addresses: Addresses, home: Path) -> Letterbox:
    box = await letterbox.letterbox(addresses.kafka, home)
    for _ in range(MESSAGES // IN_A_BATCH):
        await box.put(*box.world.delivered(*(box.world.notice() for _ in range(IN_A_BATCH))))
    return box


def runs(addresses: Addresses) -> Mapping[str, Run]:
    async def raw(box: Letterbox, _home: Path) -> float:
        consumer = AIOKafkaConsumer(box.world.inbox, auto_offset_reset="earliest", **letterbox.settings(box.kafka))
        await consumer.start()
        await consumer.getone()
        started = time.perf_counter()
        for _ in range(MESSAGES - 1):
            await consumer.getone()
        took = time.perf_counter() - started
        await consumer.stop()
        return took

    async def library(box: Letterbox, _home: Path) -> float:
        async with plain.listening(box, group="plain") as theirs:
            await theirs.saw(1)
            started, before = time.perf_counter(), len(theirs.seen)
            await theirs.saw(MESSAGES)
            return (time.perf_counter() - started) * MESSAGES / (MESSAGES - before)

    async def sqlite(box: Letterbox, home: Path, *, alone: bool) -> float:
        return await _ours(
            box, SqliteStore(home / "inbox.sqlite"), "insert into told values (?)", home=home, alone=alone
        )

    async def postgres(box: Letterbox, home: Path, *, alone: bool) -> float:
        async with _empty(addresses.postgres.conninfo) as store:
            return await _ours(box, store, "insert into told values (%s)", home=home, alone=alone)

    return {
        "aiokafka, getone and nothing else": raw,
        "FastStream as it comes: at most once, nothing checked, nothing stored": library,
        "Inbox, a backlog into SQLite": partial(sqlite, alone=False),
        "Inbox, a backlog into PostgreSQL": partial(postgres, alone=False),
        "Inbox, into SQLite, a commit for each message": partial(sqlite, alone=True),
        "Inbox, into PostgreSQL, a commit for each message": partial(postgres, alone=True),
    }


@dataclass
class Bare(Told):
    """A handler that writes its row and nothing else."""

    async def hear(self, message: Received[Any], effect: Effect) -> None:
        self.seen.append(message)
        await effect.execute(self.statement, (str(message.envelope.id),))


class Alone(Taker):
    """Takes each by itself, as it is where no other is at hand."""

    async def take_all(self, raws: Sequence[RawRecord], was: int | None) -> Sequence[Outcome]:
        return [await self.take(raws[0], Position(was))]


@asynccontextmanager
async def _empty(conninfo: str) -> AsyncIterator[PostgresStore]:
    store = PostgresStore(conninfo)
    yield store
    await store.open()
    async with store.taking() as taking:
        await taking.effect.execute("drop table told")
        for table in ("position", "taken", "obligation", "outgoing", "letter"):
            await taking.effect.execute(f"drop table habarshy_inbox_{table}")
    await store.close()


async def _ours(
    box: Letterbox, store: SqliteStore | PostgresStore, statement: str, *, home: Path, alone: bool
) -> float:
    """With a handler that writes a row, a receipt for each message, and its position."""
    told = Bare(statement=statement)
    own = Letterbox(box.kafka, box.world, box.profile.model_copy(update={"home": home}), told)
    await store.open()
    async with store.taking() as taking:
        await taking.effect.execute("create table told (id text)")
    await store.close()
    taker = own.taker(store)
    if alone:
        taker.__class__ = Alone
    async with own.listening(taker):
        await letterbox.until(lambda: bool(told.seen))
        started, before = time.perf_counter(), len(told.seen)
        await letterbox.until(lambda: len(told.seen) == MESSAGES, seconds=600)
        return (time.perf_counter() - started) * MESSAGES / (MESSAGES - before)


def _bytes() -> int:
    return len(inbox_world.world().notice().value)


if __name__ == "__main__":
    main()
