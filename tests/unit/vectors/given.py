"""The vectors as a stranger reads them: from the file."""

import json
from typing import Any

from tests.independent.records import Record
from tests.vectors import making

VECTORS: dict[str, Any] = json.loads(making.FILE.read_bytes())
NETWORK: str = VECTORS["network"]
PUBLICS: dict[str, str] = {name: key["public"] for name, key in VECTORS["keys"].items()}
PRIVATES: dict[str, bytes] = {name: bytes.fromhex(key["private"]) for name, key in VECTORS["keys"].items()}
SENDER = "investigation-bostandyk"


def as_kafka_has_it(shown: dict[str, Any]) -> Record:
    headers = [(name, value.encode()) for name, value in shown["headers"].items()]
    return Record(shown["topic"], bytes.fromhex(shown["key"]), bytes.fromhex(shown["value"]), headers)
