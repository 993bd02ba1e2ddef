"""A process of the bus says whether it lives, is ready, and what it counts, and ends when it is told to."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg
import pytest

from habarshy.enrolment.demo import DemoBus
from habarshy.running import logins
from services.ledger import checking
from tests.integration.bus.conftest import Pair
from tests.integration.running import process

SLOW_S: Final = 2.0
BATCHES: Final = 8
"""Together they take longer than a member of a group may stay silent."""


def arguments(bus: DemoBus, ledger: str) -> list[str]:
    return ["run", "bus", "--operator", str(bus.operator.root), "--ledger", ledger]


async def test_it_says_how_it_is_and_ends_in_order(bus: DemoBus, ledger: str, pair: Pair, folder: Path) -> None:
    investigator, prosecutor = pair
    notice = investigator.notice(prosecutor)
    await logins.made(ledger, bus.operator)
    async with process.started(folder, arguments(bus, ledger)) as one:
        await one.ready()
        await one.until(lambda: len(one.lines_of("intake.started")) == 2)
        assert not one.lines_of("reference.unnoted"), one.log.read_text()
        assert connected(ledger) == {
            ("habarshy intake", "ledger_of_the_run_public_intake_login"),
            ("habarshy relay", "ledger_of_the_run_public_relay_login"),
            ("habarshy sequencer", "ledger_of_the_run_public_sequencer_login"),
        }
        assert await checking.check(ledger) == []
        before = await one.series()
        await investigator.write(notice)
        async with prosecutor.hearing() as heard:
            await heard.message(notice)
        assert (await one.get("/livez")) == (200, "alive\n")
        assert (await one.get("/elsewhere"))[0] == 404
        await one.until_counted("habarshy_evidence_published_checkpoints_total")
        after = await one.series()

        began = time.monotonic()
        one.running.terminate()
        assert await one.running.wait() == 0
        took_s = time.monotonic() - began

    routed = 'habarshy_intake_recorded_records_total{disposition="ROUTED",group="intake"}'
    assert after[routed] - before[routed] >= 1
    assert after['habarshy_relay_records_total{outcome="sent"}'] >= 2
    assert after['habarshy_intake_stage_seconds_count{group="intake",stage="verify"}'] >= 1
    assert after['habarshy_intake_stage_seconds_count{group="intake",stage="record"}'] >= 1
    assert after['habarshy_relay_stage_seconds_count{stage="write"}'] >= 1
    assert took_s < 15
    assert [line["action"] for line in one.lines][-1] in ("relay.stopped", "intake.stopped", "evidence.stopped")


def connected(ledger: str) -> set[tuple[str, str]]:
    """The bus's processes, and as whom they are connected. What it applied of the reference log is noted by then."""
    with psycopg.connect(ledger) as owner:
        assert owner.execute("select 1 from directory_log").fetchone() is not None
        asked = "select application_name, usename from pg_stat_activity where datname = current_database()"
        found = owner.execute(asked).fetchall()
    return {(name, user) for name, user in found if name.startswith("habarshy ")}


@pytest.fixture
def slow(ledger: str) -> Iterator[None]:
    """A database that takes two seconds for each batch."""
    with psycopg.connect(ledger, autocommit=True) as owner:
        owner.execute(
            "create function slow() returns trigger language plpgsql as"
            f" $$ begin perform pg_sleep({SLOW_S}); return null; end $$"
        )
        owner.execute("create trigger slow after insert on evidence for each statement execute function slow()")
        yield
        owner.execute("drop function slow cascade")


@pytest.mark.usefixtures("slow")
@pytest.mark.proof
async def test_a_slow_database_makes_nobody_leave_the_group(
    bus: DemoBus, ledger: str, pair: Pair, folder: Path
) -> None:
    investigator, prosecutor = pair
    claimed = 'habarshy_intake_claimed_partitions_total{group="intake"}'
    async with process.started(folder, arguments(bus, ledger)) as one:
        await one.ready()
        async with investigator.hearing() as told:
            first = investigator.notice(prosecutor)
            await investigator.write(first)
            await told.answer(first)
            before, began = await one.series(), time.monotonic()
            for _ in range(BATCHES):
                notice = investigator.notice(prosecutor)
                await investigator.write(notice)
                await told.answer(notice)
            took_s = time.monotonic() - began
        after = await one.series()
        assert (await one.get("/livez"))[0] == 200
        one.running.terminate()
        assert await one.running.wait() == 0
    assert took_s >= BATCHES * SLOW_S
    assert after[claimed] == before[claimed]
    assert [name for name, ill in after.items() if name.startswith("habarshy_unready{") and ill] == []


async def test_a_database_that_goes_away_is_told_and_waited_for(
    bus: DemoBus, ledger: str, pair: Pair, folder: Path
) -> None:
    """Its connections are cut and no new ones let in, until they are."""
    investigator, prosecutor = pair
    database = psycopg.conninfo.conninfo_to_dict(ledger)["dbname"]
    elsewhere = psycopg.conninfo.make_conninfo(ledger, dbname="postgres")
    async with process.started(folder, arguments(bus, ledger)) as one:
        await one.ready()
        with psycopg.connect(elsewhere, autocommit=True) as owner:
            owner.execute(f'alter database "{database}" allow_connections false')
            try:
                owner.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (database,))
                notice = investigator.notice(prosecutor)
                await investigator.write(notice)
                async with asyncio.timeout(process.PATIENCE_S):
                    while "intake: ledger-away since" not in (said := await one.get("/readyz"))[1]:  # noqa: ASYNC110 - it tells when it is asked
                        await asyncio.sleep(0.05)
                assert said[0] == 503
            finally:
                owner.execute(f'alter database "{database}" allow_connections true')
        async with prosecutor.hearing() as heard:
            await heard.message(notice)
        await one.ready()
        series = await one.series()
        assert series['habarshy_unready_seconds_total{cause="ledger-away",part="intake"}'] > 0
        assert series['habarshy_unready{cause="ledger-away",part="intake"}'] == 0
        one.running.terminate()
        assert await one.running.wait() == 0
