"""The records that every contestant gets: made and signed beforehand, the same bytes for all, kept between runs.

A body is of the right form and of random bytes: the bus never opens one, and sealing would cost more than all the rest.
"""

import base64
import hashlib
import itertools
import os
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import orjson

from benchmarks.core.world import NETWORK, World
from producers.outbox import minting
from schemas.codec import record
from schemas.directory.agency import AgencyVersion
from schemas.examples import reading
from schemas.messages import registry
from services.keys.keyring import Keyring

FACT: Final = "detention-protocol-drawn-at-night"
NOTICE: Final = "prosecutor-told-of-a-detention"
ONE_FACT_IN: Final = 4
"""Of so many notices one has its trigger told before; the others declare their start themselves, as the law lets them."""
FRESH_FOR: Final = timedelta(hours=6)
"""Older records would be late by the law, and cost something else."""
_CIPHERTEXT_BYTES: Final = (600, 1700)
_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Signed:
    """A record of an outbox, whole."""

    topic: str
    key: bytes
    value: bytes
    signature: bytes
    key_id: bytes

    @property
    def headers(self) -> list[tuple[str, bytes]]:
        return [(record.SIGNATURE_HEADER, self.signature), (record.KEY_HEADER, self.key_id)]

    @property
    def is_notice(self) -> bool:
        return not self.value.endswith(b"\n")


def identifier(value: bytes) -> bytes:
    """The id in an envelope's line, without reading the rest: the first field of this name is the message's own."""
    at = value.find(b'"id":"') + 6
    return value[at : at + 36]


def signed(world: World, name: str, notices: int) -> Sequence[Signed]:
    """So many notices and the facts between them, from the file of this name if it is fresh."""
    now = datetime.now(UTC)
    path = world.folder / f"records-{name}-{notices}.txt"
    if not path.exists() or now - datetime.fromtimestamp(path.stat().st_mtime, UTC) > FRESH_FOR:
        _write(path, _made(world, range(notices), now))
    return list(_read(path))


def _write(path: Path, made: Iterator[Signed]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    with unfinished.open("wb") as file:
        for one in made:
            head = b" ".join((one.topic.encode(), one.key, one.signature, one.key_id))
            file.write(head + b"\n" + one.value + b"\n")
    unfinished.rename(path)


def _read(path: Path) -> Iterator[Signed]:
    lines = path.read_bytes().split(b"\n")
    for at in range(0, len(lines) - 1, _LINES):
        topic, key, signature, key_id = lines[at].split(b" ")
        yield Signed(topic.decode(), key, lines[at + 1] + b"\n" + lines[at + 2], signature, key_id)


def endless(world: World, at: datetime) -> Iterator[Signed]:
    """Made as they are asked for; what they tell lies up to two hours before this instant, and grows older with them."""
    return _made(world, itertools.count(), at)


def _made(world: World, numbers: Iterable[int], at: datetime) -> Iterator[Signed]:
    speakers = [_Speaker(sender, world, at) for sender in world.senders]
    for number in numbers:
        speaker = speakers[number % len(speakers)]
        occasion = _reference(speaker.agency.id)
        if number // len(speakers) % ONE_FACT_IN == 0:
            yield speaker.fact(occasion)
        yield speaker.notice(occasion)


class _Speaker:
    """One agency that says the same again and again, each time of another occasion."""

    def __init__(self, agency: AgencyVersion, world: World, at: datetime) -> None:
        self.agency, self._at = agency, at
        self._signer = world.keys(agency.id, at).newest_signer()
        recipient = world.recipient_of(agency)
        self._readers = [_reader(recipient, world.keys(recipient.id, at)), _reader(agency, world.keys(agency.id, at))]
        self._random = random.Random(agency.id)  # noqa: S311 - sizes of bodies
        drawn = {"protocol_drawn_at": _instant(at - timedelta(hours=2))}
        own = {"sender": agency.id, "territory": agency.territory, "instants": drawn, "sent_at": _instant(at)}
        self._fact = reading.example(FACT).envelope | own | {"occurred_at": drawn["protocol_drawn_at"]}
        self._notice = reading.example(NOTICE).envelope | own
        registry.read_envelope(orjson.dumps(self._fact, option=orjson.OPT_SORT_KEYS))

    def fact(self, occasion: str) -> Signed:
        return self._signed(self._fact, occasion, b"")

    def notice(self, occasion: str) -> Signed:
        body = self._body()
        role, agency, key = "prosecutor", *self._readers[0]
        seal = self._notice["seal"] | {
            "body_digest": hashlib.sha256(body).hexdigest(),
            "key_commitment": os.urandom(32).hex(),
            "recipients": [{"role": role, "agency": agency, "key": key}],
        }
        return self._signed(self._notice | {"seal": seal}, occasion, body)

    def _signed(self, envelope: dict[str, Any], occasion: str, body: bytes) -> Signed:
        named = {"id": str(minting.message_id(self._at, os.urandom)), "occasion": occasion}
        said = envelope | named | {"subject": _reference(self.agency.id)}
        line = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
        topic = f"outbox.{self.agency.id}"
        made = self._signer.record(network=NETWORK, topic=topic, envelope_line=line)
        return Signed(topic, occasion.encode(), line + b"\n" + body, made.signature.encode(), made.key.encode())

    def _body(self) -> bytes:
        wraps = [
            {"agency": agency, "encapsulated": _text(32), "key": key, "wrapped": _text(48)}
            for agency, key in self._readers
        ]
        ciphertext = _text(self._random.randint(*_CIPHERTEXT_BYTES))
        said = {"ciphertext": ciphertext, "nonce": _text(12), "wraps": wraps}
        return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def _reader(agency: AgencyVersion, ring: Keyring) -> tuple[str, str]:
    return agency.id, ring.openers[-1].key_id


def _text(size: int) -> str:
    return base64.b64encode(os.urandom(size)).decode()


def _reference(agency: str) -> str:
    return f"{agency}/{base64.b32encode(os.urandom(17)).decode()[:26].lower()}"


def _instant(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat().replace("+00:00", "Z")
