"""The vectors as a stranger reads them: from the file."""

import json
from datetime import UTC, datetime
from typing import Any

from tests.independent.keys import KnownKey, PrivateKey
from tests.independent.primitives import from_base64
from tests.independent.records import Record
from tests.vectors import making

VECTORS: dict[str, Any] = json.loads(making.FILE.read_bytes())
NETWORK: str = VECTORS["network"]
PUBLICS: dict[str, str] = {name: key["public"] for name, key in VECTORS["keys"].items()}
PRIVATES: dict[str, bytes] = {name: bytes.fromhex(key["private"]) for name, key in VECTORS["keys"].items()}
SENDER = "investigation-bostandyk"
RECIPIENT = "prosecutor-bostandyk"
AT = datetime(2026, 3, 6, 5, tzinfo=UTC)
"""An instant at which every key of the vectors holds."""
_FROM, _UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def find(key_id: str, _at: datetime) -> KnownKey | None:
    public = PUBLICS.get(key_id)
    return KnownKey(key_id, from_base64(public), _FROM, _UNTIL) if public else None


def private(key_id: str) -> PrivateKey:
    return PrivateKey(key_id, PRIVATES[key_id])


def as_kafka_has_it(shown: dict[str, Any]) -> Record:
    headers = tuple((name, value.encode()) for name, value in shown["headers"].items())
    return Record(shown["topic"], bytes.fromhex(shown["key"]), bytes.fromhex(shown["value"]), headers)
