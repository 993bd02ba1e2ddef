"""A client profile as the operator hands it out."""

import json
from pathlib import Path
from typing import Any

TRUST = [{"id": "bus/directory-2026-01", "public": "A" * 43 + "="}]
SAID: dict[str, Any] = {
    "network": "sandbox",
    "agency": "prosecutor-medeu",
    "bootstrap": ["localhost:9092"],
    "user": "prosecutor-medeu",
    "password": "secret-of-the-wire",
    "ca": "-----BEGIN CERTIFICATE-----",
    "trust": TRUST,
}


def written(folder: Path, **changed: object) -> Path:
    """The file, for its owner alone; a field that is changed to null is left out."""
    path = folder / "profile.json"
    said = {name: value for name, value in (SAID | changed).items() if value is not None}
    path.write_text(json.dumps(said), encoding="utf-8")
    path.chmod(0o600)
    return path
