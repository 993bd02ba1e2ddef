"""How a public key comes to be believed: its owner signs it, and somebody who knows the owner vouches for it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from schemas.codec import canonical
from schemas.directory.agency import AgencyKey, AgencyVersion
from schemas.directory.directory import Directory
from schemas.errors.tree import Finding
from services.keys import signing
from services.keys.encoding import FORM, lines
from services.keys.signing import Signer

_UNPROVED: Final = {
    "proof": None,
    "proved_by": None,
    "vouch": None,
    "vouched_by": None,
    "revoked_at": None,
    "suspect_since": None,
}
_UNVOUCHED: Final = {"vouch": None, "vouched_by": None, "revoked_at": None, "suspect_since": None}


def proof_text(key: AgencyKey, *, network: str) -> bytes:
    return lines(f"{FORM} key", network, canonical.encode(key.model_copy(update=_UNPROVED)))


def vouch_text(key: AgencyKey, *, network: str) -> bytes:
    return lines(f"{FORM} vouch", network, canonical.encode(key.model_copy(update=_UNVOUCHED)))


def prove(key: AgencyKey, signer: Signer, *, network: str) -> AgencyKey:
    """The key with its owner's proof. The signer is the key itself, or for a sealing key the owner's signing key."""
    proved_by = None if signer.key_id == key.id else signer.key_id
    proof = signer.sign(proof_text(key, network=network))
    return key.model_copy(update={"proof": proof, "proved_by": proved_by})


def vouch(key: AgencyKey, signer: Signer, *, network: str) -> AgencyKey:
    """The key with the word of somebody who knows its owner."""
    signature = signer.sign(vouch_text(key, network=network))
    return key.model_copy(update={"vouch": signature, "vouched_by": signer.key_id})


def objections(agency: AgencyVersion, directory: Directory, *, network: str, at: datetime) -> Iterator[Finding]:
    """What speaks against the keys of an entry, given the directory before it; keys that stood there already are not asked again."""
    before = {key.id: key for state in directory.history(agency.id) for key in state.keys}
    for number, key in enumerate(agency.keys):
        where = f"/agency/keys/{number}"
        known = before.get(key.id)
        if known is not None:
            if known.public != key.public:
                yield Finding("HB-4011", where, {"key": key.id})
            continue
        if not _is_proved(key, agency, network=network):
            yield Finding("HB-2601", where, {"key": key.id})
        elif not _is_vouched(key, agency, directory=directory, network=network, at=at):
            yield Finding("HB-2602", where, {"key": key.id})


def _is_proved(key: AgencyKey, agency: AgencyVersion, *, network: str) -> bool:
    by = key if key.proved_by is None else next((k for k in agency.keys if k.id == key.proved_by), None)
    if key.proof is None or by is None or by.purpose != "sign":
        return False
    return signing.verifies(key.proof, proof_text(key, network=network), public=by.public)


def _is_vouched(key: AgencyKey, agency: AgencyVersion, *, directory: Directory, network: str, at: datetime) -> bool:
    """By the superior, or by the agency's own key of before; who has neither is admitted on the operator's word alone."""
    own = {k.id: k for state in directory.history(agency.id) for k in state.keys}
    if key.vouched_by is None:
        return agency.superior is None and not own
    superior = directory.agency(agency.superior, at) if agency.superior else None
    above = {k.id: k for k in superior.keys} if superior else {}
    by = above.get(key.vouched_by) or own.get(key.vouched_by)
    if key.vouch is None or by is None or by.purpose != "sign" or not by.holds(at):
        return False
    return signing.verifies(key.vouch, vouch_text(key, network=network), public=by.public)
