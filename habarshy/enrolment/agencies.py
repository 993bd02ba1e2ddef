"""The agency's side: its keys, made in its own folder and never leaving it, and its request."""

from datetime import datetime
from pathlib import Path
from typing import Final

from habarshy.enrolment.folders import KEYS
from producers.profile import ClientProfile
from schemas.directory.agency import AgencyVersion
from schemas.directory.request import EnrolmentRequest
from schemas.errors.tree import EnrolmentError, Finding
from services.directory_log import changes, requests
from services.directory_log.state import LogState
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


def rotation(held: ClientProfile, state: LogState, *, at: datetime) -> EnrolmentRequest:
    """Two keys more for an agency that stands in the directory, vouched for and asked for with the signing key that it has."""
    before = changes.present(state.directory, held.agency, at)
    kept = held.keyring()
    holding = [key.id for key in before.keys if key.holds(at)]
    signer = next((signer for signer in reversed(kept.signers) if signer.key_id in holding), None)
    if signer is None:
        raise EnrolmentError(Finding("HB-8227", "", {"agency": before.id, "path": str(held.keys)}))
    grown, public = requests.new_keys(kept, at)
    grown.save(held.keys)
    wanted = before.model_copy(update={"keys": (*before.keys, *public), "valid_from": at})
    return requests.vouched(requests.signed(wanted, signer, network=held.network), signer)
