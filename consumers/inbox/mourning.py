"""Records that nobody can read any more are among the dead letters too, by their offsets."""

import logging
from datetime import datetime
from typing import Final

from aiokafka import TopicPartition

from consumers.inbox.positions import Lost
from consumers.inbox.records import RawRecord
from consumers.inbox.store.port import Letter, Step, Store
from schemas.errors.tree import Finding

log: Final = logging.getLogger("habarshy.inbox")


class OvertakenError(Exception):
    """Another Inbox moved the position meanwhile: nothing of this transaction holds."""


async def mourn(
    store: Store, partition: TopicPartition, lost: Lost, *, now: datetime, step: Step | None = None
) -> None:
    """Where the position has to move for it, it moves with the letter or not at all."""
    said: dict[str, str | int] = {"first": lost.first, "last": lost.last}
    place: dict[str, str | int] = {"topic": partition.topic, "partition": partition.partition}
    deleted = lost.because == "deleted"
    finding = Finding("HB-8413", "", said | place) if deleted else Finding("HB-8416", "", place)
    log.error("records are gone: %s", lost.because, extra={"action": "lost", "finding": finding, **said})
    name = f"{partition.topic} {partition.partition} {lost.first} {lost.last}".encode()
    gone = RawRecord(partition.topic, partition.partition, lost.first, now, name, None, ())
    async with store.taking() as taking:
        await taking.keep(Letter(gone, "lost", finding), now)
        if step is not None and not await taking.move(step):
            raise OvertakenError
