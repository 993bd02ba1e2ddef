"""Who speaks in the vectors. Their private keys are the hashes of words, so that they are the same each time and protect nothing."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from services.keys.sealing import Opener, Reader
from services.keys.signing import Signer

NETWORK = "sandbox"
SENDER, RECIPIENT, ALSO, SUPERIOR = (
    "investigation-bostandyk",
    "prosecutor-bostandyk",
    "prosecutor-almaty",
    "police-department-almaty",
)
READERS = (RECIPIENT, ALSO, SENDER)
OUTBOX = f"outbox.{SENDER}"
INBOX = f"inbox.{RECIPIENT}"


def drawn(label: str, length: int = 32) -> bytes:
    return hashlib.sha256(f"habarshy vectors: {label}".encode()).digest()[:length]


def signer(key_id: str) -> Signer:
    return Signer(key_id, Ed25519PrivateKey.from_private_bytes(drawn(key_id)))


def opener(key_id: str) -> Opener:
    return Opener(key_id, X25519PrivateKey.from_private_bytes(drawn(key_id)))


def reader(agency: str) -> Reader:
    return Reader(agency, f"{agency}/seal-2026-01", opener(f"{agency}/seal-2026-01").public)


SENDERS = signer(f"{SENDER}/sign-2026-01")
SUPERIORS = signer(f"{SUPERIOR}/sign-2026-01")
RELAY = signer("bus/relay-2026-01")
DIRECTORY = signer("bus/directory-2026-01")
CHECKPOINT = signer("bus/checkpoint-2026-01")
SIGNERS = (SENDERS, SUPERIORS, RELAY, DIRECTORY, CHECKPOINT)
OPENERS = tuple(opener(f"{agency}/seal-2026-01") for agency in READERS)
KEYS: tuple[Signer | Opener, ...] = (*SIGNERS, *OPENERS)
