"""Agencies as the reference chain has them: which of their keys are believed, and from when on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from tests.independent.bus_keys import read_known, revocation_of
from tests.independent.canonical import Json, as_list, as_object, text_of
from tests.independent.errors import RefusedError
from tests.independent.keys import SEAL, SIGN, KnownKey, owner_of
from tests.independent.primitives import KEY_LENGTH, check_signature, from_base64, read_instant
from tests.independent.proofs import proof_text, vouch_text


@dataclass(frozen=True)
class State:
    """Which keys an agency has from an instant on."""

    since: datetime
    keys: frozenset[str]


@dataclass
class Agency:
    """An agency: every key of it that was ever believed, and its states in the order of their entries."""

    id: str
    known: dict[str, KnownKey] = field(default_factory=dict)
    states: list[State] = field(default_factory=list)

    def find(self, key_id: str, at: datetime) -> KnownKey | None:
        """Return the key if the agency has it at the instant `at`."""
        begun = [state for state in self.states if state.since <= at]
        last = max((state.since for state in begun), default=None)
        state = next((state for state in reversed(begun) if state.since == last), None)
        return self.known[key_id] if state is not None and key_id in state.keys else None

    def newest_seal_key(self, at: datetime) -> KnownKey | None:
        """Return the newest of the `seal` keys that hold at `at`."""
        held = [key for key in self.known.values() if key.id.startswith(f"{self.id}/{SEAL}-") and key.holds(at)]
        held = [key for key in held if self.find(key.id, at) is not None]
        return max(held, key=lambda key: (key.valid_from, key.id), default=None)


Agencies: TypeAlias = dict[str, Agency]


@dataclass(frozen=True)
class _Entry:
    """What the judgement of one entry's keys needs."""

    network: str
    at: datetime
    agencies: Agencies
    agency: Agency
    superior: str | None
    objects: Mapping[str, dict[str, Json]]


def take_entry(agencies: Agencies, said: Mapping[str, Json], *, network: str, at: datetime) -> Agency:
    """Take an agency's new state, with those of its keys that are proved and vouched for."""
    name = text_of(said, "id")
    superior = text_of(said, "superior") if "superior" in said else None
    agency = agencies.get(name) or Agency(name)
    since = read_instant(text_of(said, "valid_from"))
    since = max(at, since) if agency.states else since
    entry = _Entry(network, at, agencies, agency, superior, _objects_of(said, name))
    judged = [_judged(entry, key) for key in entry.objects.values()]
    believed = {key.id: key for key in judged if key is not None}
    agency.known.update(believed)
    agency.states.append(State(since, frozenset(believed)))
    agencies[name] = agency
    return agency


def _objects_of(said: Mapping[str, Json], name: str) -> dict[str, dict[str, Json]]:
    found: dict[str, dict[str, Json]] = {}
    for item in as_list(said.get("keys", [])):
        key = as_object(item)
        key_id, purpose = text_of(key, "id"), text_of(key, "purpose")
        if key_id in found or purpose not in (SIGN, SEAL) or not key_id.startswith(f"{name}/{purpose}-"):
            raise RefusedError(f"{key_id} stands twice, or is not a key of {name}")
        found[key_id] = key
    return found


def _judged(entry: _Entry, key: Mapping[str, Json]) -> KnownKey | None:
    try:
        found = read_known(key, entry.at)
        known = entry.agency.known.get(found.id)
        if known is not None:
            revoked_at = revocation_of(key, known.revoked_at, entry.at)
            return replace(known, revoked_at=revoked_at) if found.public == known.public else None
        _check_proof(entry, key)
        _check_vouch(entry, key)
    except RefusedError:
        return None
    return replace(found, valid_from=max(found.valid_from, entry.at))


def _check_proof(entry: _Entry, key: Mapping[str, Json]) -> None:
    prover_id = text_of(key, "proved_by") if "proved_by" in key else text_of(key, "id")
    prover = entry.objects.get(prover_id)
    if prover is None or prover["purpose"] != SIGN:
        raise RefusedError("proved by no key that could")
    public = from_base64(text_of(prover, "public"), KEY_LENGTH)
    check_signature(public, proof_text(key, network=entry.network), signature=text_of(key, "proof"))


def _check_vouch(entry: _Entry, key: Mapping[str, Json]) -> None:
    if "vouch" not in key and "vouched_by" not in key:
        if entry.superior is None and not entry.agency.known:
            return
        raise RefusedError("nobody vouches for the key")
    voucher_id = text_of(key, "vouched_by")
    owner = owner_of(voucher_id)
    if owner not in (entry.superior, entry.agency.id) or not voucher_id.startswith(f"{owner}/{SIGN}-"):
        raise RefusedError("vouched for by somebody who may not")
    if owner == entry.agency.id:
        voucher = entry.agency.known.get(voucher_id)
    else:
        superior = entry.agencies.get(owner)
        voucher = superior.find(voucher_id, entry.at) if superior else None
    if voucher is None or not voucher.holds(entry.at):
        raise RefusedError("the voucher's key does not hold")
    check_signature(voucher.public, vouch_text(key, network=entry.network), signature=text_of(key, "vouch"))
