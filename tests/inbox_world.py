"""A bus in memory for tests of the Inbox: agencies with keys of their own, and a relay that makes the records of an inbox."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from consumers.inbox.reading import Reader as InboxReader
from consumers.inbox.records import RawRecord
from producers.outbox import minting
from schemas.catalogue import loading as catalogue_loading
from schemas.codec import canonical, delivery, record
from schemas.codec.delivery import Delivered, InboxHeaders
from schemas.directory import loading as directory_loading
from schemas.directory.agency import AgencyKey
from schemas.directory.bus_keys import BusKey, BusKeys
from schemas.directory.directory import Directory
from schemas.examples import reading
from schemas.messages import registry
from schemas.messages.parts import RecordRef
from services.keys import batches, sealing
from services.keys.sealing import Named, Opener, Reader
from services.keys.signing import Signer

NETWORK = "sandbox"
SENDER = "investigation-bostandyk"
RECIPIENT = "prosecutor-bostandyk"
OVERSEER = "prosecutor-almaty"
SENT_AT = datetime(2026, 3, 6, 4, 5, tzinfo=UTC)
RECEIVED_AT = SENT_AT + timedelta(seconds=12)
APPENDED_AT = RECEIVED_AT + timedelta(seconds=3)
# Some tests go by the real clock: their keys must outlive whoever runs them.
FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2126, 1, 1, tzinfo=UTC)
NOTICE = "prosecutor-told-of-a-detention"


@dataclass(frozen=True)
class State:
    directory: Directory
    bus_keys: BusKeys | None


@dataclass
class FixedKnown:
    """Knows one state, and another once it was asked to read to the end."""

    state: State
    at_the_end: State | None = None
    asked: int = 0

    async def caught_up(self) -> State:
        self.asked += 1
        self.state = self.at_the_end or self.state
        return self.state


@dataclass
class World:
    """Everybody's private keys, and what the directory says of them."""

    recipient: str
    signers: dict[str, Signer]
    openers: dict[str, Opener]
    relay: Signer
    state: State
    offset: int = 0

    @property
    def inbox(self) -> str:
        return f"inbox.{self.recipient}"

    def reader(self, agency: str = "") -> InboxReader:
        agency = agency or self.recipient
        return InboxReader(NETWORK, agency, (self.openers[agency],), catalogue_loading.load())

    def seal_reader(self, agency: str) -> Reader:
        opener = self.openers[agency]
        return Reader(agency, opener.key_id, opener.public)

    def notice(self, body: dict[str, Any] | bytes | None = None, **envelope: Any) -> "Sent":  # noqa: ANN401 - whatever an envelope may say
        """The example of a notice, really sealed and signed; what is given replaces the example's own."""
        example = reading.example(NOTICE)
        raw = example.envelope | {"id": str(minting.message_id(SENT_AT, os.urandom))} | envelope
        clear = body if isinstance(body, bytes) else reading.body_line(body or example.body)
        named = Named(NETWORK, raw["sender"], UUID(raw["id"]))
        sealed = sealing.seal(
            clear,
            message=named,
            recipients=[("prosecutor", self.seal_reader(self.recipient))],
            sender=self.seal_reader(SENDER),
            random=os.urandom,
        )
        raw["seal"] = orjson.loads(canonical.encode(sealed.seal))
        return self.sent(raw, sealed.body_line)

    def fact(self, name: str = "detention-protocol-drawn-at-night", **envelope: Any) -> "Sent":  # noqa: ANN401 - likewise
        raw = reading.example(name).envelope | {"id": str(minting.message_id(SENT_AT, os.urandom))} | envelope
        return self.sent(raw, b"")

    def sent(self, raw: dict[str, Any], body_line: bytes) -> "Sent":
        """Signed by its sender, as it stands in its outbox."""
        line = orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)
        topic = f"outbox.{raw['sender']}"
        key = registry.read_envelope(line).record_key.encode()
        signature = self.signers[raw["sender"]].record(network=NETWORK, topic=topic, envelope_line=line)
        return Sent(topic, key, line + b"\n" + body_line, signature)

    def delivered(self, *sent: "Sent") -> list[RawRecord]:
        """What the relay makes of them: one batch, at the next offsets of the inbox."""
        headers = [self._headers(one) for one in sent]
        leaves = [
            batches.leaf(delivery.leaf_parts(topic=self.inbox, key=one.key, value=one.value, headers=made))
            for one, made in zip(sent, headers, strict=True)
        ]
        proofs = batches.sign(leaves, network=NETWORK, signer=self.relay)
        return [
            self._record(one, replace(made, batch=proof))
            for one, made, proof in zip(sent, headers, proofs, strict=True)
        ]

    def _headers(self, sent: "Sent") -> InboxHeaders:
        if sent.signature is None:
            return InboxHeaders(batch=_NO_PROOF)
        said = Delivered(
            record=RecordRef(topic=sent.topic, partition=0, offset=7),
            received_at=sent.received_at,
            recorded_at=sent.received_at + timedelta(seconds=1),
            leaf="ab" * 32,
        )
        return InboxHeaders(_NO_PROOF, sent.signature, said, canonical.encode(said))

    def _record(self, sent: "Sent", headers: InboxHeaders) -> RawRecord:
        made = RawRecord(self.inbox, 0, self.offset, APPENDED_AT, sent.key, sent.value, tuple(headers.raw))
        self.offset += 1
        return made

    def one(self, sent: "Sent") -> RawRecord:
        return self.delivered(sent)[0]

    def from_bus(self, name: str, **envelope: Any) -> "Sent":  # noqa: ANN401 - whatever an envelope may say
        """What the bus itself makes: nobody's signature but the batch's."""
        raw = reading.example(name).envelope | envelope
        line = orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)
        return Sent("", registry.read_envelope(line).record_key.encode(), line + b"\n", None)

    def snapshot(self, version: int) -> "Sent":
        """One obligation in one of its versions."""
        found = next(name for name in reading.names() if reading.example(name).envelope["type"] == "obligation")
        return self.from_bus(found, version=version, id=str(uuid5(UUID(int=0), str(version))))


