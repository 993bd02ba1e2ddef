"""The bus's keys, as the reference chain lists them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.independent.canonical import Json, as_list, as_object, text_of, without
from tests.independent.errors import RefusedError
from tests.independent.keys import CHECKPOINT, DIRECTORY, RELAY, KnownKey, owner_of, purpose_of
from tests.independent.primitives import KEY_LENGTH, from_base64, read_instant

_FIELDS = {"id", "public", "valid_from", "valid_until"}


def read_known(key: Mapping[str, Json], at: datetime) -> KnownKey:
    """Return the key that an object says for the first time at the instant `at`."""
    valid_from, valid_until = (read_instant(text_of(key, name)) for name in ("valid_from", "valid_until"))
    public = from_base64(text_of(key, "public"), KEY_LENGTH)
    return KnownKey(text_of(key, "id"), public, valid_from, valid_until, revocation_of(key, None, at))


def revocation_of(key: Mapping[str, Json], before: datetime | None, at: datetime) -> datetime | None:
    """Return from when on a key is revoked: never before `at`, and what had effect by then is not taken back."""
    if before is not None and before <= at:
        return before
    if "revoked_at" not in key:
        return None
    return max(at, read_instant(text_of(key, "revoked_at")))


@dataclass(frozen=True)
class BusKeys:
    """The list in force: each key as it is believed, and as the list says it."""

    known: dict[str, KnownKey] = field(default_factory=dict)
    said: dict[str, dict[str, Json]] = field(default_factory=dict)
    operators: dict[str, dict[str, Json]] = field(default_factory=dict)


def read_list(body: Mapping[str, Json], before: BusKeys, *, signer: str, at: datetime) -> BusKeys:
    """Return the keys of a new list, if it holds all of those before and the one that signed it."""
    if set(body) - {"operators"} != {"keys"}:
        raise RefusedError("not a list of keys")
    found = BusKeys()
    for item in as_list(body["keys"]):
        key = as_object(item)
        key_id = text_of(key, "id")
        if key_id in found.said or set(key) - {"revoked_at"} != _FIELDS:
            raise RefusedError(f"{key_id} stands twice, or with fields that it may not have")
        if owner_of(key_id) != "bus" or purpose_of(key_id) not in (DIRECTORY, RELAY, CHECKPOINT):
            raise RefusedError(f"{key_id} is not a key of the bus")
        found.said[key_id] = key
        found.known[key_id] = _taken_on(key, before, at)
    found.operators.update(_operators(body, before))
    if signer not in found.said or not set(before.said) <= set(found.said):
        raise RefusedError("the list leaves out a key of the one before, or the one that signed it")
    return found


def _operators(body: Mapping[str, Json], before: BusKeys) -> dict[str, dict[str, Json]]:
    """Return the keys of those who administer. They sign nothing that is read here, and none of them goes or changes either."""
    keys = [as_object(item) for item in as_list(body.get("operators", []))]
    found = {text_of(key, "id"): key for key in keys}
    for key_id, key in before.operators.items():
        if without(found.get(key_id, {}), ["revoked_at"]) != without(key, ["revoked_at"]):
            raise RefusedError(f"{key_id} is not what it was")
    return found


def _taken_on(key: Mapping[str, Json], before: BusKeys, at: datetime) -> KnownKey:
    found = read_known(key, at)
    known = before.known.get(found.id)
    if known is None:
        return found
    if without(before.said[found.id], ["revoked_at"]) != without(key, ["revoked_at"]):
        raise RefusedError(f"{found.id} is not what it was")
    return replace(known, revoked_at=revocation_of(key, known.revoked_at, at))
