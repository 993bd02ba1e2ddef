"""What the Python peers do with a record before they keep anything: the same reading and checking as ours, by the project's own contract."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from schemas.codec import record
from schemas.codec.record import RawHeaders, Signature
from schemas.errors.tree import RefusedError
from schemas.messages.envelope import Fact, Notice
from services.keys import signing
from services.keys.encoding import bytes_of

TERM: Final = timedelta(hours=12)
DUTY: Final = "detention.prosecutor-notice"
Verify = Callable[[bytes, bytes], object]
"""Of a signature and a text; raises what `FORGED` names."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A record that is one, or why it is none."""

    sender: str = ""
    id: str = ""
    occasion: str = ""
    start: datetime | None = None
    is_notice: bool = False
    recipients: Sequence[str] = ()
    refused: str = ""


@dataclass(frozen=True)
class Judge:
    """Knows the senders' keys, each ready for use."""

    network: str
    keys: Mapping[str, Verify]
    forged: tuple[type[Exception], ...]

    def judge(self, topic: str, *, key: bytes | None, value: bytes | None, headers: RawHeaders) -> Judged:
        try:
            read = record.opened(key=key, value=value, headers=headers)
            sender = topic.partition(".")[2]
            if read.envelope.sender != sender or not self._is_signed(read.signature, topic, read.envelope_line):
                return Judged(refused="not its owner's")
            message = record.whole(read).envelope
        except RefusedError as error:
            return Judged(refused=error.findings[0].code)
        if not isinstance(message, Fact | Notice):
            return Judged(refused="another type")
        start = message.instants.get("protocol_drawn_at")
        recipients = [one.agency for one in message.seal.recipients] if isinstance(message, Notice) else []
        return Judged(sender, str(message.id), message.occasion or "", start, isinstance(message, Notice), recipients)

    def _is_signed(self, said: Signature, topic: str, line: bytes) -> bool:
        verify = self.keys.get(said.key)
        if verify is None or not said.key.startswith(f"{topic.partition('.')[2]}/"):
            return False
        try:
            verify(bytes_of(said.signature), signing.signed_text(network=self.network, topic=topic, envelope_line=line))
        except self.forged:
            return False
        return True


def by_cryptography(network: str, keys: Mapping[str, str]) -> Judge:
    made = {name: Ed25519PublicKey.from_public_bytes(bytes_of(public)).verify for name, public in keys.items()}
    return Judge(network, made, (InvalidSignature, ValueError))


def state_after(before: str | None, judged: Judged, received_at: datetime) -> str:
    """Of the obligation: opened by the fact, met by the notice; by the notice alone where no fact was told before."""
    assert judged.start is not None  # noqa: S101 - asked before
    if not judged.is_notice:
        return before or f"open {judged.start.isoformat()}"
    if before is not None and before.startswith("met"):
        return before
    start = datetime.fromisoformat(before.partition(" ")[2]) if before else judged.start
    timely = "late" if received_at > start + TERM else "in-time"
    return f"met {start.isoformat()} {received_at.isoformat()} {'told' if before else 'declared'} {timely}"


def digest(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()


def instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
