"""The head of a log as other people's tools read it: a signed note (c2sp.org/signed-note) that is a checkpoint (tlog-checkpoint), and cosignatures (tlog-cosignature)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.keys import signing
from services.keys.encoding import bytes_of, text_of
from services.keys.signing import Signer

_PLAIN: Final = b"\x01"
_COSIGNED: Final = b"\x04"
"""The kinds of signature, as the notes' own table has them: Ed25519, and Ed25519 with a time."""
_ID_BYTES: Final = 4
_TIME_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Head:
    """How large a log is, and its root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> bytes:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{text_of(self.root)}\n".encode()


def origin(network: str, epoch: int) -> str:
    """The name of a log. One that began anew from a restored ledger is another."""
    return f"habarshy/{network}/evidence/{epoch}"


def sign(head: Head, signer: Signer) -> str:
    return signer.sign(head.text)


def is_signed(head: Head, signature: str, *, public: str) -> bool:
    return signing.verifies(signature, head.text, public=public)


def cosign(head: Head, signer: Signer, *, at: int) -> str:
    """That this was the largest log seen at this second, which extends all that were seen before."""
    return signer.sign(_cosigned(head, at))


def is_cosigned(head: Head, signature: str, *, at: int, public: str) -> bool:
    return signing.verifies(signature, _cosigned(head, at), public=public)


def second(at: datetime) -> int:
    """The time of a cosignature counts in seconds."""
    return int(at.timestamp())


def line(name: str, signature: str, *, public: str, at: int | None = None) -> str:
    """A line of a note; with a time, a cosignature."""
    kind, time = (_PLAIN, b"") if at is None else (_COSIGNED, at.to_bytes(_TIME_BYTES, "big"))
    number = hashlib.sha256(name.encode() + b"\n" + kind + bytes_of(public)).digest()[:_ID_BYTES]
    return f"\u2014 {name} {text_of(number + time + bytes_of(signature))}"


def note(head: Head, *signatures: str) -> str:
    """The whole note, with its lines of signatures."""
    return head.text.decode() + "\n" + "".join(f"{one}\n" for one in signatures)


def _cosigned(head: Head, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n".encode() + head.text
