"""What a body says stands nowhere on its way: neither in the broker's files, nor in the database's, nor in a spool, nor in a log."""

import asyncio
import base64
import contextlib
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
import pytest
from aiokafka import AIOKafkaProducer
from confluent_kafka.admin import AdminClient

from consumers.inbox.inbox import Pace
from habarshy import Effect, Inbox, Outbox, Received, Router
from habarshy.hearing import STORE, Running
from habarshy.stack.settings import Settings
from producers.outbox.drafting import About
from producers.outbox.spool_file import NAME
from schemas.messages.body import Protocol
from schemas.messages.envelope import Receipt
from schemas.messages.notices.detention import ProsecutorNotice
from tests import letterbox
from tests import whole as wholes
from tests.security import canaries
from tests.security.canaries import Canary
from tests.whole import Whole

QUICK: Final = Running(Pace(look_s=0.2, answer_s=0.1))
Places = Mapping[str, list[Path]]


def as_it_is(raw: bytes) -> bytes:
    return raw


def in_utf_16(raw: bytes) -> bytes:
    return raw.decode().encode("utf-16-le")


def as_json(raw: bytes) -> bytes:
    return json.dumps(raw.decode()).encode()


def in_hexadecimal(raw: bytes) -> bytes:
    return raw.hex().encode()


def as_python_shows_it(raw: bytes) -> bytes:
    return repr(raw).encode()


FORMS: Final = (
    as_it_is,
    in_utf_16,
    as_json,
    in_hexadecimal,
    as_python_shows_it,
    base64.b64encode,
    base64.urlsafe_b64encode,
)


def places(whole: Whole, own_log: Path) -> Places:
    """Every file in which something of a message may have been written on its way."""
    kafka, database = whole.settings.kafka_folder / "1", whole.settings.postgres_folder
    return {
        "segments": canaries.files(kafka / "data"),
        "database": canaries.files(database / "data"),
        "spool of the sender": canaries.files(whole.sender.home),
        "spool and store of the recipient": canaries.files(whole.recipient.home),
        "log of the broker": canaries.files(*kafka.glob("broker.*")),
        "log of the database": canaries.files(database / "postgres.log"),
        "log of the bus": [whole.log],
        "log of the agencies": [own_log],
    }


def hits(canary: Canary, where: Places) -> dict[str, set[str]]:
    return {place: canaries.found(canary, files) for place, files in where.items()}


@pytest.fixture
def own_log(tmp_path: Path) -> Iterator[Path]:
    """Everything that the agencies' programs say, which run in this process: down to what only a developer reads."""
    handler = logging.FileHandler(tmp_path / "agencies.log")
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield tmp_path / "agencies.log"
    root.setLevel(before)
    root.removeHandler(handler)
    handler.close()


_LONG: Final = (
    *((table, column) for table in ("message", "unnamed") for column in ("envelope", "body")),
    ("bus_message", "record_value"),
    ("evidence", "content"),
)


@pytest.fixture
async def whole(new_stack: Settings, tmp_path: Path) -> AsyncIterator[Whole]:
    async with wholes.running(new_stack, tmp_path / "bus") as made:
        # Nothing that is found by its bytes may lie there compressed.
        with psycopg.connect(made.ledger, autocommit=True) as connection:
            for table, column in _LONG:
                connection.execute(f"alter table {table} alter column {column} set storage external")
        yield made


@contextlib.asynccontextmanager
async def told(whole: Whole, canary: Canary) -> AsyncIterator[UUID]:
    """A notice that says it, taken by its recipient, with the receipt back; sender and recipient still run."""
    taken: list[str] = []
    receipts: list[UUID] = []
    of_recipient, of_sender = Router(), Router()

    @of_recipient.on(ProsecutorNotice)
    async def hear(message: Received[ProsecutorNotice], effect: Effect) -> None:
        await effect.execute("create table if not exists told (id text)")
        await effect.execute("insert into told values (?)", (str(message.envelope.id),))
        taken.append(message.said.protocol_number_and_time.number)

    @of_sender.on(Receipt)
    async def hear_receipt(message: Received[Receipt], _: Effect) -> None:
        receipts.append(message.said.regards.id)

    @of_sender.otherwise
    async def hear_other(message: Received[Any], _: Effect) -> None: ...

    protocol = Protocol(number=canary.word, drawn_at=datetime.now(UTC) - timedelta(hours=1))
    said = ProsecutorNotice(detention_carried_out=True, protocol_number_and_time=protocol)
    async with Outbox(whole.sender) as outbox:
        hearing = Inbox(whole.sender, routers=[of_sender], outbox=outbox, running=QUICK)
        taking = Inbox(whole.recipient, routers=[of_recipient], running=QUICK)
        async with wholes.listening(hearing, taking):
            sent = await outbox.send(said, About(occasion=outbox.occasion()))
            await asyncio.wait_for(outbox.accepted(sent.id), 60)
            await letterbox.until(lambda: receipts == [sent.id], seconds=60)
            assert taken == [canary.word]
            await asyncio.to_thread(checkpoint, whole)
            yield sent.id


