"""Section 3 of the page: a record on an outbox, signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tests.independent import canonical
from tests.independent.canonical import LF, Object, RefusedError, from_base64, joined, to_base64

SIGNATURE, KEY = "habarshy-signature", "habarshy-key"
LONGEST_VALUE, LONGEST_ENVELOPE = 900_000, 65_536

Headers = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Record:
    """As Kafka carries it."""

    topic: str
    key: bytes
    value: bytes
    headers: Headers


@dataclass(frozen=True)
class Read:
    """A record whose signature and form are right."""

    envelope: Object
    envelope_line: bytes
    body_line: bytes
    signed_with: str


@dataclass(frozen=True)
class Signer:
    """A private key under its id."""

    key_id: str
    private: bytes

    def sign(self, text: bytes) -> str:
        return to_base64(Ed25519PrivateKey.from_private_bytes(self.private).sign(text))


def check(signature: str, text: bytes, *, public: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(from_base64(public)).verify(from_base64(signature), text)
    except (InvalidSignature, ValueError) as error:
        raise RefusedError("the signature is not this key's") from error


def signed_text(network: str, topic: str, *, envelope_line: bytes) -> bytes:
    return joined("habarshy/1", network, topic, envelope_line)


def key_of(envelope: Object) -> str:
    """What belongs together stays together."""
    match envelope["type"]:
        case "directory-entry":
            return str(envelope["agency"]["id"])
        case "reference-entry":
            return str(envelope["name"])
        case "obligation":
            return str(envelope["obligation"]["occasion"])
        case "drill-opened" | "drill-closed":
            return str(envelope["drill"])
        case _:
            return str(envelope.get("occasion", envelope["sender"]))


def write(envelope: Object, body_line: bytes, *, network: str, topic: str, signer: Signer) -> Record:
    line = canonical.write(envelope)
    signature = signer.sign(signed_text(network, topic, envelope_line=line))
    headers = [(SIGNATURE, signature.encode()), (KEY, signer.key_id.encode())]
    return Record(topic, key_of(envelope).encode(), line + LF + body_line, headers)


def read(record: Record, *, network: str, publics: Mapping[str, str]) -> Read:
    """Given the public keys that hold, by their ids."""
    headers = texts(record.headers)
    if headers.keys() != {SIGNATURE, KEY}:
        raise RefusedError("other headers than the two")
    return checked(record, headers, network=network, topic=record.topic, publics=publics)


def texts(headers: Headers) -> dict[str, str]:
    found = {name: value.decode("ascii") for name, value in headers if value.isascii()}
    if len(found) != len(headers):
        raise RefusedError("a header stands twice, or is not ASCII")
    return found


def checked(
    record: Record, headers: Mapping[str, str], *, network: str, topic: str, publics: Mapping[str, str]
) -> Read:
    """The sender's signature over the topic that it was sent to, then both lines."""
    line, body_line = lines(record.value)
    if headers[KEY] not in publics:
        raise RefusedError("a key that is not known")
    check(headers[SIGNATURE], signed_text(network, topic, envelope_line=line), public=publics[headers[KEY]])
    return Read(envelope_of(record, line, body_line), line, body_line, headers[KEY])


def lines(value: bytes) -> tuple[bytes, bytes]:
    line, feed, body_line = value.partition(LF)
    if not feed or LF in body_line or len(value) > LONGEST_VALUE or len(line) > LONGEST_ENVELOPE:
        raise RefusedError("not two lines, or too long")
    return line, body_line


def envelope_of(record: Record, line: bytes, body_line: bytes) -> Object:
    envelope = canonical.read(line)
    if key_of(envelope).encode() != record.key:
        raise RefusedError("another key than the envelope's")
    announced = envelope.get("seal", envelope).get("body_digest")
    if announced is None and body_line:
        raise RefusedError("a body that was not announced")
    if announced is not None and canonical.sha256(body_line) != announced:
        raise RefusedError("another body than the one announced")
    return envelope
