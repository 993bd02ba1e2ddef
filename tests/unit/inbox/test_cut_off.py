"""The client library leaves whoever awaits a lost connection looking cancelled. Nothing of the Inbox may end of that."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from consumers.inbox import asking, looking
from consumers.inbox import inbox as inboxes
from consumers.inbox.answering import Answering
from consumers.inbox.errors import DeafError
from consumers.inbox.inbox import Inbox, Pace
from consumers.inbox.outcomes import Postponed
from consumers.inbox.routing import Router
from consumers.inbox.session import Session
from consumers.inbox.store.port import Effect
from consumers.inbox.store.sqlite import SqliteStore
from consumers.inbox.taking import Position, Taker
from consumers.inbox.watchdog import Seen, Standing
from consumers.intake import rescue
from producers.cut_off import CutOffError
from producers.profile import Anchor, ClientProfile
from schemas.errors.tree import WireError
from schemas.fields import AgencyId
from schemas.messages.notices.detention import ProsecutorNotice
from tests import inbox_world
from tests.inbox_world import RECIPIENT, FixedKnown
from tests.unit.inbox.clients import Client
from tests.unit.inbox.test_session import NOW

INBOX: Final = TopicPartition(f"inbox.{RECIPIENT}", 0)
PATIENCE_S: Final = 5.0


async def looks_cancelled(*_: object, **__: object) -> Any:  # noqa: ANN401 - it gives nothing
    raise asyncio.CancelledError


class Lost(Client):
    """A consumer whose connection is lost: whatever is asked of it looks cancelled."""

    beginning_offsets = end_offsets = commit = getone = start = looks_cancelled

    def assignment(self) -> set[TopicPartition]:
        return {INBOX}


def profile(home: Path) -> ClientProfile:
    return ClientProfile(
        network=inbox_world.NETWORK,
        agency=AgencyId(RECIPIENT),
        bootstrap=("localhost:1",),
        security="plaintext",
        trust=(Anchor(id="bus/directory-2026-01", public="A" * 43 + "="),),
        home=home,
    )


def taker(home: Path, router: Router | None = None) -> Taker:
    world = inbox_world.world()
    answering = Answering(inbox_world.NETWORK, RECIPIENT, lambda: NOW, os.urandom)
    store = SqliteStore(home / "inbox.sqlite")
    return Taker(world.reader(), FixedKnown(world.state), store, router or Router(), answering)


@pytest.fixture
async def session(tmp_path: Path) -> AsyncIterator[Session]:
    made = taker(tmp_path)
    await made.store.open()
    session = Session(profile(tmp_path), made, backoff=float, sleep=asyncio.sleep)
    session._subscriber.consumer = Lost(4)
    await session.on_partitions_assigned({INBOX})
    session._expected[INBOX] = 2
    yield session
    await made.store.close()


async def test_a_look_at_a_lost_connection_sees_nothing(session: Session) -> None:
    assert await session.seen() is None


async def test_a_position_that_could_not_be_shown_is_shown_later(session: Session) -> None:
    await session.show_position()
    assert session._shown == {}


async def test_asking_for_the_next_record_of_a_lost_connection_is_an_error_that_the_library_asks_again_after(
    session: Session,
) -> None:
    with pytest.raises(KafkaError):
        await session._next(looks_cancelled)
    assert isinstance(session.complaint, CutOffError)


async def test_asking_where_a_partition_ends_and_for_its_bytes_is_an_error_too(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescue, "fetch", looks_cancelled)
    with pytest.raises(CutOffError):
        await asking.log(session._consumer, INBOX)
    with pytest.raises(CutOffError):
        await asking.content(session._consumer, INBOX, 0)


async def test_a_broker_that_is_lost_while_the_client_begins_or_ends_is_no_cancellation(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session._broker, "start", looks_cancelled)
    monkeypatch.setattr(session._broker, "stop", looks_cancelled)
    with pytest.raises(CutOffError):
        await session.open()
    await session.close()


async def test_whoever_is_truly_cancelled_stays_so(session: Session) -> None:
    asked = asyncio.Event()

    async def forever() -> Any:  # noqa: ANN401 - it gives nothing
        asked.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(session._next(forever))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_look_without_taking_says_that_the_wire_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Consumer(Lost):
        def __init__(self, *_: object, **__: object) -> None: ...

        async def stop(self) -> None: ...

    monkeypatch.setattr(looking, "AIOKafkaConsumer", Consumer)
    with pytest.raises(WireError):
        await anext(looking.records(profile(tmp_path), begin=lambda _: None, follow=False))


async def test_a_handler_whose_own_library_does_so_is_asked_again(tmp_path: Path) -> None:
    router = Router()

    @router.on(ProsecutorNotice)
    async def hear(_: object, __: Effect) -> None:
        raise asyncio.CancelledError

    made, world = taker(tmp_path, router), inbox_world.world()
    await made.store.open()
    assert await made.take(world.one(world.notice()), Position()) == Postponed(1, "CutOffError")
    await made.store.close()


class Quiet:
    """A session that hears nothing and has nothing to do, but for what a test lets it do."""

    complaint: Exception = TimeoutError()
    tended = 0

    def __init__(self, *_: object, **__: object) -> None: ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def seen(self) -> Seen | None:
        return Seen((Standing(0, 5, 0),))

    async def place(self) -> None:
        type(self).tended += 1
        await looks_cancelled()

    async def show_position(self) -> None: ...


async def test_tending_and_answering_go_on_where_a_part_of_them_looks_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Session(Quiet): ...

    handed, twice = 0, asyncio.Event()

    class Voice:
        async def forward(self, _: object) -> None:
            nonlocal handed
            handed += 1
            if handed > 1 and Session.tended > 1:
                twice.set()
            await looks_cancelled()

    monkeypatch.setattr(inboxes, "Session", Session)
    made = Inbox(profile(tmp_path), taker(tmp_path), sender=Voice(), pace=Pace(look_s=0.001, answer_s=0.001))
    running = asyncio.create_task(made.run())
    async with asyncio.timeout(PATIENCE_S):
        while made._taker.store._connection is None:  # type: ignore[attr-defined] # noqa: ASYNC110 - nobody is called
            await asyncio.sleep(0.001)
        await made.resync(NOW)
        await twice.wait()
    made.stop()
    await running


async def test_an_inbox_that_ends_by_no_cancellation_ends_by_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Session(Quiet):
        seen = looks_cancelled

    monkeypatch.setattr(inboxes, "Session", Session)
    made = Inbox(profile(tmp_path), taker(tmp_path), pace=Pace(look_s=0.001))

    async def program() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(made.run())

    with pytest.raises(ExceptionGroup) as ended:
        await asyncio.wait_for(program(), PATIENCE_S)
    assert ended.group_contains((CutOffError, DeafError))
