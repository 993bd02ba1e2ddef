"""The spool: durable, bounded, one process at a time, and nobody reads a body in it."""

import asyncio
import sqlite3
import stat
from pathlib import Path
from uuid import UUID

import pytest

from producers.outbox import looking
from producers.outbox.errors import OutboxError
from producers.outbox.kept import Kept
from producers.outbox.outbox import Outbox
from producers.outbox.spool_file import Limits
from tests.unit.outbox.saying import notice, somewhere
from tests.unit.outbox.test_answers import acceptance
from tests.unit.outbox.world import Bench

CANARY = "canary-of-the-spool"


def down(_message: Kept, _producer: int) -> BaseException | None:
    return ConnectionError()


async def kept_ids(outbox: Outbox, number: int) -> list[str]:
    return [str((await outbox.keep(notice(str(n)), somewhere(outbox))).id) for n in range(number)]


async def test_every_commit_waits_for_the_disk(tmp_path: Path) -> None:
    """H21: a spool that only hopes loses its last messages when power fails."""
    bench = Bench(tmp_path)
    async with bench.outbox() as outbox:
        settings = await outbox._spool.read(
            lambda file: [
                file._database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")
            ]
        )
    assert settings == [2, "wal"]


async def test_a_full_spool_refuses_and_keeps_what_it_has(tmp_path: Path) -> None:
    bench = Bench(tmp_path, behaviour=down, stores_before_it_errs=False, limits=Limits(waiting_messages=3))
    async with bench.outbox() as outbox:
        ids = await kept_ids(outbox, 3)
        with pytest.raises(OutboxError, match="HB-8301"):
            await outbox.keep(notice(), somewhere(outbox))
        assert [str(message) for message in await outbox.waiting()] == ids


async def test_a_spool_is_full_by_bytes_too_and_what_was_sent_makes_room(tmp_path: Path) -> None:
    bench = Bench(tmp_path, behaviour=down, stores_before_it_errs=False, limits=Limits(waiting_bytes=2000))
    async with bench.outbox() as outbox:
        first = await outbox.keep(notice(), somewhere(outbox))
        with pytest.raises(OutboxError, match="HB-8301"):
            await outbox.keep(notice(), somewhere(outbox))
        bench.behaviour = lambda _m, _p: None
        async with asyncio.timeout(5):
            await outbox.sent(first.id)
        await outbox.keep(notice(), somewhere(outbox))


async def test_what_is_finished_is_forgotten_beyond_a_limit_and_what_waits_never_is(tmp_path: Path) -> None:
    bench = Bench(tmp_path, limits=Limits(finished_messages=4))
    async with bench.outbox() as outbox:
        for number in range(10):
            await outbox.send(notice(str(number)), somewhere(outbox))
        bench.behaviour = down
        waiting = await kept_ids(outbox, 7)
        counts = await outbox.counts()
        assert (counts["sent"].messages, counts["waiting"].messages) == (4, 7)
        assert [str(message) for message in await outbox.waiting()] == waiting


