"""The operator's side: an agency's request is examined, its entry written, its topics, users and rights made, its profile handed back."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from habarshy.enrolment import bus, profiles
from habarshy.enrolment.folders import OPERATOR, OperatorFolder
from habarshy.enrolment.register import Register
from habarshy.topology import applying
from habarshy.topology.wire import Wire
from producers.profile import ClientProfile
from schemas.directory.agency import AgencyVersion
from schemas.directory.request import EnrolmentRequest
from schemas.errors.tree import EnrolmentError, Finding
from schemas.permissions import model as permissions
from schemas.permissions.model import PermissionTable
from services.directory_log import changes, requests
from services.directory_log.state import LogState
from services.directory_log.writing import Said


async def admit(register: Register, asked: Sequence[EnrolmentRequest]) -> Mapping[str, ClientProfile]:
    """Every request or none. Asked again after a crash it does what is missing. Answers each agency's profile, without its keys."""
    await register.publish(_draft(register, asked))
    table, folder = permissions.load(), register.folder
    agencies = [request.agency for request in asked]
    wire = Wire(folder.address)
    await asyncio.to_thread(applying.apply_agencies, agencies, wire, table, means=bus.means(folder))
    return {agency.id: _profile(agency, folder, wire, table=table) for agency in agencies}


async def rehearse(register: Register, asked: Sequence[EnrolmentRequest]) -> tuple[LogState, tuple[Finding, ...]]:
    """The state of the log as it stands, and what `admit` would object to; by the same draft, so that neither knows better."""
    return await register.rehearse(_draft(register, asked))


def _draft(register: Register, asked: Sequence[EnrolmentRequest]) -> Callable[[LogState], Sequence[Said]]:
    network = register.folder.profile(OPERATOR).network
    return lambda state: _entries(asked, state, network=network, at=register.clock())


def _entries(asked: Sequence[EnrolmentRequest], state: LogState, *, network: str, at: datetime) -> Sequence[Said]:
    """Those that do not stand in the log yet."""
    new = [request for request in asked if not requests.stands(request, state, at)]
    if findings := [one for request in new for one in requests.objections(request, state, network=network, at=at)]:
        raise EnrolmentError(*findings)
    return [said for request in new for said in changes.with_keys(state.directory, request.agency, at)]


async def revoke_key(register: Register, key_id: str, *, suspect_since: datetime | None = None) -> None:
    """At the instant at which the bus receives the entry. Asked again, a key that is revoked stays so."""
    at = register.clock()
    await register.publish(lambda state: tuple(changes.without_key(state, key_id, at, suspect_since=suspect_since)))


async def disable(
    register: Register,
    agency: str,
    *,
    closed: Literal["merged", "renamed", "abolished"] = "abolished",
    successor: str | None = None,
) -> None:
    """Its rights go first, which its open connections feel at once, then its users; then the directory says that it is closed.

    Killed in between, it leaves an agency that can do nothing and still has an address; asked again, it ends what it began.
    """
    at, folder = register.clock(), register.folder
    said = tuple(changes.closed(await register.read(), agency, at, closed=closed, successor=successor))
    wire = Wire(folder.address)
    await asyncio.to_thread(applying.retire_agency, agency, wire, permissions.load(), means=bus.means(folder))
    await register.publish(lambda _: said)


def _profile(agency: AgencyVersion, folder: OperatorFolder, wire: Wire, *, table: PermissionTable) -> ClientProfile:
    """A user whose password is not kept here was made by somebody else; it gets a new one. Of a closed agency there is no user, and its profile lets nobody in."""
    named = next(kind.user for kind in table.held_by_agencies() if kind.user and not kind.roles)
    user = named.format(agency=agency.id)
    password = folder.secrets.password(user)
    if password is None:
        password = bus.means(folder).mint()
        if agency.closed is None:
            folder.secrets.keep(user, password)
            wire.create_users({user: password})
    return profiles.made(folder.profile(OPERATOR), agency=agency.id, user=user, password=password)
