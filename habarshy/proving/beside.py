"""What stands beside a record in a line of `inbox --json`. Nobody signs it, so it is held against what the record itself says. Pure."""

from collections.abc import Mapping
from typing import Any

import orjson

from consumers.inbox.received import Reading, Received, Unproved, Unusable
from habarshy.proving.proving import Proof
from schemas.codec import canonical
from schemas.errors.tree import Finding


def compared(said: Mapping[str, Any], read: Reading) -> Proof | None:
    """None where the file holds nothing beside the record. Without a key of a reader a body is not compared, and that is said."""
    if said.get("envelope") is None and said.get("body") is None:
        return None
    match read:
        case Unproved():
            return Proof("beside", "not-looked-at")
        case Unusable(received=received):
            return _compared(said, received)
        case Received() as received:
            return _compared(said, received)


def _compared(said: Mapping[str, Any], received: Received[object]) -> Proof:
    envelope = orjson.loads(canonical.encode(received.envelope))
    body = None if received.body is None else received.body.model_dump(mode="json", exclude_defaults=True)
    closed = body is None and getattr(received.envelope, "seal", None) is not None
    held = {"envelope": envelope} | ({} if closed else {"body": body})
    if differing := [name for name in held if said.get(name) is not None and said[name] != held[name]]:
        return Proof("beside", "refuted", findings=tuple(Finding("HB-8554", f"/{name}", {}) for name in differing))
    if closed and said.get("body") is not None:
        return Proof("beside", "not-looked-at", findings=(Finding("HB-8555", "/body", {}),))
    return Proof("beside", "proved")
