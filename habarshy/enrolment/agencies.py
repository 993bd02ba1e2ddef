"""The agency's side: its keys, made in its own folder and never leaving it, and its request."""

from datetime import datetime
from pathlib import Path
from typing import Final

from habarshy.enrolment.folders import KEYS
from habarshy.stack import files
from producers.profile import ClientProfile
from schemas.catalogue import loading as catalogue
from schemas.directory.agency import AgencyVersion
from schemas.directory.request import EnrolmentRequest
from schemas.errors.tree import EnrolmentError, Finding
from services.directory_log import changes, requests
from services.directory_log.state import LogState
from services.keys import keyring
from services.keys.keyring import Keyring

REQUEST: Final = "request.json"


def request(wanted: AgencyVersion, folder: Path, *, network: str, at: datetime) -> EnrolmentRequest:
    """A new agency's first. Keys that were made in this folder before are the ones it asks with."""
    if mistakes := tuple(requests.mistakes(wanted, catalogue.load())):
        raise EnrolmentError(*mistakes)
    path = folder / KEYS
    if path.exists():
        ring = keyring.load(path)
        if (ring.owner, ring.network) != (wanted.id, network):
            said = {"owner": ring.owner, "network": ring.network, "agency": wanted.id, "ours": network}
            raise EnrolmentError(Finding("HB-8604", "", {"path": str(path), **said}))
    else:
        ring = requests.grown(Keyring(network, wanted.id), at)
        with files.writing_in(folder):
            ring.save(path)
    asked = wanted.model_copy(update={"keys": requests.newest(ring, at)})
    return requests.signed(asked, ring.newest_signer(), network=network)


def rotation(held: ClientProfile, state: LogState, *, at: datetime) -> EnrolmentRequest:
    """Two keys more for an agency that stands in the directory, vouched for and asked for with the signing key that it has."""
    before = changes.present(state.directory, held.agency, at)
    kept = held.keyring()
    holding = [key.id for key in before.keys if key.holds(at)]
    signer = next((signer for signer in reversed(kept.signers) if signer.key_id in holding), None)
    if signer is None:
        raise EnrolmentError(Finding("HB-8227", "", {"agency": before.id, "path": str(held.keys)}))
    ring = requests.grown(kept, at)
    with files.writing_in(held.keys.parent):
        ring.save(held.keys)
    wanted = before.model_copy(update={"keys": (*before.keys, *requests.newest(ring, at)), "valid_from": at})
    return requests.vouched(requests.signed(wanted, signer, network=held.network), signer)