@dataclass(frozen=True)
class Sent:
    """A record as its sender wrote it; of the bus's own making if it has no signature."""

    topic: str
    key: bytes
    value: bytes
    signature: record.Signature | None
    received_at: datetime = RECEIVED_AT


_NO_PROOF = delivery.BatchProof(key="bus/relay-2026-01", size=1, index=0, path=(), signature="A" * 86 + "==")


def signer(key_id: str) -> Signer:
    """By its name alone, so that another process of a test has the same keys."""
    return Signer(key_id, Ed25519PrivateKey.from_private_bytes(sha256(key_id.encode()).digest()))


def opener(key_id: str) -> Opener:
    return Opener(key_id, X25519PrivateKey.from_private_bytes(sha256(key_id.encode()).digest()))


def relay_key(made: Signer) -> BusKey:
    return BusKey(id=made.key_id, public=made.public, valid_from=FROM, valid_until=UNTIL)


def world(recipient: str = RECIPIENT, overseer: str = OVERSEER) -> World:
    """A sender, its recipient, and whoever oversees the recipient. A recipient of another name has a broker's topic for itself."""
    signers = {agency: signer(f"{agency}/sign-2026-01") for agency in (SENDER, recipient, overseer)}
    openers = {agency: opener(f"{agency}/seal-2026-01") for agency in signers}
    renamed = {RECIPIENT: recipient}
    versions = [
        version.model_copy(update={"id": named, "keys": tuple(_keys(named, signers, openers)), "overseer": overseer})
        for version in directory_loading.sample().versions
        if (named := renamed.get(version.id, version.id))
    ]
    relay = signer("bus/relay-2026-01")
    state = State(Directory(tuple(versions)), BusKeys(keys=(relay_key(relay),)))
    return World(recipient, signers, openers, relay, state)


def _keys(agency: str, signers: Mapping[str, Signer], openers: Mapping[str, Opener]) -> Iterator[AgencyKey]:
    held = (("sign", signers.get(agency)), ("seal", openers.get(agency)))
    for purpose, key in held:
        if key is not None:
            yield AgencyKey.model_validate(
                {"id": key.key_id, "purpose": purpose, "public": key.public, "valid_from": FROM, "valid_until": UNTIL}
            )
