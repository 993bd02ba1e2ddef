"""The job as a plain FastStream handler: a record at a time, one insert for each, and its position when all of that is done.

`python -m benchmarks.core.fast_stream_job SETTINGS` runs until it is told to stop.
"""

import asyncio
import json
import signal
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from aiokafka import ConsumerRecord
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.security import SASLScram512
from psycopg import AsyncConnection

from benchmarks.core import judging
from benchmarks.core.judging import Judge, Judged
from schemas.codec import record

KEPT: Final = """
with named as (
    insert into message (sender, id, topic, part, place, disposition, digest)
    values (%(sender)s, %(id)s, %(topic)s, %(partition)s, %(offset)s, 'ROUTED', %(digest)s)
    on conflict (sender, id) do nothing
    returning id
)
insert into obligation (duty, occasion, state)
select %(duty)s, %(occasion)s, %(state)s from named
on conflict (duty, occasion) do update set state = excluded.state
"""
BEFORE: Final = "select state from obligation where duty = %s and occasion = %s"
REFUSED: Final = "insert into refused (topic, part, place, why) values (%s, %s, %s, %s) on conflict do nothing"
TABLES: Final = """
create table message (
    sender text, id uuid, topic text, part integer, place bigint, disposition text, digest text, primary key (sender, id)
);
create table obligation (duty text, occasion text, state text, primary key (duty, occasion));
create table refused (topic text, part integer, place bigint, why text, primary key (topic, part, place));
"""


async def main(said: dict[str, Any]) -> None:
    judge = judging.by_cryptography(said["network"], said["keys"])
    pool: asyncio.Queue[AsyncConnection] = asyncio.Queue()
    for _ in range(said["workers"]):
        pool.put_nowait(await AsyncConnection.connect(said["postgres"], autocommit=True))
    security = SASLScram512(said["user"], said["password"], ssl_context=ssl.create_default_context(cafile=said["ca"]))
    broker = KafkaBroker(
        said["bootstrap"].split(","), security=security, acks="all", enable_idempotence=True, logger=None
    )

    async def heard(message: KafkaMessage) -> None:
        await _route(message.raw_message, judge, pool, broker=broker)

    for group, topics in _shares(said):
        broker.subscriber(
            *topics, group_id=group, auto_offset_reset="earliest", ack_policy=AckPolicy.NACK_ON_ERROR, no_reply=True
        )(heard)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await broker.start()
    await stopped.wait()
    await broker.stop()


def _shares(said: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """With several workers each outbox has a subscriber of its own: the library's own workers would confirm a record before it is kept."""
    if said["workers"] == 1:
        yield said["group"], said["outboxes"]
        return
    for topic in said["outboxes"]:
        yield f"{said['group']}-{topic}", [topic]


async def _route(
    raw: ConsumerRecord, judge: Judge, pool: "asyncio.Queue[AsyncConnection]", *, broker: KafkaBroker
) -> None:
    judged = judge.judge(raw.topic, key=raw.key, value=raw.value, headers=raw.headers)
    database = await pool.get()
    try:
        await _keep(database, raw, judged)
    finally:
        pool.put_nowait(database)
    for agency in judged.recipients:
        headers = {name: value.decode() for name, value in raw.headers}
        said = {"offset": raw.offset, "partition": raw.partition, "received_at": raw.timestamp, "topic": raw.topic}
        headers["habarshy-delivery"] = json.dumps(said, sort_keys=True, separators=(",", ":"))
        await broker.publish(raw.value, f"inbox.{agency}", key=raw.key, headers=headers)


async def _keep(database: AsyncConnection, raw: ConsumerRecord, judged: Judged) -> None:
    """A repetition inserts nothing and is delivered again: its recipient knows it by its id."""
    if judged.refused:
        await database.execute(REFUSED, (raw.topic, raw.partition, raw.offset, judged.refused))
        return
    found = await (await database.execute(BEFORE, (judging.DUTY, judged.occasion))).fetchone()
    state = judging.state_after(found[0] if found else None, judged, judging.instant(raw.timestamp))
    await database.execute(
        KEPT,
        {
            "sender": judged.sender, "id": judged.id, "topic": raw.topic, "partition": raw.partition,
            "offset": raw.offset, "digest": record.digest(raw.value), "duty": judging.DUTY,
            "occasion": judged.occasion, "state": state,
        },
    )  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
