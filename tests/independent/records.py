"""Outbox records: their two lines, key, headers and signature, to write and to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from tests.independent.canonical import Json, as_object, read_object, text_of, write_line
from tests.independent.errors import RefusedError
from tests.independent.keys import SIGN, FindKey, PrivateKey, public_for
from tests.independent.primitives import LF, check_signature, lines, sha256_hex, sign

SIGNATURE, KEY = "habarshy-signature", "habarshy-key"
MOST_IN_VALUE = 900_000
MOST_IN_ENVELOPE = 65_536


@dataclass(frozen=True)
class Record:
    """A record of Kafka: as many headers as it has, in their order."""

    topic: str
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Place:
    """A topic of a network: what is signed for one proves nothing on another."""

    network: str
    topic: str

    def signed_text(self, envelope_line: bytes) -> bytes:
        """Return what is signed of a record here."""
        return lines("habarshy/1", self.network, self.topic, envelope_line)


@dataclass(frozen=True)
class Message:
    """What a record says: the envelope, with its line as it came, and the body's line (empty without a body)."""

    envelope: dict[str, Json]
    envelope_line: bytes
    body_line: bytes


def write_record(
    envelope: Mapping[str, Json], body_line: bytes = b"", *, place: Place, key: str, signer: PrivateKey
) -> Record:
    """Return the signed record of an envelope and of its body line, if it has one."""
    line = write_line(dict(envelope))
    value = line + LF + body_line
    split_value(value)
    signature = sign(signer.private, place.signed_text(line))
    return Record(place.topic, key.encode(), value, ((SIGNATURE, signature.encode()), (KEY, signer.id.encode())))


def write_outbox(
    envelope: Mapping[str, Json], body_line: bytes = b"", *, network: str, signer: PrivateKey, urgent: bool = False
) -> Record:
    """Return the record that an agency puts on its outbox, or on its topic for what is urgent."""
    sender = text_of(envelope, "sender")
    check_id(envelope, 7)
    place = Place(network, f"{'urgent' if urgent else 'outbox'}.{sender}")
    return write_record(envelope, body_line, place=place, key=outbox_key(envelope), signer=signer)


def read_outbox(record: Record, find: FindKey, *, network: str, at: datetime) -> Message:
    """Return what an agency's record says, if all of it is as the page has it."""
    headers = headers_of(record, {SIGNATURE, KEY})
    message = read_value(record.value)
    check_sender(message, headers, place=Place(network, record.topic), find=find, at=at)
    if record.key != outbox_key(message.envelope).encode():
        raise RefusedError("the record has another key than its envelope says")
    return message


def check_sender(message: Message, headers: Mapping[str, bytes], *, place: Place, find: FindKey, at: datetime) -> None:
    """Refuse a message that its sender did not sign for this topic with a key that holds at `at`."""
    sender = text_of(message.envelope, "sender")
    check_id(message.envelope, 7)
    if sender == "bus" or place.topic not in (f"outbox.{sender}", f"urgent.{sender}"):
        raise RefusedError("the topic is not the sender's")
    public = public_for(find, ascii_of(headers[KEY]), owner=sender, purpose=SIGN, at=at)
    check_signature(public, place.signed_text(message.envelope_line), signature=ascii_of(headers[SIGNATURE]))


def outbox_key(envelope: Mapping[str, Json]) -> str:
    """Return the key of the record that carries an agency's envelope."""
    if "occasion" in envelope:
        return text_of(envelope, "occasion")
    if envelope.get("type") in ("drill-opened", "drill-closed"):
        return text_of(envelope, "drill")
    return text_of(envelope, "sender")


def read_value(value: bytes) -> Message:
    """Return what a value says, if both lines are canonical and the body is the announced one."""
    line, body_line = split_value(value)
    envelope = read_object(line)
    announced = _announced(envelope)
    if announced is None and body_line:
        raise RefusedError("a body that was not announced")
    if announced is not None:
        if not compare_digest(announced, sha256_hex(body_line)):
            raise RefusedError("another body than the announced")
        read_object(body_line)
    return Message(envelope, line, body_line)


def split_value(value: bytes) -> tuple[bytes, bytes]:
    """Return the envelope line and the body line, if they are not too long."""
    line, feed, body_line = value.partition(LF)
    if not feed or len(value) > MOST_IN_VALUE or len(line) > MOST_IN_ENVELOPE:
        raise RefusedError("the value is not two lines, or is too long")
    return line, body_line


def headers_of(record: Record, names: set[str]) -> dict[str, bytes]:
    """Return the headers by name, if they are these `names`, once each."""
    found = dict(record.headers)
    if len(found) != len(record.headers) or set(found) != names:
        raise RefusedError("headers are absent, foreign or twice there")
    return found


def ascii_of(text: bytes) -> str:
    """Return a header's bytes as text."""
    try:
        return text.decode("ascii")
    except UnicodeDecodeError as error:
        raise RefusedError("a header is not ASCII") from error


def check_id(envelope: Mapping[str, Json], version: int) -> None:
    """Refuse an `id` that is not a UUID of this version in lower case."""
    text = text_of(envelope, "id")
    try:
        found = UUID(text)
    except ValueError as error:
        raise RefusedError("the id is not a UUID") from error
    if str(found) != text or found.version != version:
        raise RefusedError(f"the id is not a UUID of version {version}")


def _announced(envelope: Mapping[str, Json]) -> str | None:
    if "seal" in envelope:
        return text_of(as_object(envelope["seal"]), "body_digest")
    if "body_digest" in envelope:
        return text_of(envelope, "body_digest")
    return None
