"""The agency's side: its keys, made in its own folder and never leaving it, and its request."""

from datetime import datetime
from pathlib import Path
from typing import Final

from habarshy.enrolment.folders import KEYS
from schemas.directory.agency import AgencyVersion
from schemas.directory.request import EnrolmentRequest
from services.directory_log import requests
from services.keys import keyring
from services.keys.keyring import Keyring

REQUEST: Final = "request.json"


def request(wanted: AgencyVersion, folder: Path, *, network: str, at: datetime) -> EnrolmentRequest:
    """A new agency's first. Keys that were made for it before stay, so that asking twice is asking the same."""
    path = folder / KEYS
    kept = keyring.load(path) if path.exists() else Keyring(network, wanted.id)
    grown, public = requests.new_keys(kept, at)
    grown.save(path)
    return requests.signed(wanted.model_copy(update={"keys": public}), grown.newest_signer(), network=network)
