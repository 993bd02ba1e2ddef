"""From an outbox into an inbox through the real middle, and the answer back."""

import pytest

from tests.integration.bus.conftest import Pair

pytestmark = pytest.mark.usefixtures("middle")


async def test_a_notice_reaches_its_recipient_and_its_sender_is_told(pair: Pair) -> None:
    investigator, prosecutor = pair
    notice = investigator.notice(prosecutor)

    await investigator.write(notice)

    async with investigator.hearing() as told, prosecutor.hearing() as heard:
        answer = await told.answer(notice)
        record = await heard.message(notice)
    assert (answer["type"], answer["disposition"]) == ("acceptance", "ROUTED")
    assert (record.key, record.value) == (notice.key, notice.value)
