"""What is wrong with the hearing is seen, of each partition, and ends the process where no new client mends it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar, Final, NoReturn

import pytest

from consumers.inbox import inbox as inboxes
from consumers.inbox.errors import DeafError
from consumers.inbox.inbox import Inbox, Pace
from consumers.inbox.session import Session
from consumers.inbox.watchdog import Periods, Seen, Standing, Trouble, Watchdog
from tests.unit.inbox.clients import Client
from tests.unit.inbox.test_cut_off import INBOX, Lost, Quiet, profile, taker

PATIENCE_S: Final = 10.0
TEN: Final = timedelta(seconds=10)


def one(position: int | None, lag: int, *, waits: bool = False, partition: int = 0) -> Standing:
    return Standing(partition, position, lag, waits)


def seen(*standings: Standing) -> Seen:
    return Seen(standings)


@pytest.mark.parametrize(
    ("looks", "trouble"),
    [
        ([(0, seen(one(5, 3))), (9, seen(one(6, 2))), (18, seen(one(7, 1)))], None),
        ([(0, seen(one(5, 3))), (5, seen(one(5, 3))), (14, seen(one(5, 3)))], None),
        ([(0, seen(one(5, 3))), (5, seen(one(5, 3))), (15, seen(one(5, 9)))], "stuck"),
        ([(at, seen(one(5, 3), one(at, 3, partition=1))) for at in (0, 5, 15)], "stuck"),
        ([(0, seen(one(5, 0))), (20, seen(one(5, 0)))], None),
        ([(0, None), (9, None)], None),
        ([(0, None), (10, None)], "silent"),
        ([(0, None), (9, seen(one(5, 0))), (12, None)], None),
        ([(0, seen()), (10, seen())], "unassigned"),
        ([(0, seen()), (9, seen(one(1, 0))), (18, seen())], None),
        ([(0, seen(one(5, 1, waits=True))), (10, seen(one(5, 1, waits=True)))], "waits"),
        ([(0, seen(one(None, 1, waits=True))), (10, seen(one(None, 1, waits=True)))], "waits"),
        ([(0, seen(one(None, 1))), (1, seen(one(None, 1))), (11, seen(one(None, 1)))], "stuck"),
        ([(0, seen(one(5, 1, waits=True))), (9, seen(one(5, 1))), (12, seen(one(5, 1, waits=True)))], None),
    ],
    ids=[
        "it moves", "not for long", "it stands", "it stands while another moves", "nothing to read", "silent for a moment",
        "silent", "it answered meanwhile", "without a partition", "it had one meanwhile", "it is tried again and again",
        "the store says no", "the store says nothing", "it was tried meanwhile",
    ],
)  # fmt: skip
def test_only_what_lasts_is_trouble(looks: list[tuple[int, Seen | None]], trouble: Trouble | None) -> None:
    watchdog = Watchdog(Periods(silent=TEN, unassigned=TEN, stuck=TEN, waits=TEN))
    assert [watchdog.look(what, at) for at, what in looks][-1] == trouble


def test_a_new_client_has_its_time_again() -> None:
    watchdog = Watchdog()
    watchdog.look(None, 0)
    watchdog.begin_anew()
    assert watchdog.look(None, 60) is None


def test_what_is_allowed_for_ever_is_no_trouble() -> None:
    watchdog = Watchdog(Periods(unassigned=None))
    assert [watchdog.look(seen(), days * 86_400) for days in range(3)] == [None, None, None]


@pytest.mark.parametrize(
    ("looks", "well"),
    [
        ([seen(one(5, 0))], True),
        ([seen(one(5, 2))], False),
        ([seen(one(5, 2)), seen(one(6, 1))], True),
        ([seen(one(5, 2), one(1, 2, partition=1)), seen(one(5, 2), one(2, 1, partition=1))], False),
        ([seen(one(None, 2)), seen(one(5, 2))], False),
        ([seen(one(5, 0, waits=True))], False),
        ([seen()], False),
        ([None], False),
    ],
)
def test_a_client_was_of_use_if_each_partition_moved_or_has_nothing_to_read(
    looks: list[Seen | None], *, well: bool
) -> None:
    watchdog = Watchdog()
    for number, look in enumerate(looks):
        watchdog.look(look, number)
    assert watchdog.well(looks[-1]) == well


def test_how_much_is_not_taken_counts_what_waits_and_is_not_known_before_the_store_has_said_where_to_begin() -> None:
    assert seen(one(5, 2), one(1, 3, waits=True, partition=1)).lag == 5
    assert seen(one(5, 2), one(None, 3, partition=1)).lag is None
    assert seen().lag is None


class Answering(Lost):
    """A consumer that answers."""

    beginning_offsets, end_offsets = Client.beginning_offsets, Client.end_offsets  # type: ignore[assignment] # as it was


async def test_a_partition_that_the_store_does_not_place_is_seen_and_said_to_wait(tmp_path: Path) -> None:
    made = taker(tmp_path)  # its store is not open, so it says no
    session = Session(profile(tmp_path), made, backoff=float, sleep=asyncio.sleep)
    session._subscriber.consumer = Answering(4)
    await session.on_partitions_assigned({INBOX})
    assert await session.seen() == seen(one(None, 4, waits=True))

    await made.store.open()
    await session.place()
    assert await session.seen() == seen(one(0, 4))
    await made.store.close()


class Stuck(Quiet):
    """A handler hangs in the first partition, whatever client there is; the second goes on."""

    built: ClassVar[int] = 0
    looks: ClassVar[int] = 0

    def __init__(self, *_: object, **__: object) -> None:
        type(self).built += 1

    async def seen(self) -> Seen | None:
        type(self).looks += 1
        return seen(one(5, 7), one(self.looks, 7, partition=1))

    async def place(self) -> None: ...


def pace(**said: timedelta) -> Pace:
    periods = Periods(**said)
    return Pace(look_s=0.001, answer_s=0.001, backoff=lambda _: 0.0, most_rebuilds=3, periods=periods)


async def test_a_handler_that_hangs_for_ever_ends_the_process_though_another_partition_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Session(Stuck): ...

    monkeypatch.setattr(inboxes, "Session", Session)
    inbox = Inbox(profile(tmp_path), taker(tmp_path), pace=pace(stuck=timedelta(0)))
    with pytest.raises(DeafError, match="HB-8409"):
        await asyncio.wait_for(inbox.run(), PATIENCE_S)
    assert (inbox.trouble, Session.built) == ("stuck", 4)


async def test_what_waits_is_shown_and_no_client_is_built_anew_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = asyncio.Event()

    class Session(Stuck):
        async def seen(self) -> Seen | None:
            type(self).looks += 1
            if self.looks > 5:
                looked.set()
            return seen(one(5, 7, waits=True))

    monkeypatch.setattr(inboxes, "Session", Session)
    inbox = Inbox(profile(tmp_path), taker(tmp_path), pace=pace(waits=timedelta(0)))
    running = asyncio.create_task(inbox.run())
    await asyncio.wait_for(looked.wait(), PATIENCE_S)
    assert (inbox.trouble, inbox.lag, Session.built) == ("waits", 7, 1)
    inbox.stop()
    await running


async def test_a_wall_clock_that_is_set_back_hides_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Session(Stuck): ...

    monkeypatch.setattr(inboxes, "Session", Session)
    made = taker(tmp_path)
    made.answering = replace(made.answering, clock=_set_back)
    inbox = Inbox(profile(tmp_path), made, pace=pace(stuck=timedelta(milliseconds=5)))
    with pytest.raises(DeafError):
        await asyncio.wait_for(inbox.run(), PATIENCE_S)


def _set_back() -> NoReturn:
    raise AssertionError("the watchdog goes by no clock that somebody may set")
