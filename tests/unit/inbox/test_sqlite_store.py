"""The store in a file of SQLite."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

import pytest

from consumers.inbox.errors import InboxError
from consumers.inbox.store.port import Step, Store
from consumers.inbox.store.sqlite import SqliteStore
from tests.inbox_store import StoreContract

PATIENCE_S: Final = 5.0


class TestSqlite(StoreContract):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[Store]:
        made = SqliteStore(tmp_path / "home" / "inbox.sqlite")
        await made.open()
        yield made
        await made.close()

    @pytest.fixture
    def again(self, tmp_path: Path) -> Callable[[], Store]:
        return lambda: SqliteStore(tmp_path / "home" / "inbox.sqlite")


async def test_a_commit_is_on_the_disk_before_it_counts_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "inbox.sqlite")
    await store.open()
    async with store.taking() as taking:
        assert await taking.effect.execute("pragma synchronous") == [(2,)]
        assert await taking.effect.execute("pragma journal_mode") == [("wal",)]
    await store.close()
    assert (tmp_path / "inbox.sqlite").stat().st_mode & 0o077 == 0


async def test_a_file_that_another_holds_passes_by_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consumers.inbox.store.sqlite.BUSY_MS", 1)
    store = SqliteStore(tmp_path / "inbox.sqlite")
    await store.open()
    other = sqlite3.connect(tmp_path / "inbox.sqlite", isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(sqlite3.OperationalError) as busy:
        async with store.taking():
            pass
    other.close()
    await store.close()
    assert store.passes(busy.value)


@pytest.mark.parametrize("cancellations", [1, 2])
async def test_who_is_cancelled_while_it_waits_for_the_file_leaves_nothing_begun(
    tmp_path: Path, cancellations: int
) -> None:
    store = SqliteStore(tmp_path / "inbox.sqlite")
    await store.open()
    other = sqlite3.connect(tmp_path / "inbox.sqlite", isolation_level=None)
    other.execute("begin immediate")

    async def waiting() -> None:
        async with store.taking():
            pass

    assert store._connection is not None
    begins = threading.Event()
    store._connection.raw.set_trace_callback(lambda _: begins.set())
    task = asyncio.create_task(waiting())
    assert await asyncio.to_thread(begins.wait, PATIENCE_S)
    for _ in range(cancellations):
        task.cancel()
        await asyncio.sleep(0)
    other.execute("rollback")
    other.close()
    await asyncio.gather(task, return_exceptions=True)

    async with store.taking() as taking:
        assert await taking.move(Step("inbox.a", 0, None, 1))
    await store.close()


async def test_a_store_that_is_not_open_says_so(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.ProgrammingError, match="not open"):
        await SqliteStore(tmp_path / "inbox.sqlite").letters()


@pytest.mark.parametrize("content", [None, b"no database", b"SQLite format 3\x00" + b"\xff" * 4096])
async def test_a_store_that_can_never_be_opened_says_where_it_is_and_is_not_waited_for(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "home" / "inbox.sqlite"
    if content is None:
        path.parent.write_text("a file where a folder must be")
    else:
        path.parent.mkdir()
        path.write_bytes(content)
    store = SqliteStore(path)
    with pytest.raises(InboxError, match="HB-8415") as refused:
        await store.open()
    assert str(path) in str(refused.value)
    assert not store.passes(refused.value)
    if content is not None:
        assert path.read_bytes() == content
