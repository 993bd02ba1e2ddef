"""Operators who administer the ledger: each makes a key at his own side, and the reference log comes to name it."""

from datetime import datetime
from pathlib import Path
from typing import Final

from habarshy.enrolment.folders import KEYS, OPERATOR
from habarshy.enrolment.register import Register
from schemas.directory.bus_keys import BusKeys, OperatorKey
from schemas.errors.tree import EnrolmentError, Finding
from services.administration import operators
from services.directory_log.state import LogState
from services.directory_log.writing import Said, VersionSaid
from services.keys import keyring
from services.keys.keyring import Keyring

REQUEST: Final = "operator-key.json"


def request(name: str, folder: Path, *, network: str, at: datetime) -> OperatorKey:
    """The public half of a new key. Keys that were made in this folder before stay beside it."""
    path, owner = folder / KEYS, f"{operators.PREFIX}{name}"
    ring = keyring.load(path) if path.exists() else Keyring(network, owner)
    if (ring.owner, ring.network) != (owner, network):
        said = {"owner": ring.owner, "network": ring.network, "agency": owner, "ours": network}
        raise EnrolmentError(Finding("HB-8604", "", {"path": str(path), **said}))
    grown = ring.with_new("sign", f"{at:%Y-%m}")
    grown.save(path)
    return operators.made(grown.newest_signer(), at, network=network)


async def admit(register: Register, key: OperatorKey) -> None:
    """Asked again, it does nothing."""
    network = register.folder.profile(OPERATOR).network
    at = register.clock()
    await register.publish(lambda state: _said(state, operators.admitted(_keys(state), key, network=network), at))


async def revoke(register: Register, key_id: str) -> None:
    """At the instant at which the bus receives the entry. Asked again, it does nothing."""
    at = register.clock()
    await register.publish(lambda state: _said(state, operators.revoked(_keys(state), key_id, at), at))


def _keys(state: LogState) -> BusKeys:
    if state.bus_keys is None:
        raise EnrolmentError(Finding("HB-8204", "", {}))
    return state.bus_keys


def _said(state: LogState, keys: BusKeys, at: datetime) -> list[Said]:
    if keys == state.bus_keys:
        return []
    return [VersionSaid("keys", str(len(state.published.get("keys", ())) + 1), at, keys)]
