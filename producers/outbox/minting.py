"""Names that are made once: of a message by its time, of an occasion or a person by chance alone."""

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from schemas import fields
from services.keys.sealing import Randomness

_VERSION: Final = 7 << 76
_VARIANT: Final = 2 << 62
_RANDOM_BITS: Final = 74
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00Z")
_REFERENCE_BYTES: Final = 17
_REFERENCE_LETTERS: Final = 26
"""130 bits in base32."""

Clock = Callable[[], datetime]
"""The present instant; a process gives `datetime.now(UTC)`."""


def message_id(at: datetime, random: Randomness) -> fields.MintedId:
    """A UUID of version 7: milliseconds first, then 74 random bits."""
    chance = int.from_bytes(random(10)) & ((1 << _RANDOM_BITS) - 1)
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return UUID(int=((at - _EPOCH) // timedelta(milliseconds=1)) << 80 | _VERSION | high << 64 | _VARIANT | low)


def reference(agency: str, random: Randomness) -> str:
    """An opaque reference to an occasion or a person: it says who minted it, and nothing else."""
    letters = base64.b32encode(random(_REFERENCE_BYTES)).decode().lower()
    return f"{agency}/{letters[:_REFERENCE_LETTERS]}"