def checkpoint(whole: Whole) -> None:
    with psycopg.connect(whole.ledger, autocommit=True) as connection:
        connection.execute("checkpoint")


@contextlib.asynccontextmanager
async def planted(whole: Whole, canary: Canary) -> AsyncIterator[None]:
    """The same kind of word, unsealed, in each place, as the place would come by it."""
    async with AIOKafkaProducer(**whole.there.kafka.aiokafka()) as producer:
        await producer.send_and_wait(f"outbox.{whole.sender.agency}", canary.word.encode(), b"planted")
    # The ledger keeps the bytes of what was rejected; the broker and the database log what was asked of them in vain.
    await letterbox.until(lambda: rejected(whole, canary))
    await asyncio.to_thread(ask_in_vain, whole, canary)
    with whole.log.open("a") as log:
        log.write(json.dumps({"planted": canary.word}) + "\n")
    logging.getLogger("planted").debug("%s", base64.b64encode(canary.word.encode()))
    with contextlib.ExitStack() as opened:
        for file in (whole.sender.home / "outbox" / NAME, whole.recipient.home / STORE):
            # Open as a program that runs has it: what was written last lies in the file beside.
            database = opened.enter_context(contextlib.closing(sqlite3.connect(file)))
            with database:
                database.execute("create table planted (word text)")
                database.execute("insert into planted values (?)", (canary.word,))
        yield


def rejected(whole: Whole, canary: Canary) -> bool:
    with psycopg.connect(whole.ledger, autocommit=True) as connection:
        asked = "select state from unnamed where envelope = %s"
        return connection.execute(asked, (canary.word.encode(),)).fetchall() == [("REJECTED",)]


def ask_in_vain(whole: Whole, canary: Canary) -> None:
    sender = whole.there.kafka.as_user(whole.sender.user, whole.sender.password)
    AdminClient({**sender.confluent(), "log_level": 0}).list_topics(canary.token, timeout=10)
    with (
        psycopg.connect(whole.ledger, autocommit=True) as connection,
        pytest.raises(psycopg.errors.InvalidTextRepresentation),
    ):
        connection.execute(f"select '{canary.word}'::integer")
    checkpoint(whole)


async def test_what_a_body_says_is_found_nowhere_and_what_was_planted_unsealed_everywhere(
    whole: Whole, own_log: Path
) -> None:
    sealed, unsealed = canaries.fresh(), canaries.fresh()
    async with told(whole, sealed) as message:
        where = places(whole, own_log)
        assert {place: found for place, found in hits(sealed, where).items() if found} == {}
        # The same files do hold the message: its id stands in the envelope, which is not sealed.
        holding = {place for place, found in hits(Canary(str(message)), where).items() if found}
        assert holding >= {"segments", "database", "spool of the sender", "spool and store of the recipient"}
        assert any("pg_wal" in str(file) for file in where["database"])
        assert any(file.name.endswith("-wal") for file in where["spool of the sender"])
    async with planted(whole, unsealed):
        where = places(whole, own_log)
        assert {place for place, found in hits(unsealed, where).items() if not found} == set()
        assert {place: found for place, found in hits(sealed, where).items() if found} == {}


@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize("written", FORMS, ids=lambda form: form.__name__)
def test_the_search_finds_a_word_however_it_was_written(
    written: Callable[[bytes], bytes], before: int, tmp_path: Path
) -> None:
    canary, file = canaries.fresh(), tmp_path / "file"
    file.write_bytes(b"\x00" * canaries.BLOCK_BYTES + written(b"." * before + canary.word.encode() + b"..."))
    assert canaries.found(canary, [file])
