"""A record of an inbox as its bytes came, before anything is believed of it."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from schemas.codec.record import RawHeaders


@dataclass(frozen=True, slots=True)
class RawRecord:
    """Where it lies, when the broker wrote it there, and its bytes."""

    topic: str
    partition: int
    offset: int
    appended_at: datetime
    key: bytes | None = field(repr=False)
    value: bytes | None = field(repr=False)
    headers: RawHeaders = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """The same for the same bytes, wherever they lie."""
        seen = sha256()
        for part in (self.key, self.value, *(one for pair in self.headers for one in pair)):
            written = part.encode("utf-8", "backslashreplace") if isinstance(part, str) else part
            seen.update(b"-" if written is None else b"%d:" % len(written) + written)
        return seen.hexdigest()

    @property
    def mark(self) -> str:
        """The same for the same bytes, written by the broker at the same instant: by it a record is known again at its place."""
        return f"{self.appended_at.isoformat()} {self.fingerprint}"
