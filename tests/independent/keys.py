"""A public key as a reader knows it: whose it is, what it is for, and when it holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from tests.independent.errors import RefusedError

DIRECTORY, RELAY, CHECKPOINT, SIGN, SEAL = "directory", "relay", "checkpoint", "sign", "seal"


@dataclass(frozen=True)
class KnownKey:
    """A key that is believed, with the time within which it holds."""

    id: str
    public: bytes
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the key holds at the instant `at`."""
        if self.revoked_at is not None and at >= self.revoked_at:
            return False
        return self.valid_from <= at < self.valid_until


FindKey: TypeAlias = Callable[[str, datetime], KnownKey | None]
"""Returns the believed key of an id as it is known at an instant, or None."""


@dataclass(frozen=True)
class PrivateKey:
    """A private key of one's own, with its id."""

    id: str
    private: bytes


def owner_of(key_id: str) -> str:
    """Return whose key this is."""
    return key_id.partition("/")[0]


def purpose_of(key_id: str) -> str:
    """Return what the key is for."""
    return key_id.partition("/")[2].partition("-")[0]


def public_for(find: FindKey, key_id: str, *, owner: str, purpose: str, at: datetime) -> bytes:
    """Return the public half of a key that has to be `owner`'s, for `purpose`, and hold at `at`."""
    if not key_id.startswith(f"{owner}/{purpose}-"):
        raise RefusedError(f"{key_id} is not a {purpose} key of {owner}")
    key = find(key_id, at)
    if key is None or not key.holds(at):
        raise RefusedError(f"{key_id} does not hold at {at}")
    return key.public
