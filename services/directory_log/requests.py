"""Requests of agencies: made and signed by the agency, vouched for by its superior, examined by the operator. Pure, but that new keys are random."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from schemas.catalogue.catalogue import Catalogue
from schemas.codec import canonical
from schemas.directory.agency import AgencyKey, AgencyVersion
from schemas.directory.directory import unknown_codes
from schemas.directory.request import EnrolmentRequest
from schemas.errors.tree import Finding, ZoneError
from services.directory_log import writing
from services.directory_log.state import LogState
from services.keys import proofs, signing
from services.keys.encoding import FORM, lines
from services.keys.keyring import Keyring
from services.keys.sealing import Opener
from services.keys.signing import Signer
from services.law import zones

VALID: Final = timedelta(days=730)
_CLOCKS_DIFFER: Final = timedelta(hours=1)
"""A key begins to hold when the bus receives it, whatever it says; an agency's clock that is fast must not delay that."""
_UNVOUCHED: Final = {"vouch": None, "vouched_by": None}


def grown(keyring: Keyring, at: datetime) -> Keyring:
    """With a signing and a sealing key more."""
    month = f"{at:%Y-%m}"
    return keyring.with_new("sign", month).with_new("seal", month)


def newest(keyring: Keyring, at: datetime) -> tuple[AgencyKey, ...]:
    """The public halves of the newest signing and sealing key, with the owner's proof."""
    signer, opener = keyring.newest_signer(), keyring.openers[-1]
    public = (_public(signer, at), _public(opener, at))
    return tuple(proofs.prove(key, signer, network=keyring.network) for key in public)


def _public(key: Signer | Opener, at: datetime) -> AgencyKey:
    return AgencyKey(
        id=key.key_id,
        purpose="sign" if isinstance(key, Signer) else "seal",
        public=key.public,
        valid_from=at - _CLOCKS_DIFFER,
        valid_until=at + VALID,
    )


def signed(wanted: AgencyVersion, signer: Signer, *, network: str) -> EnrolmentRequest:
    signature = signer.sign(_text(wanted, network=network))
    return EnrolmentRequest(network=network, agency=wanted, key=signer.key_id, signature=signature)


def vouched(request: EnrolmentRequest, signer: Signer) -> EnrolmentRequest:
    """With the word of somebody who knows the agency on each of its keys that has none."""
    keys = tuple(
        key if key.vouch is not None else proofs.vouch(key, signer, network=request.network)
        for key in request.agency.keys
    )
    return request.model_copy(update={"agency": request.agency.model_copy(update={"keys": keys})})


def mistakes(wanted: AgencyVersion, catalogue: Catalogue) -> Iterator[Finding]:
    """What no operator can admit, whatever the directory says: an agency hears it before it asks."""
    yield from unknown_codes(wanted, catalogue)
    yield from _unknown_zone(wanted, f"{wanted.id}: zone")


def _unknown_zone(wanted: AgencyVersion, where: str) -> Iterator[Finding]:
    """In a zone that nobody knows no deadline of the agency could be counted. The log itself does not ask: zone data have their own versions."""
    try:
        zones.zone(wanted.zone)
    except ZoneError as error:
        yield from (replace(finding, where=where) for finding in error.findings)


def objections(request: EnrolmentRequest, state: LogState, *, network: str, at: datetime) -> Iterator[Finding]:
    """What speaks against the request itself. What speaks against the entry is found when the log is rehearsed with it."""
    if request.network != network:
        yield Finding("HB-8222", "/network", {"said": request.network, "ours": network})
        return
    if not is_signed(request):
        yield Finding("HB-8221", "/signature", {"key": request.key})
    yield from _unknown_zone(request.agency, "/agency/zone")
    if _was_admitted(request, state) and not stands(request, state, at):
        yield Finding("HB-8232", "", {"agency": request.agency.id})
        return
    standing = state.directory.agency(request.agency.id, at)
    if standing is not None and standing.closed is None:
        yield from _against(request, standing, at)


def stands(request: EnrolmentRequest, state: LogState, at: datetime) -> bool:
    """What it asks for was admitted, and nothing that counts by now was said of the agency since: there is nothing to write."""
    wanted = writing.id_of(request.agency, network=request.network)
    for stated in reversed(state.stated.get(request.agency.id, ())):
        if stated.id == wanted:
            return True
        if stated.begins <= at:
            return False
    return False


def _was_admitted(request: EnrolmentRequest, state: LogState) -> bool:
    wanted = writing.id_of(request.agency, network=request.network)
    return any(stated.id == wanted for stated in state.stated.get(request.agency.id, ()))


def _against(request: EnrolmentRequest, standing: AgencyVersion, at: datetime) -> Iterator[Finding]:
    if not _speaks_for(request, standing, at):
        # A stranger may prove a key of his own; only a key that holds in the directory speaks for who is in it.
        yield Finding("HB-8223", "/key", {"agency": standing.id, "key": request.key})
        return
    asked = {(key.id, key.public) for key in request.agency.keys}
    for key in standing.keys:
        has_ended = key.valid_until <= at or (key.revoked_at is not None and key.revoked_at <= at)
        if not has_ended and (key.id, key.public) not in asked:
            # A key ends with its days, or is revoked. A request from before the key was there would end it unseen.
            yield Finding("HB-8233", "/agency/keys", {"agency": standing.id, "key": key.id})


def _speaks_for(request: EnrolmentRequest, standing: AgencyVersion, at: datetime) -> bool:
    holding = {(key.id, key.public) for key in standing.keys if key.holds(at)}
    return any((key.id, key.public) in holding for key in request.agency.keys if key.id == request.key)


def is_signed(request: EnrolmentRequest) -> bool:
    """By a signing key that stands in the request."""
    key = next((key for key in request.agency.keys if key.id == request.key and key.purpose == "sign"), None)
    text = _text(request.agency, network=request.network)
    return key is not None and signing.verifies(request.signature, text, public=key.public)


def _text(wanted: AgencyVersion, *, network: str) -> bytes:
    """Without vouches, which others add."""
    bare = tuple(key.model_copy(update=_UNVOUCHED) for key in wanted.keys)
    return lines(f"{FORM} request", network, canonical.encode(wanted.model_copy(update={"keys": bare})))
