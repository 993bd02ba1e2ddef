"""Several processes of the whole bus share one wire and one ledger; one that is killed is replaced by the others."""

import signal
from pathlib import Path
from typing import Final

import psycopg

from habarshy.enrolment.demo import DemoBus
from tests.integration.bus.conftest import Pair
from tests.integration.running import process

NOTICES: Final = 40
SHARE: Final = 'habarshy_intake_partitions{group="intake"}'


async def test_what_one_leaves_when_it_is_killed_the_other_goes_on_with(
    bus: DemoBus, ledger: str, pair: Pair, folder: Path
) -> None:
    investigator, prosecutor = pair
    notices = [investigator.notice(prosecutor) for _ in range(NOTICES)]
    wanted = {notice.id for notice in notices}
    whole = ["run", "bus", "--operator", str(bus.operator.root), "--ledger", ledger]
    async with process.started(folder, whole) as one, process.started(folder, whole) as other:
        await one.ready()
        await other.ready()
        await investigator.write(*notices[: NOTICES // 2])
        async with investigator.hearing() as told:
            await told.answer(notices[0])
            await one.until_counted(SHARE)
            await other.until_counted(SHARE)
            one.running.kill()
            assert await one.running.wait() == -signal.SIGKILL
            await other.until(lambda: len(other.lines_of("intake.sent-out")) == 2)
            await investigator.write(*notices[NOTICES // 2 :])
            async with prosecutor.hearing() as heard:
                await heard.until(lambda came: wanted <= {envelope["id"] for envelope in came}, seconds=60)
        other.running.terminate()
        assert await other.ended() == 0
    with psycopg.connect(ledger) as asked:
        rows = asked.execute(
            "select record_offset, disposition from disposition where topic = %s order by 1",
            (f"outbox.{investigator.id}",),
        ).fetchall()
    assert rows == [(offset, "ROUTED") for offset in range(NOTICES)]
