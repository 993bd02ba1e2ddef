"""A record as it was read from the wire, and where it lay. Its bytes are kept as they came."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, NamedTuple

from schemas import topics
from schemas.codec.record import RawHeaders
from schemas.messages.parts import RecordRef


class Partition(NamedTuple):
    """A part of a topic, which one intake reads at a time."""

    topic: str
    number: int


class Place(NamedTuple):
    """Where a record lies: an offset is unique within one generation of the wire."""

    topic: str
    partition: int
    wire_generation: int
    offset: int

    @classmethod
    def of(cls, ref: RecordRef) -> "Place":
        return cls(ref.topic, ref.partition, ref.wire_generation, ref.offset)

    @property
    def is_urgent(self) -> bool:
        """Whether it lies in an outbox for what cannot wait; what follows from it cannot wait either."""
        return self.topic.startswith(topics.URGENT.prefix)

    @property
    def ref(self) -> RecordRef:
        return RecordRef(
            topic=self.topic, partition=self.partition, offset=self.offset, wire_generation=self.wire_generation
        )

    def __str__(self) -> str:
        return "/".join(map(str, self))


@dataclass(frozen=True)
class Arrival:
    """A record as it came. Names of headers are bytes where they are not UTF-8."""

    place: Place
    received_at: datetime
    key: bytes | None
    value: bytes | None
    headers: RawHeaders

    @property
    def outbox_of(self) -> str:
        """Whose topic it stands in: the only word about its sender that the wire itself gives."""
        return topics.owner(self.place.topic)

    @property
    def partition(self) -> Partition:
        return Partition(self.place.topic, self.place.partition)

    @property
    def envelope_line(self) -> bytes:
        """The first line of its value, whether an envelope or not."""
        return (self.value or b"").partition(b"\n")[0]

    @property
    def size(self) -> int:
        """How many bytes it has, besides what the wire adds."""
        headers = sum(len(name) + len(value or b"") for name, value in self.headers)
        return len(self.key or b"") + len(self.value or b"") + headers

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all its bytes, each part with its length before it."""
        parts = [*_part(self.key), *_part(self.value)]
        for name, value in self.headers:
            parts += [*_part(name.encode() if isinstance(name, str) else name), *_part(value)]
        return hashlib.sha256(b"".join(parts)).hexdigest()


_NONE: Final = (-1).to_bytes(4, "big", signed=True)


def _part(part: bytes | None) -> tuple[bytes, bytes]:
    return (_NONE, b"") if part is None else (len(part).to_bytes(4, "big"), part)
