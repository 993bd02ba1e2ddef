"""Agencies that speak and hear by raw Kafka, so that a test can send what no SDK would, and see the very bytes that come back."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from producers import connection
from producers.outbox import minting
from producers.profile import ClientProfile
from schemas.codec import canonical
from schemas.examples import reading
from schemas.messages import registry
from services.keys import sealing
from services.keys.sealing import Named, Reader
from tests.unit.admission.world import NOTICE

PATIENCE_S: Final = 40.0


@dataclass(frozen=True)
class Raw:
    """A record as it is written."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]
    id: str = ""


@dataclass(frozen=True)
class Agency:
    """An agency with its own user and keys."""

    profile: ClientProfile

    @property
    def id(self) -> str:
        return self.profile.agency

    @property
    def reader(self) -> Reader:
        opener = self.profile.keyring().openers[-1]
        return Reader(self.id, opener.key_id, opener.public)

    def notice(self, to: "Agency", *, network: str | None = None, **changes: Any) -> Raw:  # noqa: ANN401 - whatever an envelope may say
        """The notice of a detention, really sealed and signed."""
        raw = reading.example(NOTICE).envelope | self._own() | changes
        named = Named(self.profile.network, raw["sender"], UUID(raw["id"]))
        sealed = sealing.seal(
            b"{}", message=named, recipients=[("prosecutor", to.reader)], sender=self.reader, random=os.urandom
        )
        raw["seal"] = orjson.loads(canonical.encode(sealed.seal))
        return self.said(raw, sealed.body_line, network=network)

    def receipt(self, of: Raw, sender: "Agency") -> Raw:
        raw = reading.example("prosecutors-system-takes-the-notice").envelope | self._own()
        raw |= {
            "regards": {"sender": sender.id, "id": of.id},
            "occasion": (of.key or b"").decode(),
            "occurred_at": raw["sent_at"],
        }
        return self.said(raw)

    def said(self, envelope: dict[str, Any], body_line: bytes = b"", *, network: str | None = None) -> Raw:
        line = orjson.dumps(envelope, option=orjson.OPT_SORT_KEYS)
        topic = f"outbox.{self.id}"
        signer = self.profile.keyring().newest_signer()
        signature = signer.record(network=network or self.profile.network, topic=topic, envelope_line=line)
        headers = [("habarshy-signature", signature.signature.encode()), ("habarshy-key", signature.key.encode())]
        key = registry.read_envelope(line).record_key.encode()
        return Raw(topic, key, line + b"\n" + body_line, headers, envelope["id"])

    def _own(self) -> dict[str, Any]:
        now = datetime.now(UTC)
        sent_at = f"{now:%Y-%m-%dT%H:%M:%S}Z"
        return {"id": str(minting.message_id(now, os.urandom)), "sender": self.id, "sent_at": sent_at}

    @asynccontextmanager
    async def producer(self) -> AsyncIterator[AIOKafkaProducer]:
        settings = connection.settings(self.profile, client_id=f"{self.id}-test")
        async with AIOKafkaProducer(**settings, acks="all", enable_idempotence=True) as producer:
            yield producer

    async def write(self, *records: Raw) -> list[int]:
        """The offset of each."""
        async with self.producer() as producer:
            sent = [
                await producer.send(one.topic, one.value, one.key, partition=0, headers=list(one.headers))
                for one in records
            ]
            return [ack.offset for ack in await asyncio.gather(*sent)]

    @asynccontextmanager
    async def hearing(self) -> AsyncIterator["Hearing"]:
        """Its inbox from the beginning."""
        inbox = TopicPartition(f"inbox.{self.id}", 0)
        settings = connection.settings(self.profile, client_id=f"{self.id}-hearing")
        consumer = AIOKafkaConsumer(**settings, auto_offset_reset="earliest", enable_auto_commit=False)
        async with consumer:
            consumer.assign([inbox])
            await consumer.seek_to_beginning(inbox)
            yield Hearing(consumer)


@dataclass
class Hearing:
    """What has come into an inbox so far."""

    consumer: AIOKafkaConsumer
    records: list[ConsumerRecord] = field(default_factory=list)

    async def until(
        self, enough: Callable[[list[dict[str, Any]]], bool], *, seconds: float = PATIENCE_S
    ) -> list[dict[str, Any]]:
        """The envelopes that have come, as soon as they are enough."""
        async with asyncio.timeout(seconds):
            while not enough(self.envelopes):
                found = await self.consumer.getmany(timeout_ms=200)
                self.records += [record for records in found.values() for record in records]
        return self.envelopes

    async def answer(self, to: Raw) -> dict[str, Any]:
        """What the bus answered to this message."""
        return next(iter(await self.answers(to)))

    async def answers(self, to: Raw, *, number: int = 1) -> list[dict[str, Any]]:
        def mine(envelopes: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return [one for one in envelopes if one["sender"] == "bus" and one.get("regards", {}).get("id") == to.id]

        return mine(await self.until(lambda envelopes: len(mine(envelopes)) >= number))

    async def answer_at(self, offset: int) -> dict[str, Any]:
        """What the bus answered to the record at this offset, readable or not."""

        def mine(envelopes: list[dict[str, Any]]) -> list[dict[str, Any]]:
            answers = [one for one in envelopes if one["sender"] == "bus" and "record" in one]
            return [one for one in answers if one["record"].get("offset", 0) == offset]

        return mine(await self.until(lambda envelopes: bool(mine(envelopes))))[0]

    async def message(self, sent: Raw) -> ConsumerRecord:
        await self.until(lambda envelopes: any(one["id"] == sent.id for one in envelopes))
        return next(record for record in self.records if _envelope(record)["id"] == sent.id)

    @property
    def envelopes(self) -> list[dict[str, Any]]:
        return [_envelope(record) for record in self.records]


def _envelope(record: ConsumerRecord) -> dict[str, Any]:
    envelope: dict[str, Any] = orjson.loads(record.value.partition(b"\n")[0])
    return envelope


def changed(raw: Raw, **changes: Any) -> Raw:  # noqa: ANN401 - whatever a record has
    return replace(raw, **changes)
