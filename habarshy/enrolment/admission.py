"""The operator's side: an agency's request is examined, its entry written, its topics, users and rights made, its profile handed back."""

import asyncio
from collections.abc import Mapping, Sequence

from habarshy.enrolment import bus, profiles
from habarshy.enrolment.folders import OPERATOR, OperatorFolder
from habarshy.enrolment.register import Register
from habarshy.topology import applying
from habarshy.topology.wire import Wire
from producers.profile import ClientProfile
from schemas.directory.request import EnrolmentRequest
from schemas.errors.tree import EnrolmentError
from schemas.permissions import model as permissions
from schemas.permissions.model import PermissionTable
from services.directory_log import requests, writing
from services.directory_log.state import LogState
from services.directory_log.writing import AgencySaid, Said


async def admit(register: Register, asked: Sequence[EnrolmentRequest]) -> Mapping[str, ClientProfile]:
    """Every request or none. Asked again after a crash it does what is missing. Answers each agency's profile, without its keys."""
    network = register.folder.profile(OPERATOR).network
    await register.publish(lambda state: _entries(asked, state, network=network))
    table, folder = permissions.load(), register.folder
    agencies = [request.agency for request in asked]
    wire = Wire(folder.address)
    await asyncio.to_thread(applying.apply_agencies, agencies, wire, table, means=bus.means(folder))
    return {agency.id: _profile(agency.id, folder, table) for agency in agencies}


def _entries(asked: Sequence[EnrolmentRequest], state: LogState, *, network: str) -> Sequence[Said]:
    """Those that do not stand in the log yet."""
    new = [
        request
        for request in asked
        if state.entry_of.get(request.agency.id) != writing.id_of(request.agency, network=network)
    ]
    if findings := [one for request in new for one in requests.objections(request, state, network=network)]:
        raise EnrolmentError(*findings)
    return [AgencySaid(request.agency) for request in new]


def _profile(agency: str, folder: OperatorFolder, table: PermissionTable) -> ClientProfile:
    user = next(kind.user for kind in table.held_by_agencies() if kind.user and not kind.roles).format(agency=agency)
    password = folder.secrets.password(user) or ""
    return profiles.made(folder.profile(OPERATOR), agency=agency, user=user, password=password)
