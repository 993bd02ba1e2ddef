"""Makes records from packaged examples, to be broken one way at a time."""

from dataclasses import dataclass, replace

import orjson

from schemas.codec import record
from schemas.codec.record import Signature
from schemas.examples import reading
from schemas.messages import registry

SIGNATURE = Signature("A" * 86 + "==", "investigation-bostandyk/sign-2026-01")
SEALED_BODY = orjson.dumps(
    {
        "ciphertext": "AAAA",
        "nonce": "A" * 16,
        "wraps": [
            {
                "agency": "prosecutor-bostandyk",
                "encapsulated": "A" * 43 + "=",
                "key": "prosecutor-bostandyk/seal-2026-01",
                "wrapped": "A" * 63 + "=",
            }
        ],
    }
)


@dataclass(frozen=True)
class Raw:
    """A record as Kafka hands it over."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str | bytes, bytes | None], ...]

    def decode(self) -> record.Record:
        return record.decode(key=self.key, value=self.value, headers=self.headers)

    def with_value(self, value: bytes | None) -> "Raw":
        return replace(self, value=value)

    def with_headers(self, *headers: tuple[str | bytes, bytes | None]) -> "Raw":
        return replace(self, headers=headers)


def fact(name: str = "detention-protocol-drawn-at-night") -> Raw:
    """A record without a body."""
    line = orjson.dumps(reading.example(name).envelope, option=orjson.OPT_SORT_KEYS)
    return raw(line, b"")


def notice(name: str = "prosecutor-told-of-a-detention", body_line: bytes = SEALED_BODY) -> Raw:
    """A record with a sealed body, whose digest the envelope names."""
    envelope = reading.example(name).envelope
    envelope = envelope | {"seal": envelope["seal"] | {"body_digest": record.digest(body_line)}}
    return raw(orjson.dumps(envelope, option=orjson.OPT_SORT_KEYS), body_line)


def raw(line: bytes, body_line: bytes) -> Raw:
    key = registry.read_envelope(line).record_key.encode()
    headers = ((record.SIGNATURE_HEADER, SIGNATURE.signature.encode()), (record.KEY_HEADER, SIGNATURE.key.encode()))
    return Raw(key, line + b"\n" + body_line, headers)
