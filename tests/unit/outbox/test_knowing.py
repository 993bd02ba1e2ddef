"""While the reference log cannot be read, a client goes by what it last knew; one that never knew anything says so."""

import asyncio
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from habarshy.knowing import Knowing
from producers import profile
from producers.outbox.errors import OutboxError
from producers.profile import ClientProfile
from schemas.directory.agency import AgencyVersion
from schemas.errors.tree import LogError
from tests.unit.enrolment.log import Log
from tests.unit.enrolment.test_follower import Read
from tests.unit.enrolment.test_follower import profile as stranger
from tests.unit.outbox.world import directory
from tests.unit.producers.profiles import written


@pytest.fixture
def cut_off(tmp_path: Path) -> ClientProfile:
    """Nobody listens there."""
    plain = {"security": "plaintext", "user": None, "password": None, "ca": None}
    return profile.load(written(tmp_path, bootstrap=["localhost:9"], **plain))


async def test_a_client_that_never_read_the_log_says_so(cut_off: ClientProfile) -> None:
    async with Knowing(cut_off, alarm=lambda _alarm: None, first_seconds=0.01) as knowing:
        with pytest.raises(OutboxError, match="HB-8314"):
            knowing.directory()


async def test_a_client_that_trusts_another_log_is_told_why_it_knows_nothing(cut_off: ClientProfile) -> None:
    log, own = Log(), Log()
    async with Knowing(cut_off, alarm=lambda _alarm: None, first_seconds=0.01) as knowing:
        knowing._follower = Read(stranger(log, cut_off.home), alarm=lambda _alarm: None).on(
            own.records(own.keys()), own
        )
        async with knowing._follower:
            await knowing._catch_up()
            with pytest.raises(LogError, match="HB-8219"):
                knowing.directory()


async def test_a_client_goes_by_what_it_last_knew(cut_off: ClientProfile) -> None:
    cut_off.home.mkdir()
    known = TypeAdapter(tuple[AgencyVersion, ...]).dump_json(directory().versions)
    (cut_off.home / "directory.json").write_bytes(known)
    async with Knowing(cut_off, alarm=lambda _alarm: None, first_seconds=0.01) as knowing:
        assert knowing.directory() == directory()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff"])
async def test_what_is_no_directory_is_as_if_it_were_not_there(cut_off: ClientProfile, content: bytes) -> None:
    cut_off.home.mkdir()
    (cut_off.home / "directory.json").write_bytes(content)
    async with Knowing(cut_off, alarm=lambda _alarm: None, first_seconds=0.01) as knowing:
        with pytest.raises(OutboxError, match="HB-8314"):
            knowing.directory()


async def test_a_directory_that_cannot_be_written_down_is_known_all_the_same_and_leaves_no_reading_behind(
    cut_off: ClientProfile, caplog: pytest.LogCaptureFixture
) -> None:
    """What was sent meanwhile is sent: whoever leaves hears of no error."""
    before = asyncio.all_tasks()
    async with Knowing(cut_off, alarm=lambda _alarm: None, first_seconds=0.01) as knowing:
        knowing._caught_up = True
        cut_off.home.write_text("a file where a folder must be")
        knowing.directory()
    assert asyncio.all_tasks() == before
    assert "action=directory-unwritten" in caplog.text
