"""What a running bus decides is signed and published, and whoever changes the ledger afterwards is found."""

import json
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

from habarshy.enrolment import profiles
from habarshy.enrolment.demo import DemoBus
from habarshy.enrolment.folders import KEYS, PROFILE
from tests.bus import Agencies
from tests.integration.bus.conftest import Pair
from tests.integration.running import process

OVERSEER: Final = "general-prosecutor-office"


@pytest.fixture
async def witness(agencies: Agencies, tmp_path: Path) -> Path:
    """The profile of the general prosecutor's witness, with a key of the agency's."""
    (like,) = [one for name, one in (await agencies.enrol(OVERSEER)).items() if name == OVERSEER]
    user = f"witness.{OVERSEER}"
    password = agencies.bus.operator.secrets.password(user) or ""
    profiles.write(tmp_path, profiles.made(like, agency=OVERSEER, user=user, password=password))
    like.keyring().save(tmp_path / KEYS)
    return tmp_path / PROFILE


async def audit(bus: DemoBus, ledger: str) -> tuple[int, dict[str, Any]]:
    of = ("--operator", str(bus.operator.root), "--ledger", ledger)
    answer = await process.command("evidence", "audit", *of, "--json")
    return answer.code, json.loads(answer.out)


@pytest.fixture
async def decided(bus: DemoBus, ledger: str, pair: Pair, folder: Path) -> int:
    """A bus has run, and all that it decided is published; at least so many decisions."""
    investigator, prosecutor = pair
    notices = [investigator.notice(prosecutor) for _ in range(3)]
    whole = ["run", "bus", "--operator", str(bus.operator.root), "--ledger", ledger]
    async with process.started(folder, whole) as one:
        await one.ready()
        await investigator.write(*notices)
        async with prosecutor.hearing() as heard:
            for notice in notices:
                await heard.message(notice)
        await one.until_counted("habarshy_evidence_published_checkpoints_total")
        with psycopg.connect(ledger, autocommit=True) as asked:
            await one.until(lambda: _is_published(asked))
        one.running.terminate()
        assert await one.ended() == 0
    return len(notices)


async def test_the_owner_of_the_database_changes_nothing_unseen(bus: DemoBus, ledger: str, decided: int) -> None:
    code, said = await audit(bus, ledger)
    assert (code, said["bad"], said["bad_row"]) == (0, None, None)
    assert said["leaves"] >= decided
    assert said["heads"] == said["published"]

    last = said["leaves"] - 1
    # The leaf with its content, as one would do it who knows how leaves are computed.
    edited = "set content = 'x', leaf = sha256('\\x0078'::bytea)"
    with psycopg.connect(ledger) as owner:
        rows = owner.execute("select content, leaf from evidence where leaf_index = %s", (last,)).fetchall()
        owner.execute(f"update evidence {edited} where leaf_index = %s", (last,))
    try:
        code, said = await audit(bus, ledger)
        assert (code, said["bad"]) == (1, {"code": "HB-8703", "number": last})
    finally:
        with psycopg.connect(ledger) as owner:
            owner.execute("update evidence set content = %s, leaf = %s where leaf_index = %s", (*rows[0], last))
    assert (await audit(bus, ledger))[0] == 0


async def test_another_agency_sees_that_the_log_has_only_grown(witness: Path, decided: int) -> None:
    watching = ("witness", "--profile", str(witness), "--once", "--json")
    heads = [json.loads(line) for line in (await process.command(*watching)).out.splitlines()]
    assert heads[-1]["size"] >= decided
    assert all(head["note"].startswith(f"habarshy/test/evidence/1\n{head['size']}\n") for head in heads)
    assert await process.command(*watching) == process.Answer(0, "", "")


def _is_published(asked: psycopg.Connection[Any]) -> bool:
    """All that is decided by now."""
    waits = "select exists (select from evidence where leaf_index is null)"
    (row,) = asked.execute(f"{waits} or exists (select from checkpoint where published_at is null)").fetchall()
    (numbers,) = asked.execute("select max(leaf_index) + 1, (select max(tree_size) from checkpoint) from evidence")
    return not row[0] and numbers[0] == numbers[1]
