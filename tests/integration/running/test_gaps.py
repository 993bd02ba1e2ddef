"""`habarshy ledger gaps` on a real wire and a real ledger: what waits, what is lost, and what cannot be reached."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from habarshy.enrolment.demo import DemoBus
from habarshy.stack.addresses import KafkaAddress
from tests.integration.bus.conftest import Pair, running
from tests.integration.running import process
from tests.integration.running.process import Answer


@dataclass(frozen=True)
class Asking:
    """Asks of one topic; the others are other tests'."""

    bus: DemoBus
    ledger: str
    topic: str

    async def answer(self, *more: str) -> Answer:
        where = ["--operator", str(self.bus.operator.root), "--ledger", self.ledger]
        return await process.command("ledger", "gaps", *where, *more)

    async def found(self) -> dict[str, Any]:
        """Its row, without what says which it is; the exit code is 1 if any row has lost something."""
        answer = await self.answer("--json")
        document = json.loads(answer.out)
        assert answer.code == (1 if document["lost"] or document["doubled"] else 0), answer.err
        (row,) = (one for one in document["partitions"] if one["topic"] == self.topic)
        return {name: row[name] for name in ("next_offset", "recorded", "wire", "waits", "lost")}


async def test_what_waits_and_what_is_lost_is_said_by_its_offsets(
    bus: DemoBus, ledger: str, pair: Pair, kafka: KafkaAddress
) -> None:
    investigator, prosecutor = pair
    asking = Asking(bus, ledger, f"outbox.{investigator.id}")
    notices = [investigator.notice(prosecutor) for _ in range(5)]

    await investigator.write(*notices[:3])
    wire = {"first": 0, "end": 3}
    assert await asking.found() == {"next_offset": None, "recorded": [], "wire": wire, "waits": 3, "lost": []}

    async with running(bus, ledger), investigator.hearing() as told:
        await told.answer(notices[2])
    recorded = [{"wire_generation": 1, "first": 0, "last": 2}]
    assert await asking.found() == {"next_offset": 3, "recorded": recorded, "wire": wire, "waits": 0, "lost": []}

    with _row_removed(ledger, asking.topic):
        assert (await asking.found())["lost"] == [{"wire_generation": 1, "first": 1, "last": 1, "on_wire": True}]
        said = await asking.answer()
        assert f"{asking.topic}/0: passed over: 1, wire generation 1. The wire still has it" in said.err

    await investigator.write(*notices[3:])
    await _deleted(kafka, asking.topic, before=4)
    found = await asking.found()
    assert (found["waits"], found["lost"]) == (1, [{"wire_generation": 1, "first": 3, "last": 3, "on_wire": False}])
    for language, word in (("en", "LOST: "), ("kk", "ЖОҒАЛҒАНЫ: "), ("ru", "ПОТЕРЯНО: ")):
        said = await asking.answer("--lang", language)
        assert (said.code, word in said.err) == (1, True)

    async with running(bus, ledger), investigator.hearing() as told:
        await told.answer(notices[4])
    assert (await asking.found())["lost"] == found["lost"]
    _made_whole(ledger, asking.topic)
    assert (await asking.found())["lost"] == []


@contextmanager
def _row_removed(ledger: str, topic: str) -> Iterator[None]:
    """What no program of ours does: the row of offset 1 is taken out, and put back in the end."""
    with psycopg.connect(ledger) as owner:
        owner.execute(
            "create table kept_aside as select * from disposition where topic = %s and record_offset = 1", (topic,)
        )
        owner.execute("delete from disposition where topic = %s and record_offset = 1", (topic,))
    try:
        yield
    finally:  # the ledger is that of other tests too
        with psycopg.connect(ledger) as owner:
            owner.execute("insert into disposition select * from kept_aside")
            owner.execute("drop table kept_aside")


def _made_whole(ledger: str, topic: str) -> None:
    """The ledger is that of others too, who ask whether it is whole."""
    with psycopg.connect(ledger) as owner:
        owner.execute(
            'insert into disposition select (jsonb_populate_record(d, \'{"record_offset": 3, "disposition": "DUPLICATE"}\')).*'
            " from disposition d where topic = %s and record_offset = 4",
            (topic,),
        )


async def test_a_wire_that_cannot_be_reached_is_no_loss(bus: DemoBus, ledger: str) -> None:
    profile = bus.operator.of("intake") / "profile.json"
    away = json.loads(profile.read_text(encoding="utf-8")) | {"bootstrap": ["localhost:1"]}
    elsewhere = bus.root / "elsewhere" / "intake"
    elsewhere.mkdir(parents=True, exist_ok=True)
    (elsewhere / "profile.json").write_text(json.dumps(away), encoding="utf-8")
    (elsewhere / "profile.json").chmod(0o600)
    answer = await process.command("ledger", "gaps", "--operator", str(elsewhere.parent), "--ledger", ledger)
    assert (answer.code, answer.out) == (6, "")
    assert answer.err.splitlines()[-1].startswith("HB-8606: Nothing answers at localhost:1.")


async def test_a_ledger_that_cannot_be_reached_is_no_loss(bus: DemoBus) -> None:
    where = ["--operator", str(bus.operator.root), "--ledger", "host=localhost port=1 dbname=none"]
    answer = await process.command("ledger", "gaps", *where)
    assert (answer.code, answer.out, answer.err[:7]) == (6, "", "HB-8501")


async def _deleted(kafka: KafkaAddress, topic: str, *, before: int) -> None:
    admin = AIOKafkaAdminClient(**kafka.aiokafka())
    await admin.start()
    try:
        await admin.delete_records({TopicPartition(topic, 0): RecordsToDelete(before_offset=before)})
    finally:
        await admin.close()
