"""`inbox --take` of an agency that believes another bus: that is no empty inbox, and it ends by saying so."""

import asyncio
from dataclasses import dataclass

import pytest

from habarshy.command import inbox
from schemas.errors.tree import Finding, LogError


@dataclass
class Unbelieved:
    """An Inbox with nothing in it, whose reference log is another's."""

    lag: int = 0

    async def caught_up(self) -> None:
        raise LogError(Finding("HB-8219", "", {"network": "elsewhere"}))

    async def unanswered(self) -> int:
        return 0


@pytest.mark.parametrize("follow", [True, False])
async def test_a_log_that_is_not_believed_is_no_empty_inbox(follow: bool) -> None:  # noqa: FBT001 - a parameter of the test
    ending = asyncio.create_task(inbox._at_its_end(Unbelieved(), follow=follow))  # type: ignore[arg-type] # all that is asked of it
    await asyncio.wait([ending])
    with pytest.raises(LogError, match="HB-8219"):
        await inbox._ended(ending)


async def test_who_is_stopped_before_the_end_need_not_wait_for_it() -> None:
    ending = asyncio.create_task(asyncio.Event().wait())
    await inbox._ended(ending)  # type: ignore[arg-type] # what it would have answered nobody asks
    assert ending.cancelled()