async def test_what_was_never_answered_is_sent_once_more_with_the_same_bytes(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    async with bench.outbox() as outbox:
        first, second = [(await outbox.send(notice(str(number)), somewhere(outbox))).id for number in range(2)]
        await outbox.heard(acceptance(first))
        before = await outbox.message(second)

        assert await outbox.send_unanswered() == 1
        await outbox.sent(second)

        after = await outbox.message(second)
        assert before is not None
        assert after is not None
        assert [one.id for one in bench.log.records] == [first, second, second]
        assert (after.state, after.offset) == ("sent", 2)
        assert (after.value, after.signature) == (before.value, before.signature)
        assert {state: count.messages for state, count in (await outbox.counts()).items()} == {"accepted": 1, "sent": 1}


async def test_the_bounds_hold_over_a_restart(tmp_path: Path) -> None:
    limits = Limits(waiting_messages=3)
    async with Bench(tmp_path, behaviour=down, limits=limits).outbox() as outbox:
        await kept_ids(outbox, 3)
    async with Bench(tmp_path, behaviour=down, limits=limits).outbox() as outbox:
        with pytest.raises(OutboxError, match="HB-8301"):
            await outbox.keep(notice(), somewhere(outbox))


async def test_one_process_at_a_time_uses_a_spool_and_others_may_look(tmp_path: Path) -> None:
    bench = Bench(tmp_path, behaviour=down)
    async with bench.outbox() as outbox:
        ids = await kept_ids(outbox, 2)
        with pytest.raises(OutboxError, match="HB-8302"):
            await Bench(tmp_path).outbox().__aenter__()
        with looking.looked_into(tmp_path) as database:
            assert [str(message.id) for message in looking.newest(database, state="waiting", limit=9)] == ids[::-1]
    async with Bench(tmp_path).outbox():
        pass


async def test_a_spool_that_is_damaged_within_is_named_to_whoever_uses_it_and_to_whoever_looks(tmp_path: Path) -> None:
    async with Bench(tmp_path, behaviour=down).outbox() as outbox:
        ids = await kept_ids(outbox, 5)
    with (tmp_path / "spool.sqlite3").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(OutboxError, match="HB-8310"), looking.looked_into(tmp_path) as database:
        looking.one(database, UUID(ids[0]))
    with pytest.raises(OutboxError, match="HB-8310"):
        await Bench(tmp_path).outbox().__aenter__()


async def test_a_home_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where a folder must be")
    with pytest.raises(OutboxError, match=r"HB-8309: The spool cannot be written: .*home"):
        await Bench(tmp_path / "home" / "outbox").outbox().__aenter__()


@pytest.mark.parametrize("content", [b"not a database", b"SQLite format 3\x00" + b"\xff" * 4096])
async def test_a_damaged_spool_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "spool.sqlite3"
    path.write_bytes(content)
    with pytest.raises(OutboxError, match="HB-8310"):
        await Bench(tmp_path).outbox().__aenter__()
    assert path.read_bytes() == content


async def test_a_spool_of_another_version_is_not_guessed_at(tmp_path: Path) -> None:
    async with Bench(tmp_path).outbox():
        pass
    database = sqlite3.connect(tmp_path / "spool.sqlite3")
    database.execute("PRAGMA user_version = 2")
    database.close()
    with pytest.raises(OutboxError, match="HB-8310"):
        await Bench(tmp_path).outbox().__aenter__()


async def test_a_disk_without_room_refuses_the_message_and_keeps_the_others(tmp_path: Path) -> None:
    bench = Bench(tmp_path, behaviour=down, stores_before_it_errs=False)
    async with bench.outbox() as outbox:
        ids = await kept_ids(outbox, 1)
        # SQLite's own bound fails as a full disk does.
        await outbox._spool.read(lambda file: file._database.execute("PRAGMA max_page_count = 1"))
        with pytest.raises(OutboxError, match="HB-8309"):
            await kept_ids(outbox, 50)
        await outbox._spool.read(lambda file: file._database.execute("PRAGMA max_page_count = 100000"))
        waiting = [str(message) for message in await outbox.waiting()]
        assert waiting[:1] == ids
        later = await outbox.keep(notice(), somewhere(outbox))
        assert [str(message) for message in await outbox.waiting()] == [*waiting, str(later.id)]


async def test_many_that_speak_at_once_share_a_wait_for_the_disk(tmp_path: Path) -> None:
    commits: list[str] = []
    bench = Bench(tmp_path, behaviour=down, at=lambda point: commits.append(point) if point == "committing" else None)
    async with bench.outbox() as outbox:
        await asyncio.gather(*(outbox.keep(notice(str(n)), somewhere(outbox)) for n in range(40)))
        assert len(await outbox.waiting()) == 40
    assert len(commits) < 40


async def test_whoever_gives_up_waiting_takes_back_nothing(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    async with bench.outbox() as outbox:
        task = asyncio.create_task(outbox.keep(notice(), somewhere(outbox)))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})
        kept = await outbox.waiting()
    again = Bench(tmp_path)
    async with again.outbox() as outbox, asyncio.timeout(5):
        for message in kept:
            await outbox.sent(message)
    assert {str(message) for message in kept} <= {*bench.log.ids, *again.log.ids}


async def test_no_body_can_be_read_in_the_spool_and_only_its_owner_may_open_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path, behaviour=down)
    async with bench.outbox() as outbox:
        await outbox.keep(notice(CANARY), somewhere(outbox))
        assert found_in(tmp_path, CANARY) == []
        # The same search finds what stands in the clear.
        assert found_in(tmp_path, "detention.prosecutor-notice")
    assert found_in(tmp_path, CANARY) == []
    assert stat.S_IMODE((tmp_path / "spool.sqlite3").stat().st_mode) == 0o600


async def test_neither_the_spool_nor_what_lies_beside_it_is_for_others_in_a_folder_that_was(tmp_path: Path) -> None:
    """The log beside the file holds what the file does not yet hold."""
    folder = tmp_path / "state"
    folder.mkdir(mode=0o755)
    async with Bench(folder, behaviour=down).outbox() as outbox:
        await outbox.keep(notice(), somewhere(outbox))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == dict.fromkeys(("spool.lock", "spool.sqlite3", "spool.sqlite3-wal", "spool.sqlite3-shm"), 0o600)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def found_in(folder: Path, text: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]
