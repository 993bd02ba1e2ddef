"""The bus's own beginning: its keys, its users with their profiles, and the first entries of the log. Asked again, it does what is missing."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from consumers.reference.alarms import Alarm
from habarshy.enrolment import profiles
from habarshy.enrolment.folders import OPERATOR, PROFILE, OperatorFolder
from habarshy.enrolment.register import Register
from habarshy.stack import files
from habarshy.stack.addresses import KafkaAddress
from habarshy.topology import applying
from habarshy.topology.applying import Means
from habarshy.topology.wire import Wire
from producers.profile import Anchor, ClientProfile
from schemas import versions
from schemas.directory.bus_keys import BusKey, BusKeys
from schemas.errors.tree import EnrolmentError, Finding
from schemas.permissions import model as permissions
from services.directory_log import writing
from services.directory_log.state import LogState
from services.directory_log.writing import Said, VersionSaid
from services.keys.keyring import Keyring, Purpose
from services.keys.signing import Signer

# Which principal of the bus holds which private key.
HOLDERS: Final[dict[str, Purpose]] = {"operator": "directory", "relay": "relay", "sequencer": "checkpoint"}
VALID: Final = timedelta(days=1825)
_CLOCKS_DIFFER: Final = timedelta(days=1)
"""The operator's clock says when its keys begin, the broker's when they are used."""
_PASSWORD_BYTES: Final = 24
_MOMENT_S: Final = 0.02


def means(folder: OperatorFolder) -> Means:
    """With what the topology is applied for this operator."""
    return Means(folder.secrets, lambda: secrets.token_urlsafe(_PASSWORD_BYTES), lambda: time.sleep(_MOMENT_S))


async def begin(
    address: KafkaAddress,
    folder: OperatorFolder,
    *,
    network: str,
    clock: Callable[[], datetime],
    alarm: Callable[[Alarm], None],
) -> LogState:
    """The address is the super user's, for there is no operator yet. Answers what stands in the log."""
    _check_network(folder, network)
    async with folder.alone():
        keyrings = _keyrings(folder, network=network, month=f"{clock():%Y-%m}")
        wire = Wire(address)
        await asyncio.to_thread(applying.apply_bus, wire, permissions.load(), means=means(folder))
        _write_profiles(address, folder, network=network, anchors=keyrings[OPERATOR].signers)
    register = Register(folder, clock, alarm)
    return await register.publish(lambda state: tuple(_first(state, keyrings.values(), clock())))


def _check_network(folder: OperatorFolder, network: str) -> None:
    """One folder, one bus: its keys and log are of the network that it began with."""
    if (folder.of(OPERATOR) / PROFILE).exists() and (known := folder.profile(OPERATOR).network) != network:
        raise EnrolmentError(Finding("HB-8231", "", {"folder": str(folder.root), "known": known, "network": network}))


def _keyrings(folder: OperatorFolder, *, network: str, month: str) -> dict[str, Keyring]:
    return {
        principal: folder.keyring_or_new(principal, purpose, network=network, month=month)
        for principal, purpose in HOLDERS.items()
    }


def _write_profiles(address: KafkaAddress, folder: OperatorFolder, *, network: str, anchors: Sequence[Signer]) -> None:
    authority = Path(address.ca).read_text(encoding="ascii") if address.ca else ""
    files.write(folder.authority, authority)
    like = ClientProfile(
        network=network,
        agency="bus",
        bootstrap=tuple(address.bootstrap.split(",")),
        ca=authority,
        trust=tuple(Anchor(id=signer.key_id, public=signer.public) for signer in anchors),
    )
    for user in users():
        password = folder.secrets.password(user)
        if password is None:
            raise EnrolmentError(Finding("HB-8230", "", {"user": user, "folder": str(folder.secrets.folder)}))
        profiles.write(folder.of(user), profiles.made(like, agency="bus", user=user, password=password))


def users() -> tuple[str, ...]:
    """Those of the bus itself, each of which has its profile."""
    return tuple(principal.user for principal in permissions.load().held_by_bus() if principal.user is not None)


def _first(state: LogState, keyrings: Iterable[Keyring], now: datetime) -> Iterator[Said]:
    """The bus's keys first: by them everything after is believed. Then each version that is not in force."""
    if state.bus_keys is None:
        keys = tuple(
            BusKey(id=signer.key_id, public=signer.public, valid_from=now - _CLOCKS_DIFFER, valid_until=now + VALID)
            for keyring in keyrings
            for signer in keyring.signers
        )
        yield VersionSaid("keys", "1", now, BusKeys(keys=keys))
    for name, content in versions.shipped().items():
        known = state.published.get(name, ())
        if not known or known[-1].body_digest != writing.digest_of(content):
            yield VersionSaid(name, content.version, now, content)
