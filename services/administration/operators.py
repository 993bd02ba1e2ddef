"""Operators' keys: made at the operator's side, proved by themselves, believed by the reference log. Pure."""

from datetime import datetime, timedelta
from typing import Final

from schemas.codec import canonical
from schemas.directory.bus_keys import BusKeys, OperatorKey
from schemas.errors.tree import EnrolmentError, Finding
from services.keys import signing
from services.keys.encoding import FORM, lines
from services.keys.signing import Signer

VALID: Final = timedelta(days=730)
PREFIX: Final = "operator-"
_CLOCKS_DIFFER: Final = timedelta(hours=1)
"""An operator's clock that is fast must not keep its key from holding."""
_UNPROVED: Final = {"proof": None, "revoked_at": None}


def made(signer: Signer, at: datetime, *, network: str) -> OperatorKey:
    """The public half, with the proof that its owner has the other."""
    bare = OperatorKey(id=signer.key_id, public=signer.public, valid_from=at - _CLOCKS_DIFFER, valid_until=at + VALID)
    return bare.model_copy(update={"proof": signer.sign(_text(bare, network=network))})


def is_proved(key: OperatorKey, *, network: str) -> bool:
    return key.proof is not None and signing.verifies(key.proof, _text(key, network=network), public=key.public)


def admitted(known: BusKeys, key: OperatorKey, *, network: str) -> BusKeys:
    """The list with this key; the same list, where it stands there."""
    standing = known.operator(key.id)
    if standing is not None and standing.public == key.public:
        return known
    if standing is not None or any(one.public == key.public for one in known.operators):
        raise EnrolmentError(Finding("HB-8551", "", {"key": key.id}))
    if not is_proved(key, network=network):
        raise EnrolmentError(Finding("HB-8552", "", {"key": key.id}))
    return known.model_copy(update={"operators": (*known.operators, key.model_copy(update={"revoked_at": None}))})


def revoked(known: BusKeys, key_id: str, at: datetime) -> BusKeys:
    """The list in which this key proves nothing from now on; the same list, where that was said before."""
    standing = known.operator(key_id)
    if standing is None:
        raise EnrolmentError(Finding("HB-8553", "", {"key": key_id}))
    if standing.revoked_at is not None and standing.revoked_at <= at:
        return known
    ended = standing.model_copy(update={"revoked_at": at})
    return known.model_copy(update={"operators": tuple(ended if one.id == key_id else one for one in known.operators)})


def _text(key: OperatorKey, *, network: str) -> bytes:
    return lines(f"{FORM} operator key", network, canonical.encode(key.model_copy(update=_UNPROVED)))
