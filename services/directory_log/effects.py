"""From when what an entry says has effect. No entry reaches back before the instant at which the bus received it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final, TypeVar

from pydantic import TypeAdapter

from schemas.codec import canonical
from schemas.codec.record import Record
from schemas.directory.agency import AgencyKey, AgencyVersion
from schemas.directory.bus_keys import BusKey, BusKeys, OperatorKey
from schemas.directory.directory import Directory
from schemas.errors.tree import Finding, RefusedError

_NEXT: Final = timedelta(microseconds=1)
_BUS_KEYS: Final = TypeAdapter(BusKeys)
_Key = TypeVar("_Key", BusKey, OperatorKey)


def of_version(said: AgencyVersion, before: Directory, *, left_out: AbstractSet[str], at: datetime) -> AgencyVersion:
    """The state as it stands: an agency's first may begin earlier, as the agency did; a later one changes nothing that was."""
    history = before.history(said.id)
    known = {key.id: key for state in history for key in state.keys}
    keys = tuple(_key(key, known.get(key.id), at=at) for key in said.keys if key.id not in left_out)
    begins = max(said.valid_from, at) if history else said.valid_from
    while any(state.valid_from == begins for state in history):
        begins += _NEXT
    return said.model_copy(update={"keys": keys, "valid_from": begins})


def _key(said: AgencyKey, known: AgencyKey | None, *, at: datetime) -> AgencyKey:
    """What was proved of a key stays as it was first accepted; a later entry only revokes it or marks it as suspect."""
    if known is None:
        known = said.model_copy(update={"valid_from": max(said.valid_from, at), "revoked_at": None})
    revoked_at = _revocation(said.revoked_at, known.revoked_at, at=at)
    return known.model_copy(update={"revoked_at": revoked_at, "suspect_since": said.suspect_since})


def _revocation(said: datetime | None, known: datetime | None, *, at: datetime) -> datetime | None:
    """Never before the bus heard of it; and once it has taken effect it is not taken back."""
    if known is not None and known <= at:
        return known
    return max(said, at) if said is not None else None


def revoked(directory: Directory, version: AgencyVersion) -> Directory:
    """A revocation or mark holds in every state of the agency, for the one that says so may begin later."""
    marks = {key.id: {"revoked_at": key.revoked_at, "suspect_since": key.suspect_since} for key in version.keys}
    history = directory.history(version.id)
    if all(_marked(key, marks) is key for state in history for key in state.keys):
        return directory
    states = tuple(
        state.model_copy(update={"keys": tuple(_marked(key, marks) for key in state.keys)}) for state in history
    )
    return directory.with_history(version.id, states)


def _marked(key: AgencyKey, marks: dict[str, dict[str, datetime | None]]) -> AgencyKey:
    mark = marks.get(key.id)
    if mark is None or (key.revoked_at, key.suspect_since) == (mark["revoked_at"], mark["suspect_since"]):
        return key
    return key.model_copy(update=mark)


def bus_keys(known: BusKeys | None, read: Record, *, signed_with: str, at: datetime) -> BusKeys:
    """The new list; RefusedError where it takes a key away or changes one, the one that signed it among them."""
    said = canonical.decode(read.body_line, _BUS_KEYS, where="/body")
    for key in known.keys if known else ():
        again = said.of(key.id)
        if again is None or _unrevoked(again) != _unrevoked(key):
            raise RefusedError(Finding("HB-8205", "/body/keys", {"key": key.id}))
    signer = said.of(read.signature.key)
    if signer is None or signer.public != signed_with:
        raise RefusedError(Finding("HB-8205", "/body/keys", {"key": read.signature.key}))
    return BusKeys(
        keys=tuple(_with_revocation(key, known.of(key.id) if known else None, at) for key in said.keys),
        operators=_operators(known.operators if known else (), said, at),
    )


def _operators(known: Sequence[OperatorKey], said: BusKeys, at: datetime) -> tuple[OperatorKey, ...]:
    """Likewise: none is taken away or changed. Whether one is proved is asked by whoever is to act on its word."""
    before = {key.id: key for key in known}
    for key in known:
        again = said.operator(key.id)
        if again is None or _unrevoked(again) != _unrevoked(key):
            raise RefusedError(Finding("HB-8205", "/body/operators", {"key": key.id}))
    return tuple(_with_revocation(key, before.get(key.id), at) for key in said.operators)


def _with_revocation(said: _Key, known: _Key | None, at: datetime) -> _Key:
    before = known.revoked_at if known is not None else None
    return said.model_copy(update={"revoked_at": _revocation(said.revoked_at, before, at=at)})


def _unrevoked(key: _Key) -> _Key:
    return key.model_copy(update={"revoked_at": None})
