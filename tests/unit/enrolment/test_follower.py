"""Who waits for the log hears of it when it will not come: the reader died, or what it read is not the log any more."""

import asyncio
from pathlib import Path

import pytest

from consumers.reference.alarms import Alarm
from consumers.reference.follower import Follower
from consumers.reference.memory import Memory
from producers.profile import Anchor, ClientProfile
from schemas.codec.record import Record
from schemas.errors.tree import LogError
from schemas.fields import AgencyId
from services.directory_log.state import Entry
from services.directory_log.writing import AgencySaid
from tests.unit.enrolment.log import NETWORK, Log, agency


def profile(log: Log, folder: Path) -> ClientProfile:
    trust = tuple(Anchor(id=name, public=public) for name, public in log.trust.anchors.items())
    return ClientProfile(network=NETWORK, agency=AgencyId("police-medeu"), bootstrap=("x:1",), home=folder, trust=trust)


class Read(Follower):
    """With these records on the wire and no more."""

    def on(self, records: list[Record], log: Log) -> "Read":
        self._entries = [Entry(one.key, one.value, one.headers, received_at=log.at) for one in records]
        return self

    async def _follow(self) -> None:
        for offset, entry in enumerate(self._entries):
            self._chain.take(offset, entry)
        await self._tell()
        await asyncio.Event().wait()

    async def _end(self) -> int:
        return len(self._entries)


class Quiet(Read):
    """The same, and then silence."""

    async def _follow(self) -> None:
        for offset, entry in enumerate(self._entries):
            self._chain.take(offset, entry)
        await self._look_at_the_end()


class Dying(Follower):
    async def _follow(self) -> None:
        raise RuntimeError

    async def _end(self) -> int:
        return 0


async def test_a_reader_that_dies_is_told_to_a_person_and_to_whoever_waits(tmp_path: Path) -> None:
    alarms: list[Alarm] = []

    async with Dying(profile(Log(), tmp_path), alarm=alarms.append) as follower:
        with pytest.raises(LogError, match="HB-8216"):
            await follower.until(lambda _: False, seconds=5)
        with pytest.raises(LogError, match="HB-8216"):
            await follower.caught_up(seconds=5)

    assert follower.is_broken
    assert [(alarm.kind, alarm.findings[0].code) for alarm in alarms] == [("died", "HB-8216")]


async def test_a_log_that_went_back_is_refused_to_whoever_asks_for_all_of_it(tmp_path: Path) -> None:
    log = Log()
    records = log.records(log.keys())
    log.hear(records[0])
    records += log.records(AgencySaid(agency("police-medeu")))
    alarms: list[Alarm] = []
    held = profile(log, tmp_path)
    async with Read(held, alarm=alarms.append).on(records, log) as follower:
        assert (await follower.caught_up(seconds=5)).sequence == 2

    async with Read(held, alarm=alarms.append).on(records[:1], log) as follower:
        for _ in range(2):
            with pytest.raises(LogError, match="HB-8207"):
                await follower.caught_up(seconds=5)

    assert [alarm.kind for alarm in alarms] == ["went-back"]
    memory = Memory.read(tmp_path / "reference-police-medeu.json")
    assert memory is not None
    assert memory.sequence == 2


async def test_nobody_is_answered_from_a_log_of_which_nothing_is_believed(tmp_path: Path) -> None:
    log = Log()
    alarms: list[Alarm] = []
    async with Read(profile(Log(), tmp_path), alarm=alarms.append).on(log.records(log.keys()), log) as follower:
        for _ in range(2):
            with pytest.raises(LogError, match="HB-8219"):
                await follower.caught_up(seconds=5)
        assert follower.is_broken

    assert [alarm.kind for alarm in alarms] == ["unsigned", "nothing-believed"]


async def test_that_nothing_is_believed_is_told_though_nobody_asks(tmp_path: Path) -> None:
    log = Log()
    alarms: list[Alarm] = []
    async with Quiet(profile(Log(), tmp_path), alarm=alarms.append).on(log.records(log.keys()), log) as follower:
        with pytest.raises(LogError, match="HB-8219"):
            await follower.until(lambda _: False, seconds=5)

    assert [alarm.kind for alarm in alarms] == ["unsigned", "nothing-believed"]


async def test_what_was_read_is_remembered_though_nobody_asks(tmp_path: Path) -> None:
    log = Log()
    records = log.records(log.keys())
    async with Quiet(profile(log, tmp_path), alarm=print).on(records, log) as follower:
        await follower.until(lambda _: (tmp_path / "reference-police-medeu.json").exists(), seconds=5)

    memory = Memory.read(tmp_path / "reference-police-medeu.json")
    assert memory is not None
    assert memory.sequence == 1
