"""A head of the evidence log as it lies on the wire, believed by the bus's key and by nothing else. Pure."""

from dataclasses import dataclass
from datetime import datetime

from schemas import topics
from schemas.codec import record
from schemas.codec.record import RawHeaders, Record
from schemas.directory.bus_keys import BusKeys
from schemas.errors.tree import EvidenceError, Finding, RefusedError
from schemas.messages import registry
from schemas.messages.bus import Checkpoint
from schemas.messages.other_bodies import Leaves
from services.evidence import notes
from services.evidence.notes import Head
from services.keys import signing


@dataclass(frozen=True, slots=True)
class Lying:
    """A record of the topic, as the broker gives it."""

    offset: int
    appended_at: datetime
    key: bytes | None
    value: bytes | None
    headers: RawHeaders


@dataclass(frozen=True, slots=True)
class Published:
    """A head, and the leaves that are new since the head before it."""

    head: Head
    leaves: tuple[bytes, ...]
    signature: str
    public: str
    """The bus's key by which it is believed."""
    line: bytes
    offset: int

    @property
    def before(self) -> int:
        return self.head.size - len(self.leaves)


def read(lying: Lying, keys: BusKeys | None, network: str) -> Published:
    """EvidenceError where it is no head that the bus signed."""
    try:
        one = record.decode(key=lying.key, value=lying.value, headers=lying.headers)
    except RefusedError as error:
        raise _unbelieved(lying) from error
    public = key_of(keys, one.signature.key, lying.appended_at)
    if public is None or not is_believed(one, public, network=network):
        raise _unbelieved(lying)
    said, body = one.envelope, registry.read_body_line(one.envelope, one.body_line)
    assert isinstance(said, Checkpoint)  # noqa: S101 - what is believed is one
    assert isinstance(body, Leaves)  # noqa: S101 - and has these
    leaves = tuple(bytes.fromhex(leaf) for leaf in body.leaves)
    return Published(head_of(said), leaves, said.signature, public, one.envelope_line, lying.offset)


def key_of(keys: BusKeys | None, key_id: str, at: datetime) -> str | None:
    """The public key, where it may sign heads at that instant."""
    key = keys.of(key_id) if keys is not None else None
    return key.public if key is not None and key.purpose == "checkpoint" and key.holds(at) else None


def is_believed(one: Record, public: str, *, network: str) -> bool:
    """Both signatures: over the record, and over the text of the head, which stands alone elsewhere."""
    said = one.envelope
    if not isinstance(said, Checkpoint) or said.origin != notes.origin(network, said.epoch):
        return False
    text = signing.signed_text(network=network, topic=topics.EVIDENCE.name, envelope_line=one.envelope_line)
    of_record = signing.verifies(one.signature.signature, text, public=public)
    return of_record and notes.is_signed(head_of(said), said.signature, public=public)


def head_of(said: Checkpoint) -> Head:
    return Head(said.origin, said.tree_size, bytes.fromhex(said.root))


def _unbelieved(lying: Lying) -> EvidenceError:
    return EvidenceError(Finding("HB-8705", "", {"offset": lying.offset}))
